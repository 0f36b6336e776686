import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { SessionEvent } from '../../../source/model/events.js';
import type { ServerDetail, ServerState } from '../../../source/model/server.js';
import type { ServerFacts } from '../../../source/model/server-facts.js';
import { reduce } from '../../../source/store/reduce.js';
import { selectServers } from '../../../source/store/selectors/servers.js';
import { initialView } from '../../../source/store/state.js';
import { glyphsOf } from '../../../source/ui/glyphs.js';
import { paintServers } from '../../../source/ui/panes/servers-pane.js';
import { themeOf } from '../../../source/ui/theme.js';
import { scriptedHead } from '../../store/helpers/scripted-session.js';
import { assertFrame, unstyled } from '../helpers/frames.js';

const detail: ServerDetail = {
  userPercent: 20,
  systemPercent: 9,
  stealPercent: null,
  ioWaitPercent: 1,
  corePercents: null,
  load5: 0.8,
  load15: 0.6,
  swapUsedBytes: 0,
  swapTotalBytes: 0,
  diskReadBytesPerSecond: 1_200_000,
  diskWriteBytesPerSecond: 0,
  diskBusyPercent: 4,
  networkInBytesPerSecond: 52_000,
  networkOutBytesPerSecond: 8_000,
  pressure: { cpuPercent: 2, memoryPercent: 0, ioPercent: null },
  uptimeSeconds: 270_000,
  lossRatio: 0,
};

const facts: ServerFacts = {
  hostName: 'api',
  platform: 'Debian GNU/Linux 12 (bookworm)',
  kernel: '6.1.0-18-amd64',
  architecture: 'x86_64',
  cores: 8,
  memoryTotalBytes: 16 * 2 ** 30,
  sampler: 'awk',
  processes: 212,
  filesystems: [
    { mount: '/', usedBytes: 20, totalBytes: 100 },
    { mount: '/srv', usedBytes: 95, totalBytes: 100 },
  ],
  temperatures: [{ name: 'coretemp', celsius: 47 }],
  gpus: [],
  limits: null,
};

/** A fleet over SSH of which each server is as `of` says, by its index. */
function fleet(
  count: number,
  of: (index: number) => { readonly state: ServerState; readonly cpuPercent?: number; readonly loss?: number },
) {
  const names = Array.from({ length: count }, (_, index) => `api-${index + 1}`);
  const via = {
    kind: 'ssh',
    transport: 'ssh2',
    host: 'h',
    port: null,
    user: null,
    identityFile: null,
    knownHostsFile: null,
    sshConfigFile: null,
  } as const;
  const servers = names.map((name, index) => ({
    name,
    address: `ssh://${name}`,
    via,
    ...(count > 1 ? { group: index < count / 2 ? 'api' : 'batch' } : {}),
  }));
  const events: SessionEvent[] = [
    { atMs: 0, kind: 'session/started', head: { ...scriptedHead, target: null, servers, streams: [] } },
  ];
  for (const [index, name] of names.entries()) {
    const { state, cpuPercent, loss } = of(index);
    events.push({ atMs: 1000, kind: 'server/state', server: name, state });
    if (cpuPercent === undefined) continue;
    events.push({
      atMs: 1000,
      kind: 'server/sample',
      sample: {
        server: name,
        cpuPercent,
        cores: 8,
        memoryUsedBytes: (4 + (index % 8)) * 2 ** 30,
        memoryTotalBytes: 16 * 2 ** 30,
        load1: 1.1,
        rttMs: 1.5 + index / 10,
        detail: { ...detail, lossRatio: loss ?? 0 },
      },
    });
    events.push({ atMs: 1000, kind: 'server/facts', server: name, facts });
  }
  return events.reduce(reduce, initialView);
}

function paint(
  view: ReturnType<typeof fleet>,
  width: number,
  height: number,
  selected: string | null = null,
): readonly string[] {
  const look = { theme: themeOf('default'), glyphs: glyphsOf('block'), number: 3, isFocused: false };
  return paintServers({ ...selectServers(view, 1500), selected }, { ...look, width, height }).map(unstyled);
}

const live = { kind: 'live' } as const;

test('a server alone is told in full where there is room, and what it lacks is n/a', () => {
  const lines = paint(
    fleet(1, () => ({ state: live, cpuPercent: 29 })),
    100,
    16,
  );
  assertFrame('servers-1-100x16', lines);
  assert.match(lines.join('\n'), /steal n\/a/);
});

test('every state says what it is, why, and what comes next', () => {
  const states: readonly ServerState[] = [
    live,
    { kind: 'stale', missed: 4 },
    { kind: 'down', reason: 'nothing listens there', retryAtMs: 5400 },
    { kind: 'refused', reason: 'the host key has changed' },
    { kind: 'connecting' },
  ];
  const view = fleet(5, (index) => ({
    state: states[index]!,
    ...(index < 2 ? { cpuPercent: 29, loss: index === 0 ? 0.05 : 0.5 } : {}),
  }));
  assertFrame('servers-5-100x14', paint(view, 100, 14));
});

test('two hundred servers are their groups with worst, median and sums, and the worst of them below', () => {
  const view = fleet(200, (index) =>
    index === 150
      ? { state: { kind: 'refused', reason: 'the host key has changed' } }
      : { state: live, cpuPercent: (index * 37) % 90 },
  );
  const lines = paint(view, 100, 16);
  assertFrame('servers-200-100x16', lines);
  assert.ok(lines.every((line) => [...line].length === 100));
});

/** The fleet with more known of one of its servers. */
function withMore(view: ReturnType<typeof fleet>, name: string, cores: number): ReturnType<typeof fleet> {
  const told = view.servers.find((server) => server.name === name)!;
  const events: SessionEvent[] = [
    {
      atMs: 1200,
      kind: 'server/sample',
      sample: {
        ...told.sample!,
        detail: {
          ...told.sample!.detail!,
          corePercents: Array.from({ length: cores }, (_, core) => (core * 37) % 100),
        },
      },
    },
    {
      atMs: 1200,
      kind: 'server/facts',
      server: name,
      facts: {
        ...facts,
        gpus: [{ name: 'A2', busyPercent: null, memoryUsedBytes: 2 ** 30, memoryTotalBytes: 2 ** 34, celsius: 61 }],
        limits: { cpuCores: 2.5, memoryBytes: 2 ** 32 },
      },
    },
  ];
  return events.reduce(reduce, view);
}

test('the server selected is told in full among its neighbours: disks, sensors, GPUs, limits, cores', () => {
  const view = withMore(
    fleet(200, () => ({ state: live, cpuPercent: 29 })),
    'api-100',
    4,
  );
  const lines = paint(view, 100, 16, 'api-100');
  assertFrame('servers-selected-100x16', lines);
  assert.match(lines[0]!, /100\/200 {2}● 200 of 200 live/);
});

test('many cores are a bar each, as many lines as they take', () => {
  const view = withMore(
    fleet(1, () => ({ state: live, cpuPercent: 29 })),
    'api-1',
    128,
  );
  assertFrame('servers-cores-80x18', paint(view, 80, 18, 'api-1'));
});

test('why a server that is selected is not live is told to its end', () => {
  const reason = `the host key has changed: ${'it was another one, '.repeat(8)}and here is what to do`;
  const view = fleet(5, (index) =>
    index === 2 ? { state: { kind: 'refused', reason } } : { state: live, cpuPercent: 1 },
  );
  const text = paint(view, 60, 14, 'api-3').join('\n');
  assert.match(text, /and here is what to/);
  for (const at of [0, 4]) assert.match(paint(view, 60, 14, `api-${at + 1}`).join('\n'), new RegExp(`api-${at + 1} `));
});

test('whoever is selected is to be seen at any size', () => {
  const view = fleet(30, () => ({ state: live, cpuPercent: 1 }));
  for (const height of [3, 4, 6, 9]) {
    for (const name of ['api-1', 'api-15', 'api-30']) {
      const lines = paint(view, 50, height, name);
      assert.equal(lines.length, height);
      assert.ok(lines.join('\n').includes(`${name} `), `${name} at ${height}`);
    }
  }
});
