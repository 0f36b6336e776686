import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { SessionEvent } from '../../../source/model/events.js';
import { nothingCounted } from '../../../source/model/server-counted.js';
import type { ServerFacts } from '../../../source/model/server-facts.js';
import { createNodeCounters } from '../../../source/publish/metrics/node-counters.js';
import { scriptedHead } from '../../store/helpers/scripted-session.js';
import { fullSample, momentOf, numbersOf } from '../helpers/moment-of.js';

const begun: SessionEvent = { atMs: 0, kind: 'session/started', head: scriptedHead };
const reading = (atMs: number, change = {}): SessionEvent => ({
  atMs,
  kind: 'server/sample',
  sample: fullSample(change),
});

test('rates become counters that grow by what was read', () => {
  const numbers = numbersOf(momentOf([begun, reading(1000), reading(3000)]));
  const of = (name: string, labels = ''): number | undefined => numbers.get(`${name}{instance="api-1"${labels}}`);
  assert.equal(of('node_cpu_seconds_total', ',cpu="3",mode="user"'), 0.6);
  assert.equal(of('node_cpu_seconds_total', ',cpu="0",mode="idle"')?.toFixed(6), '1.100000');
  assert.equal(of('node_disk_read_bytes_total', ',device="all"'), 2000);
  assert.equal(of('node_disk_io_time_seconds_total', ',device="all"'), 0.5);
  assert.equal(of('node_network_transmit_bytes_total', ',device="all"'), 8000);
  assert.equal(of('node_pressure_cpu_waiting_seconds_total'), 0.4);
  assert.equal(of('node_memory_MemAvailable_bytes'), 5e9);
  assert.equal(of('node_load15'), 1);
  assert.equal(of('node_time_seconds'), Date.parse(scriptedHead.startedAt) / 1000 + 3);
  assert.equal(of('node_boot_time_seconds'), Date.parse(scriptedHead.startedAt) / 1000 + 3 - 1000);
  assert.equal(numbers.get('plimsoll_server_cpu_ratio{server="api-1"}'), 0.4);
  assert.equal(numbers.get('plimsoll_server_loss_ratio{server="api-1"}'), 0.25);
});

test('what a server counted is what its counters grow by, whatever the seconds between its readings', () => {
  const counted = {
    ...nothingCounted,
    elapsedUs: 2_500_000,
    diskReadBytes: 4097,
    diskBusyMs: 7,
    networkOutBytes: 33,
    cpuWaitedUs: 1500,
  };
  const numbers = numbersOf(momentOf([begun, reading(1000, { counted: nothingCounted }), reading(2000, { counted })]));
  const of = (name: string, labels = ''): number | undefined => numbers.get(`${name}{instance="api-1"${labels}}`);
  assert.equal(of('node_disk_read_bytes_total', ',device="all"'), 4097);
  assert.equal(of('node_disk_io_time_seconds_total', ',device="all"'), 0.007);
  assert.equal(of('node_network_transmit_bytes_total', ',device="all"'), 33);
  assert.equal(of('node_pressure_cpu_waiting_seconds_total'), 0.0015);
  assert.equal(of('node_disk_written_bytes_total', ',device="all"'), undefined);
  assert.equal(of('node_cpu_seconds_total', ',cpu="3",mode="user"'), 0.75);
});

test('the cores of all modes together spend all of the time, whatever is read', () => {
  const percent = fc.double({ min: 0, max: 100, noNaN: true });
  const readings = fc.array(fc.tuple(fc.integer({ min: 1, max: 30_000 }), percent), { minLength: 2, maxLength: 20 });
  fc.assert(
    fc.property(readings, (all) => {
      const counters = createNodeCounters();
      let nowMs = 0;
      let firstMs: number | null = null;
      for (const [gapMs, cpuPercent] of all) {
        nowMs += gapMs;
        firstMs ??= nowMs;
        const { detail: _, ...bare } = fullSample({ cpuPercent });
        counters.add(bare, nowMs);
      }
      const spent = [...counters.cpuSeconds.values()].reduce((sum, seconds) => sum + seconds, 0);
      assert.ok(Math.abs(spent - (nowMs - firstMs!) / 1000) < 1e-6);
    }),
  );
});

test('a server that was away tells nothing, and does not make up for it', () => {
  const down = { kind: 'down', reason: 'gone' } as const;
  const lost: SessionEvent = { atMs: 5000, kind: 'server/state', server: 'api-1', state: down };
  const events = [begun, reading(1000), reading(3000), lost];
  const away = numbersOf(momentOf(events));
  assert.equal(
    [...away.keys()].some((name) => name.startsWith('node_')),
    false,
  );
  assert.equal(away.get('plimsoll_server_up{server="api-1"}'), 0);
  assert.equal(away.has('plimsoll_server_cpu_ratio{server="api-1"}'), false);
  const back = numbersOf(momentOf([...events, reading(1_000_000)]));
  assert.equal(back.get('node_disk_read_bytes_total{instance="api-1",device="all"}'), 2000);
});

test('a machine of very many cores has one series for all of them', () => {
  const numbers = numbersOf(momentOf([begun, reading(0, { cores: 5000 }), reading(1000, { cores: 5000 })]));
  assert.equal(numbers.get('node_cpu_seconds_total{instance="api-1",cpu="all",mode="user"}'), 1500);
});

test('names, filesystems and temperatures are told as node_exporter does', () => {
  const facts: ServerFacts = {
    hostName: 'api-1.example.org',
    platform: 'Debian GNU/Linux 12',
    kernel: '6.1.0',
    architecture: 'x86_64',
    cores: 4,
    memoryTotalBytes: 8e9,
    sampler: 'awk',
    processes: 100,
    filesystems: [{ mount: '/', usedBytes: 30, totalBytes: 100 }],
    temperatures: [{ name: 'cpu', celsius: 55 }],
    gpus: [],
    limits: null,
  };
  const told: SessionEvent = { atMs: 500, kind: 'server/facts', server: 'api-1', facts };
  const names = numbersOf(momentOf([begun, told, reading(1000)]));
  assert.equal(
    names.get(
      'node_uname_info{instance="api-1",nodename="api-1.example.org",sysname="Debian GNU/Linux 12",release="6.1.0",machine="x86_64"}',
    ),
    1,
  );
  assert.equal(names.get('node_filesystem_avail_bytes{instance="api-1",device="/",mountpoint="/"}'), 70);
  assert.equal(names.get('node_hwmon_temp_celsius{instance="api-1",chip="cpu",sensor="cpu"}'), 55);
});
