/** Where one schedule stands. */
export type ScheduleState = {
  /** Every time up to here has been seen to. Wall clock, ms. */
  readonly handledMs: number;
  /** The cron expression and zone that `handledMs` is of. */
  readonly times: string;
  readonly phase: SchedulePhase;
  /** Times that wait for the one before them, the oldest first. */
  readonly queue: readonly number[];
};

type SchedulePhase =
  | { readonly kind: 'idle' }
  /** It is to begin as soon as there is room for it. */
  | { readonly kind: 'pending'; readonly dueMs: number; readonly sinceMs: number }
  | {
      readonly kind: 'running';
      readonly dueMs: number;
      /** Id of the run of its plan. */
      readonly run: string;
      /** The time in whose place it gives way; null: none. */
      readonly replacedByMs: number | null;
    };

/** What happens to schedules: each is a line of their history, and all together make their state. Wall clock, ms. */
export type ScheduleEvent = {
  readonly schedule: string;
  readonly atMs: number;
} /** It is known from now on, or has other times than before. */ & (
  | { readonly kind: 'seen'; readonly times: string }
  /** `now`: it begins as soon as there is room; `queued`: behind others; `instead`: the one under way gives way. */
  | { readonly kind: 'due'; readonly dueMs: number; readonly how: 'now' | 'queued' | 'instead' }
  /** A time that nothing was begun for. */
  | { readonly kind: 'left'; readonly dueMs: number; readonly why: LeftWhy; readonly reason: string }
  /** Times that passed while nobody was there; `toMs` is the last of them. */
  | { readonly kind: 'missed'; readonly fromMs: number; readonly toMs: number; readonly count: number }
  | { readonly kind: 'began'; readonly dueMs: number; readonly run: string }
  | {
      readonly kind: 'ended';
      readonly dueMs: number;
      readonly run: string;
      readonly exitCode: number;
      readonly sentence: string;
    }
);

type LeftWhy = 'overlap' | 'limits' | 'replaced' | 'refused';

/** The state of every schedule by its name, after an event. */
export function afterScheduleEvent(
  states: ReadonlyMap<string, ScheduleState>,
  event: ScheduleEvent,
): ReadonlyMap<string, ScheduleState> {
  const before = states.get(event.schedule) ?? null;
  if (event.kind === 'seen') {
    const { atMs, times } = event;
    const rest = before ?? { phase: { kind: 'idle' }, queue: [] };
    return new Map(states).set(event.schedule, { ...rest, times, handledMs: atMs });
  }
  return before === null ? states : new Map(states).set(event.schedule, stateAfter(before, event));
}

/** The state of every schedule after all of these events. */
export function statesAfter(events: readonly ScheduleEvent[]): ReadonlyMap<string, ScheduleState> {
  return events.reduce<ReadonlyMap<string, ScheduleState>>(afterScheduleEvent, new Map());
}

function stateAfter(before: ScheduleState, event: Exclude<ScheduleEvent, { readonly kind: 'seen' }>): ScheduleState {
  const { phase, queue } = before;
  switch (event.kind) {
    case 'missed':
      return handled(before, event.toMs);
    case 'due': {
      const { atMs, dueMs, how } = event;
      const state = handled(before, dueMs);
      if (how === 'queued') return { ...state, queue: [...queue, dueMs] };
      if (how === 'instead' && phase.kind === 'running') return { ...state, phase: { ...phase, replacedByMs: dueMs } };
      return { ...state, phase: { kind: 'pending', dueMs, sinceMs: atMs } };
    }
    case 'left': {
      const { dueMs } = event;
      const state = { ...handled(before, dueMs), queue: queue.filter((one) => one !== dueMs) };
      if (phase.kind === 'pending' && phase.dueMs === dueMs) return following(state, event.atMs);
      if (phase.kind === 'running' && phase.replacedByMs === dueMs)
        return { ...state, phase: { ...phase, replacedByMs: null } };
      return state;
    }
    case 'began': {
      const { dueMs, run } = event;
      return { ...before, phase: { kind: 'running', dueMs, run, replacedByMs: null } };
    }
    case 'ended':
      return following(before, event.atMs);
  }
}

function handled(state: ScheduleState, dueMs: number): ScheduleState {
  return { ...state, handledMs: Math.max(state.handledMs, dueMs) };
}

/** What comes after a run that is over: the one that it gave way to, else the oldest in the queue, else nothing. */
function following(state: ScheduleState, atMs: number): ScheduleState {
  const { phase, queue } = state;
  const instead = phase.kind === 'running' ? phase.replacedByMs : null;
  if (instead !== null) return { ...state, phase: { kind: 'pending', dueMs: instead, sinceMs: atMs } };
  const [next, ...rest] = queue;
  if (next === undefined) return { ...state, phase: { kind: 'idle' } };
  return { ...state, queue: rest, phase: { kind: 'pending', dueMs: next, sinceMs: atMs } };
}
