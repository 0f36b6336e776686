import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ServerRow, ServersView } from '../../source/store/selectors/servers.js';
import { noTrace } from '../../source/store/trace.js';
import { arrangeServers } from '../../source/ui/arrange-servers.js';
import { plainSettings } from '../../source/ui/pane-settings.js';

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
  assert.equal(names(arrangeServers(view, plainSettings)), 'bac');
  assert.equal(names(arrangeServers(view, { ...plainSettings, serverOrder: 'name' })), 'abc');
  assert.equal(names(arrangeServers(view, { ...plainSettings, serverOrder: 'cpu' })), 'cba');
  assert.equal(names(arrangeServers(view, { ...plainSettings, serverOrder: 'ping' })), 'abc');
  assert.equal(names(arrangeServers(view, { ...plainSettings, serverOrder: 'name', isReversed: true })), 'cba');
});

test('servers are filtered by name and state', () => {
  assert.equal(names(arrangeServers(view, { ...plainSettings, filters: { servers: 'a' } })), 'a');
  assert.equal(names(arrangeServers(view, { ...plainSettings, filters: { servers: '!live' } })), '');
});
