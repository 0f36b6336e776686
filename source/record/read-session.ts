import { messageOf } from '../model/error.js';
import type { SessionEvent, SessionEventKind } from '../model/events.js';
import { plainText } from '../model/plain-text.js';
import { createDamageTally, type Damage, damageSentence } from './damage.js';
import { eventRows, type RowsWanted } from './event-rows.js';
import type { IntervalPart } from './event-text.js';
import { type HeldSession, holdSession } from './held-session.js';
import { type Remark, readRemarks } from './remarks.js';
import {
  type ReadingName,
  type ReadingRows,
  type ServerReading,
  someNumbers,
  wholeSamples,
} from './server-readings.js';
import { readOrigin, type SessionOrigin } from './session-origin.js';
import type { SessionSummary } from './session-row.js';

/** A session file open to read. */
export type SessionReading =
  | {
      readonly kind: 'ok';
      readonly summary: SessionSummary;
      /**
       * Every event in order, read as it is asked for. What is no event is left out and counted, and a damaged file ends where its
       * damage begins: where either happened, the last event is a note that says so.
       */
      readonly events: () => Generator<SessionEvent>;
      /**
       * The same, but of the samples of servers only the numbers that are asked for, and intervals of load without some parts:
       * several times as fast where there are millions. Files of version 1 give whole samples here too. Damage to what was not
       * asked for is not seen.
       */
      readonly eventsWithReadings: (
        names: readonly ReadingName[],
        without?: readonly IntervalPart[],
      ) => Generator<SessionEvent | ServerReading>;
      /** The same as `events`, but of some kinds alone, and intervals of load without some parts. Damage elsewhere is not seen. */
      readonly eventsOfKinds: (
        kinds: readonly SessionEventKind[],
        without?: readonly IntervalPart[],
      ) => Generator<SessionEvent>;
      /** With what and from where it was measured. */
      readonly origin: () => SessionOrigin;
      readonly remarks: () => readonly Remark[];
      /** What was wrong with the events that were read last: what of them is no event, or is gone; null where nothing was. */
      readonly damage: () => Damage | null;
      /** Twice is harmless. */
      readonly close: () => void;
    }
  | { readonly kind: 'unreadable'; readonly reason: string };

/** Opens a session file, finished, interrupted or still growing. Whatever it holds, nothing but events comes out. */
export function readSession(file: string): SessionReading {
  let held: HeldSession;
  try {
    held = holdSession(file);
  } catch (error) {
    return { kind: 'unreadable', reason: unreadableText(file, error) };
  }
  const { session, summary, close } = held;
  let damage: Damage | null = null;
  const onDamage = (met: Damage | null): void => {
    damage = met;
  };
  return {
    kind: 'ok',
    summary,
    events: () => eventsOf(held, wholeSamples, {}, onDamage),
    eventsOfKinds: (kinds, without = []) => eventsOf(held, wholeSamples, { kinds, without }, onDamage),
    eventsWithReadings: (names, without = []) => eventsOf(held, someNumbers(names), { without }, onDamage),
    origin: () => readOrigin(session),
    remarks: () => readRemarks(session),
    damage: () => damage,
    close,
  };
}

/** Why a file is no session, as one line: SQLite's own messages repeat what stands in it. */
export function unreadableText(file: string, error: unknown): string {
  return `${file} cannot be read as a session: ${plainText(messageOf(error), longestMessage)}.`;
}

const longestMessage = 300;

function* eventsOf<Reading extends { readonly atMs: number }>(
  { session, summary }: HeldSession,
  readings: ReadingRows<Reading>,
  wanted: Pick<RowsWanted, 'kinds' | 'without'>,
  onDamage: (damage: Damage | null) => void,
): Generator<SessionEvent | Reading> {
  const tally = createDamageTally(session, summary.state === 'recording' || wanted.kinds !== undefined);
  let atMs = 0;
  let broken: string | null = null;
  onDamage(null);
  try {
    const all = { ...wanted, after: 0, until: Number.MAX_SAFE_INTEGER };
    for (const { seq, event } of eventRows(session, all, readings)) {
      tally.row(seq, event !== null);
      if (event === null) continue;
      atMs = event.atMs;
      yield event;
    }
  } catch (error) {
    broken = plainText(messageOf(error), longestMessage);
  }
  const damage = tally.end(atMs, broken);
  if (damage === null) return;
  onDamage(damage);
  yield { atMs, kind: 'note', severity: 'critical', text: damageSentence(damage) };
}
