import { type DiscoveryOptions, discover } from '../engine/discovery/discover.js';
import type { DiscoveryAction, Observation } from '../engine/discovery/protocol.js';
import { tripReason } from '../engine/discovery/trip-wire.js';
import { checkTarget } from '../engine/load/check-target.js';
import type { Load, LoadSpec } from '../engine/load/load.js';
import type { DiscoveryAnswer, DiscoveryResult } from '../model/discovery.js';
import type { LoadWindow } from '../model/load.js';
import type { Cause } from '../model/run.js';
import type { Phase } from '../model/shape.js';
import { coolDown } from './cool-down.js';
import { discoveryResult, type Trial } from './discovery-result.js';
import { drain } from './drain.js';
import { generatorLimit } from './generator-limit.js';
import { startLoadFor } from './load-hub.js';
import type { Stage } from './stage.js';

/** One search to be made: on what, for which objectives, within which limits. */
export type DiscoveryPlan = {
  readonly target: string;
  readonly load: LoadSpec;
  readonly options: DiscoveryOptions;
};

type LoadAction = Extract<DiscoveryAction, { readonly kind: 'load' }>;

/** How the search was ended from outside, if it was. */
type Ending = { readonly how: 'accepted' | 'interrupted'; readonly cause: Cause };

/** The check of a silent target gives up after this, however long a request of the load may take. */
const longestCheckMs = 5000;

const nothing: Observation = { windows: [], tripped: null, generatorLimit: null, accept: false };

/**
 * Makes one search: carries out what the generator asks on a real load engine, obeying commands on the way, and returns
 * its answer. The machine is left in `finished` or `aborted`. Throws PlimsollError when the load engine itself fails.
 */
export async function performDiscovery(plan: DiscoveryPlan, stage: Stage): Promise<DiscoveryResult> {
  const beganMs = stage.clock.nowMs();
  const load = await startLoadFor(plan.load, stage.clock, stage.emit, stage.inbox, stage.cpu);
  try {
    const search = createSearch(plan, stage, load);
    const answer = await search.run();
    load.rest();
    let ending = search.ending();
    if (ending === null) {
      stage.machine.become('cooling', 'plan', 'waiting for what is in flight');
      const drained = await drain(load, stage, plan.load.timeoutMs + 100);
      if (drained.kind === 'left') ending = { how: 'interrupted', cause: drained.cause };
    }
    await load.close();
    const totals = load.totals(() => true);
    const result = discoveryResult({
      plan,
      answer,
      trials: search.trials(),
      targetLost: search.targetLost(),
      totals,
      durationMs: stage.clock.nowMs() - beganMs,
      phaseTotals: (phase) => load.totals((other) => other === phase),
    });
    stage.emit({ kind: 'result', result });
    const cause = ending?.cause ?? 'plan';
    if (ending?.how === 'interrupted') {
      stage.machine.become('aborted', cause, cause === 'key' ? 'aborted by key' : 'interrupted by a signal');
    } else {
      stage.machine.become('finished', cause, 'the search is done');
    }
    return result;
  } finally {
    await load.close();
  }
}

/** Whether none of a window's arrivals was answered well. */
function isSilent(window: LoadWindow): boolean {
  return window.due > 0 && window.answered === 0;
}

type Search = {
  readonly run: () => Promise<DiscoveryAnswer>;
  readonly ending: () => Ending | null;
  readonly trials: () => readonly Trial[];
  /** Whether the search ended because the target was gone. */
  readonly targetLost: () => boolean;
};

function createSearch(plan: DiscoveryPlan, stage: Stage, load: Load): Search {
  const { clock, emit, inbox, machine } = stage;
  const trials: Trial[] = [];
  let ending: Ending | null = null;
  let targetLost = false;

  /** Obeys a command or interrupt. True when the trial under way must begin anew, because it was paused. */
  const obey = async (message: Awaited<ReturnType<typeof inbox.next>>): Promise<boolean> => {
    if (message.kind === 'failure') throw message.error;
    if (message.kind === 'interrupt') {
      load.rest();
      ending = { how: 'interrupted', cause: 'signal' };
      return false;
    }
    if (message.kind !== 'command') return false;
    switch (message.command.kind) {
      case 'pause': {
        const before = machine.state();
        load.rest();
        machine.become('paused', 'key', 'paused: nothing is sent; the trial under way begins anew on resuming');
        while (machine.state() === 'paused' && ending === null) {
          const next = await inbox.next();
          if (next.kind === 'command' && (next.command.kind === 'resume' || next.command.kind === 'start')) {
            machine.become(before === 'warming' ? 'warming' : 'running', 'key', 'resumed');
          } else if (next.kind !== 'command' || next.command.kind !== 'pause') {
            await obey(next);
          }
        }
        return ending === null;
      }
      case 'cool-down': {
        const cooled = await coolDown(load, stage, plan.load.timeoutMs + 100);
        ending =
          cooled.kind === 'left' ? { how: 'interrupted', cause: cooled.cause } : { how: 'accepted', cause: 'key' };
        return false;
      }
      case 'stop':
        load.rest();
        ending = { how: 'accepted', cause: 'key' };
        return false;
      case 'abort':
        load.rest();
        ending = { how: 'interrupted', cause: 'key' };
        return false;
      case 'adjust-rate':
      case 'set-rate':
      case 'hold':
      case 'go-on':
        emit({ kind: 'note', severity: 'info', text: 'the search chooses the rate; + - = and H are for plimsoll run' });
        return false;
      case 'start':
      case 'resume':
        return false;
    }
  };

  const loadFor = async (action: LoadAction): Promise<Observation> => {
    machine.become(
      action.phase === 'warm-up' || action.phase === 'precheck' ? 'warming' : 'running',
      stage.startedBy,
      `${action.phase} begins`,
    );
    for (;;) {
      const phase: Phase = {
        name: `${action.phase} ${Math.round(action.perSecond)}/s`,
        purpose: 'search',
        shape: { kind: 'constant', perSecond: action.perSecond },
        durationMs: Number.POSITIVE_INFINITY,
      };
      emit({ kind: 'load/rate', perSecond: action.perSecond, cause: 'plan', reason: action.phase });
      const fromMs = clock.nowMs();
      load.drive(phase);
      const windows: LoadWindow[] = [];
      let tripped: string | null = null;
      let again = false;
      while (windows.length < action.seconds && tripped === null && ending === null && !again) {
        const message = await inbox.next();
        if (message.kind !== 'window') {
          again = await obey(message);
          continue;
        }
        // Windows that were due before this trial began belong to the one before.
        if (message.window.startMs < fromMs) continue;
        windows.push(message.window);
        if (action.guard !== null) tripped = tripReason(windows, action.guard);
      }
      if (again) continue;
      if (tripped !== null) load.rest();
      if (ending === null && windows.length > 0 && windows.every(isSilent)) await lookForTarget();
      trials.push({
        phase,
        perSecond: action.perSecond,
        fromMs,
        toMs: clock.nowMs(),
        tripped: tripped !== null,
        cpuRatios: stage.cpu.between(fromMs + 1000, clock.nowMs()),
      });
      const limit = generatorLimit(windows, plan.load.limitsMs);
      return { windows, tripped, generatorLimit: limit, accept: ending !== null };
    }
  };

  /** A target that answers nothing at all may be overrun, or gone: one request without load tells which. */
  const lookForTarget = async (): Promise<void> => {
    load.rest();
    const { hosts, timeoutMs } = plan.load;
    const limitMs = Math.min(longestCheckMs, timeoutMs);
    const answers = await Promise.all(hosts.map((host) => checkTarget(host, limitMs)));
    const gone = answers.find((answer) => answer.kind === 'unreachable');
    if (gone === undefined) return;
    emit({ kind: 'note', severity: 'critical', text: `the target is gone: ${gone.reason}` });
    targetLost = true;
    ending = { how: 'accepted', cause: 'rule' };
  };

  let idles = 0;
  const idleFor = async (seconds: number): Promise<Observation> => {
    load.rest();
    // The end is the timer's own message, not a look at the clock: a timer may fire a hair before its time, and at rest
    // no other message comes.
    const id = ++idles;
    const cancel = clock.after(seconds * 1000, () => inbox.post({ kind: 'timer', id }));
    try {
      for (let over = false; !over && ending === null; ) {
        const message = await inbox.next();
        over = message.kind === 'timer' && message.id === id;
        await obey(message);
      }
    } finally {
      cancel();
    }
    return { ...nothing, accept: ending !== null };
  };

  const carryOut = (action: DiscoveryAction): Promise<Observation> | Observation => {
    switch (action.kind) {
      case 'tell':
        emit({ kind: 'discovery/event', event: action.event });
        return { ...nothing, accept: ending !== null };
      case 'idle':
        return idleFor(action.seconds);
      case 'load':
        return loadFor(action);
    }
  };

  return {
    ending: () => ending,
    targetLost: () => targetLost,
    trials: () => trials,
    async run() {
      const search = discover(plan.options);
      let step = search.next();
      while (!step.done) step = search.next(await carryOut(step.value));
      return step.value;
    },
  };
}
