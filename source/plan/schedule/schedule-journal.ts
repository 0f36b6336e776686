import { z } from 'zod';
import { PlimsollError } from '../../model/error.js';
import { type Journal, openJournal, readJournal, replaceJournal } from '../journal.js';
import { type ScheduleEvent, type ScheduleState, statesAfter } from './schedule-state.js';
import { shortened } from './shorten-history.js';

/** The history of schedules, which is also what their state is made of. */
export type ScheduleJournal = {
  readonly states: ReadonlyMap<string, ScheduleState>;
  readonly append: (event: ScheduleEvent) => void;
  readonly close: () => void;
};

const time = z.number().min(0).max(8.64e15);
const schedule = z.string().max(40);
const about = { schedule, atMs: time };

const eventSchema = z.discriminatedUnion('kind', [
  z.object({ ...about, kind: z.literal('seen'), times: z.string().max(300) }),
  z.object({ ...about, kind: z.literal('due'), dueMs: time, how: z.enum(['now', 'queued', 'instead']) }),
  z.object({
    ...about,
    kind: z.literal('left'),
    dueMs: time,
    why: z.enum(['overlap', 'limits', 'replaced', 'refused']),
    reason: z.string().max(10_000),
  }),
  z.object({ ...about, kind: z.literal('missed'), fromMs: time, toMs: time, count: z.number().int().min(0) }),
  z.object({ ...about, kind: z.literal('began'), dueMs: time, run: z.string().regex(/^[\w-]{1,64}$/) }),
  z.object({
    ...about,
    kind: z.literal('ended'),
    dueMs: time,
    run: z.string().regex(/^[\w-]{1,64}$/),
    exitCode: z.number().int().min(0).max(255),
    sentence: z.string().max(20_000),
  }),
]) satisfies z.ZodType<ScheduleEvent>;

/** A history of so many events is made shorter, to so many of the newest: two months and two weeks of a run an hour. */
const mostEvents = 6_000;
const keptEvents = 1_500;

/** Opens the history of a schedule file, new or not. Throws `bad-journal`, and Node's errors. */
export function openScheduleJournal(path: string, most = mostEvents, kept = keptEvents): ScheduleJournal {
  let journal = openJournal(path);
  try {
    let events = [...eventsIn(journal.entries, path)];
    const shorten = (): void => {
      if (events.length <= most) return;
      const short = shortened(events, kept);
      replaceJournal(path, short);
      journal.close();
      journal = openJournal(path);
      events = [...short];
    };
    shorten();
    return {
      states: statesAfter(events),
      append(event) {
        journal.append(event);
        events.push(event);
        shorten();
      },
      close: () => journal.close(),
    };
  } catch (error) {
    journal.close();
    throw error;
  }
}

/** Everything that has happened to schedules, whoever runs them now. Throws `bad-journal`, and Node's errors. */
export function readScheduleEvents(path: string): readonly ScheduleEvent[] {
  return eventsIn(readJournal(path), path);
}

function eventsIn(entries: Journal['entries'], path: string): readonly ScheduleEvent[] {
  return entries.map((entry, index) => {
    const event = eventSchema.safeParse(entry);
    if (event.success) return event.data;
    throw new PlimsollError(
      'bad-journal',
      `expected an entry of a schedule in line ${index + 1}, got another: ${path}`,
    );
  });
}
