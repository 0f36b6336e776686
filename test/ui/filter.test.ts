import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ServerRow, ServersView } from '../../source/store/selectors/servers.js';
import { noTrace } from '../../source/store/trace.js';
import { filterServers, matches, sortServers } from '../../source/ui/filter.js';
import { plainSettings } from '../../source/ui/pane-settings.js';

test('a text matches when it has every word, and none that is refused', () => {
  assert.ok(matches('api-2: closed to open', 'API open'));
  assert.ok(!matches('api-2: closed to open', 'api !open'));
  assert.ok(matches('anything', '  '));
  assert.ok(matches('anything', '!'));
});

function server(name: string, cpuPercent: number | null, rttMs: number | null): ServerRow {
  return {
    name,
    state: 'live',
    severity: 'good',
    reason: null,
    cpuPercent,
    cpuHistory: noTrace,
    cores: null,
    memoryUsedBytes: null,
    memoryTotalBytes: null,
    load1: null,
    rttMs,
    applications: [],
    group: null,
    isLocal: false,
    detail: null,
    facts: null,
  };
}

const view: ServersView = {
  servers: [server('b', 10, 1), server('a', null, 9), server('c', 90, null)],
  groups: [],
  lone: [],
};
const names = ({ servers }: ServersView): string => servers.map(({ name }) => name).join('');

test('servers are sorted by what is asked for, unknown ones last, and kept as named otherwise', () => {
  assert.equal(names(sortServers(view, plainSettings)), 'bac');
  assert.equal(names(sortServers(view, { ...plainSettings, serverOrder: 'name' })), 'abc');
  assert.equal(names(sortServers(view, { ...plainSettings, serverOrder: 'cpu' })), 'cba');
  assert.equal(names(sortServers(view, { ...plainSettings, serverOrder: 'ping' })), 'abc');
  assert.equal(names(sortServers(view, { ...plainSettings, serverOrder: 'name', isReversed: true })), 'cba');
});

test('servers are filtered by name and state', () => {
  assert.equal(names(filterServers(view, 'a')), 'a');
  assert.equal(names(filterServers(view, '!live')), '');
});
