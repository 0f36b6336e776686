import { z } from 'zod';
import { codeOf, PlimsollError } from '../model/error.js';
import { type Journal, openJournal, readJournal } from './journal.js';
import type { PlanEvent } from './plan-event.js';
import type { PlanSpec } from './plan-spec.js';
import { afterEvent, freshState, type PlanState } from './plan-state.js';
import { stepEndings } from './step-ending.js';

/** What a run of a plan is, known when it begins: the first line of its journal. */
export type PlanHead = {
  readonly kind: 'plan/begun';
  readonly version: 1;
  readonly run: string;
  readonly plan: string;
  readonly file: string;
  /** SHA-256 of the plan's text, in hexadecimal: it can only be taken up again as it was. */
  readonly hash: string;
  readonly atMs: number;
};

/** The journal of one run of a plan. */
export type PlanJournal = {
  readonly head: PlanHead;
  readonly append: (event: PlanEvent) => void;
  readonly close: () => void;
};

/** What a journal tells of its run. `stateOf` gives where that stands, for the plan that it is of. */
type RecordedRun = { readonly head: PlanHead; readonly stateOf: (plan: PlanSpec) => PlanState };

/** A journal that was there already. */
type FoundJournal = PlanJournal & RecordedRun;

const time = z.number().min(0).max(8.64e15);
const step = z.string().max(40);
const ending = z.enum(stepEndings);
const reason = z.string().max(10_000).nullable();

const headSchema = z.object({
  kind: z.literal('plan/begun'),
  version: z.literal(1),
  run: z.string().max(64),
  plan: z.string().max(40),
  file: z.string().max(4096),
  hash: z.string().regex(/^[0-9a-f]{64}$/),
  atMs: time,
});

const eventSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('step/begun'), step, atMs: time }),
  z.object({
    kind: z.literal('step/session'),
    step,
    session: z.object({ id: z.string().max(64), file: z.string().max(4096) }),
  }),
  z.object({ kind: z.literal('step/ended'), step, atMs: time, ending, reason }),
  z.object({ kind: z.literal('step/rests'), step, atMs: time, untilMs: time, ending, reason }),
  z.object({ kind: z.literal('step/left'), step, how: z.enum(['skipped', 'blocked']), reason: z.string().max(10_000) }),
  z.object({ kind: z.literal('plan/stopped'), atMs: time, reason: z.string().max(10_000) }),
  z.object({ kind: z.literal('plan/resumed'), atMs: time }),
  z.object({ kind: z.literal('plan/ended'), atMs: time }),
]) satisfies z.ZodType<PlanEvent>;

/** Begins the journal of a new run. Throws Node's errors. */
export function beginJournal(path: string, head: PlanHead): PlanJournal {
  const journal = openJournal(path);
  try {
    journal.append(head);
  } catch (error) {
    journal.close();
    throw error;
  }
  return { head, append: journal.append, close: journal.close };
}

/** Opens the journal of a run to go on with it; null where not even its head was kept. Throws `bad-journal`, and Node's errors. */
export function findJournal(path: string): FoundJournal | null {
  const journal = openJournal(path);
  try {
    const run = runIn(journal.entries, path);
    if (run !== null) return { ...run, append: journal.append, close: journal.close };
    journal.close();
    return null;
  } catch (error) {
    journal.close();
    throw error;
  }
}

/** What the journal of a run tells, whoever writes it; null where there is none, or nothing in it yet. Throws `bad-journal`. */
export function readRun(path: string): RecordedRun | null {
  try {
    return runIn(readJournal(path), path);
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return null;
    throw error;
  }
}

function runIn([first, ...rest]: Journal['entries'], path: string): RecordedRun | null {
  if (first === undefined) return null;
  const head = headSchema.safeParse(first);
  if (!head.success) throw unreadable(path, 1);
  const events = rest.map((entry, index): PlanEvent => {
    const event = eventSchema.safeParse(entry);
    if (event.success) return event.data;
    throw unreadable(path, index + 2);
  });
  const stateOf = (plan: PlanSpec): PlanState =>
    events.reduce((state, event) => afterEvent(plan, state, event), freshState(plan));
  return { head: head.data, stateOf };
}

function unreadable(path: string, line: number): PlimsollError {
  return new PlimsollError('bad-journal', `expected an entry of a plan in line ${line}, got another: ${path}`);
}
