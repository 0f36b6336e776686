import { z } from 'zod';
import type { ScheduleEvent } from './schedule-state.js';

const entrySchema = z.strictObject({
  schedule: z.string(),
  dueAt: z.string(),
  outcome: z
    .enum(['waiting', 'running', 'ended', 'overlap', 'limits', 'replaced', 'refused', 'missed'])
    .describe('`overlap`, `limits`, `replaced`, `refused` and `missed`: no run was begun, and `reason` says why.'),
  run: z.string().nullable().describe('Id of the run of the plan.'),
  startedAt: z.string().nullable(),
  endedAt: z.string().nullable(),
  exitCode: z.number().int().nullable(),
  reason: z.string().nullable(),
});

/** The answer of `plimsoll schedule history`, as JSON: the newest last. */
const scheduleHistorySchema = z.array(entrySchema);

/** The JSON Schema (draft 7) of that answer. */
export function scheduleHistoryJsonSchema() {
  const title = 'plimsoll schedule history';
  const schema = scheduleHistorySchema.meta({ title, description: `The answer of \`${title} --json\`.` });
  return z.toJSONSchema(schema, { io: 'output', target: 'draft-7' });
}

export type HistoryEntry = Readonly<z.output<typeof entrySchema>>;

/** The history of schedules, a row for each time that was due, in the order in which they were. */
export function historyOf(events: readonly ScheduleEvent[]): readonly HistoryEntry[] {
  const rows = new Map<string, HistoryEntry>();
  for (const event of events) {
    if (event.kind === 'seen') continue;
    const { atMs, schedule } = event;
    const dueMs = event.kind === 'missed' ? event.toMs : event.dueMs;
    const key = `${schedule} ${dueMs}`;
    const before = rows.get(key) ?? fresh(schedule, dueMs);
    switch (event.kind) {
      case 'due':
        rows.set(key, before);
        break;
      case 'left':
        rows.set(key, { ...before, outcome: event.why, reason: event.reason });
        break;
      case 'missed': {
        const others = event.count === 1 ? '' : `, and ${event.count - 1} before it`;
        rows.set(key, { ...before, outcome: 'missed', reason: `No scheduler was there${others}.` });
        break;
      }
      case 'began':
        rows.set(key, { ...before, outcome: 'running', run: event.run, startedAt: isoTime(atMs) });
        break;
      case 'ended': {
        const { exitCode, sentence } = event;
        rows.set(key, {
          ...before,
          outcome: 'ended',
          run: event.run,
          endedAt: isoTime(atMs),
          exitCode,
          reason: sentence,
        });
        break;
      }
    }
  }
  return [...rows.values()].sort((one, other) => (one.dueAt < other.dueAt ? -1 : one.dueAt > other.dueAt ? 1 : 0));
}

function fresh(schedule: string, dueMs: number): HistoryEntry {
  return {
    schedule,
    dueAt: isoTime(dueMs),
    outcome: 'waiting',
    run: null,
    startedAt: null,
    endedAt: null,
    exitCode: null,
    reason: null,
  };
}

function isoTime(ms: number): string {
  return new Date(ms).toISOString();
}
