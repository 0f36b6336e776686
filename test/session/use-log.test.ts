import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { SessionEvent } from '../../source/model/events.js';
import type { ServerDetail } from '../../source/model/server.js';
import { createUseLog } from '../../source/session/use-log.js';

const nothing: ServerDetail = {
  userPercent: null,
  systemPercent: null,
  stealPercent: null,
  ioWaitPercent: null,
  corePercents: null,
  load5: null,
  load15: null,
  swapUsedBytes: null,
  swapTotalBytes: null,
  diskReadBytesPerSecond: null,
  diskWriteBytesPerSecond: null,
  diskBusyPercent: null,
  networkInBytesPerSecond: null,
  networkOutBytesPerSecond: null,
  pressure: { cpuPercent: null, memoryPercent: null, ioPercent: null },
  uptimeSeconds: null,
  lossRatio: null,
};

function sampleAt(atMs: number, cpuPercent: number, detail: Partial<ServerDetail> | null): SessionEvent {
  const base = { server: 'db', cores: 2, memoryUsedBytes: 1, memoryTotalBytes: 4, load1: null, rttMs: null };
  const told = detail === null ? {} : { detail: { ...nothing, ...detail } };
  return { kind: 'server/sample', atMs, sample: { ...base, cpuPercent, ...told } };
}

test('what of a server may be used up is told, with how long tasks waited for it', () => {
  const log = createUseLog();
  const pressure = { cpuPercent: 4, memoryPercent: 0, ioPercent: null };
  const disk = { diskBusyPercent: 60, ioWaitPercent: 30, swapUsedBytes: 1, swapTotalBytes: 2, pressure };
  log.sink(sampleAt(1000, 10, disk));
  log.sink(sampleAt(2000, 30, { ...disk, diskBusyPercent: 80, pressure: { ...pressure, cpuPercent: 8 } }));
  log.sink(sampleAt(9000, 99, disk));
  assert.deepEqual(log.resources(0, 5000), [
    { server: 'db', resource: 'cpu', utilisation: 0.2, waiting: 0.06 },
    { server: 'db', resource: 'memory', utilisation: 0.25, waiting: 0 },
    { server: 'db', resource: 'swap', utilisation: 0.5, waiting: null },
    { server: 'db', resource: 'disk', utilisation: 0.7, waiting: 0.3 },
  ]);
});

test('a server without swap, disks or pressure leaves them out', () => {
  const log = createUseLog();
  log.sink(sampleAt(1000, 10, { swapUsedBytes: 0, swapTotalBytes: 0 }));
  log.sink(sampleAt(2000, 30, null));
  assert.deepEqual(
    log.resources(0, 5000).map(({ resource, waiting }) => [resource, waiting]),
    [
      ['cpu', null],
      ['memory', null],
    ],
  );
});
