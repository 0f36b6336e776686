import fc from 'fast-check';
import { nothingCounted, type ServerCounted } from '../../source/model/server-counted.js';
import type { ServerLevels } from '../../source/model/server-rates.js';

const count = fc.option(fc.oneof(fc.nat({ max: 2000 }), fc.maxSafeNat()));
const core = fc.option(
  fc.record({ busy: fc.nat({ max: 100 }), total: fc.nat({ max: 100 }) }, { noNullPrototype: true }),
);
const someOf = Object.fromEntries(Object.keys(nothingCounted).map((name) => [name, count]));

/** Whatever a machine may say that it counted, much of it not at all. */
export const anyCounted: fc.Arbitrary<ServerCounted> = fc
  .record({ ...someOf, elapsedUs: fc.oneof(count, fc.nat({ max: 2_000_000 })), coreTicks: fc.option(fc.array(core)) })
  .map((made) => ({ ...nothingCounted, ...made }));

/** Of a machine that tells nothing but what it counts. */
export const noLevels: ServerLevels = {
  cores: null,
  memoryUsedBytes: null,
  memoryTotalBytes: null,
  load1: null,
  load5: null,
  load15: null,
  swapUsedBytes: null,
  swapTotalBytes: null,
  uptimeSeconds: null,
  lossRatio: null,
};
