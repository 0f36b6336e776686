import { type ReplaySpeed, replaySpeeds } from '../model/replay.js';
import { quoted } from './quote.js';
import { faulty, good, type Reading } from './reading.js';

/** Reads `4`, `4x` and `0.25`: one of the speeds that there are. */
export function readReplaySpeed(raw: unknown): Reading<ReplaySpeed> {
  const text = typeof raw === 'number' ? String(raw) : raw;
  const speed =
    typeof text === 'string' ? replaySpeeds.find((known) => text.replace(/x$/, '') === String(known)) : undefined;
  if (speed !== undefined) return good(speed);
  return faulty(`expected ${replaySpeeds.join(', ').replace(/, (\d+)$/, ' or $1')}, got ${quoted(raw)}`);
}
