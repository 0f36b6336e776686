import type { DiscoveryOptions } from '../engine/discovery/discover.js';
import type { DiscoveryAction, Observation } from '../engine/discovery/protocol.js';
import { searchBy } from '../engine/discovery/strategy.js';
import { tripReason } from '../engine/discovery/trip-wire.js';
import type { Load, LoadSpec } from '../engine/load/load.js';
import { latencyLimits } from '../engine/load/worker-specs.js';
import type { DiscoveryAnswer, DiscoveryResult, ProbeJudge, SearchStrategy } from '../model/discovery.js';
import type { LoadWindow } from '../model/load.js';
import type { Phase } from '../model/shape.js';
import { discoveryResult, type Trial } from './discovery-result.js';
import { generatorLimit } from './generator-limit.js';
import { goneReason } from './gone-reason.js';
import { startLoadFor } from './load-hub.js';
import { createObeyer, type Ending, type Obeyer } from './obey.js';
import { settleSearch } from './settle-search.js';
import type { Stage } from './stage.js';

/** One search to be made: on what, for which objectives, within which limits, in which way. */
export type DiscoveryPlan = {
  readonly target: string;
  readonly load: LoadSpec;
  readonly options: DiscoveryOptions;
  /** Absent: `plimsoll`. */
  readonly strategy?: SearchStrategy;
  /** For the other strategies; absent: `percentile`. */
  readonly judgedBy?: ProbeJudge;
};

/** A search that is over. `ending`: how it was ended from outside; null where it came to its own end. */
export type FoundLine = { readonly result: DiscoveryResult; readonly ending: Ending | null };

type LoadAction = Extract<DiscoveryAction, { readonly kind: 'load' }>;

const nothing: Observation = { windows: [], tripped: null, generatorLimit: null, accept: false };

/**
 * Looks for one load line: carries out what the search asks on a real load engine, obeying commands on the way, and
 * brings everything to rest afterwards. Throws PlimsollError when the load engine itself fails.
 */
export async function findLine(plan: DiscoveryPlan, stage: Stage): Promise<FoundLine> {
  const beganMs = stage.clock.nowMs();
  const load = await startLoadFor(plan.load, stage.clock, stage.emit, stage.inbox, stage.cpu);
  const drainLimitMs = plan.load.timeoutMs + 100;
  try {
    const obeyer = createObeyer(stage, () => load, drainLimitMs);
    const search = createSearch(plan, stage, load, obeyer);
    const answer = await search.run();
    const endedMs = stage.clock.nowMs();
    const settled = await settleSearch(load, stage, obeyer.ending(), drainLimitMs);
    await load.close();
    const result = discoveryResult({
      plan,
      answer,
      trials: search.trials(),
      targetLost: search.targetLost(),
      totals: load.totals(() => true),
      durationMs: endedMs - beganMs,
      coolDown: settled.coolDown,
      totalsOf: (phases) => load.totals((phase) => phases.includes(phase)),
    });
    return { result, ending: settled.ending };
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
  readonly trials: () => readonly Trial[];
  /** Whether the search ended because the target was gone. */
  readonly targetLost: () => boolean;
};

function createSearch(plan: DiscoveryPlan, stage: Stage, load: Load, obeyer: Obeyer): Search {
  const { clock, emit, inbox, machine } = stage;
  const trials: Trial[] = [];
  let targetLost = false;

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
      while (windows.length < action.seconds && tripped === null && obeyer.ending() === null && !again) {
        const message = await inbox.next();
        if (message.kind !== 'window') {
          again = await obeyer.obey(message);
          continue;
        }
        // Windows that were due before this trial began belong to the one before.
        if (message.window.startMs < fromMs) continue;
        windows.push(message.window);
        if (action.guard !== null) tripped = tripReason(windows, action.guard);
      }
      if (again) continue;
      if (tripped !== null) load.rest();
      if (obeyer.ending() === null && windows.length > 0 && windows.every(isSilent)) await lookForTarget();
      const toMs = clock.nowMs();
      const limit = generatorLimit(windows, latencyLimits(plan.load));
      trials.push({
        phase,
        perSecond: action.perSecond,
        fromMs,
        toMs,
        tripped: tripped !== null,
        // Readings lag a second behind, and the first second is the rate before's too.
        uses: stage.uses.resources(fromMs + 1000, toMs),
      });
      return { windows, tripped, generatorLimit: limit, accept: obeyer.ending() !== null };
    }
  };

  /** A target that answers nothing at all may be overrun, or gone: one request without load tells which. */
  const lookForTarget = async (): Promise<void> => {
    load.rest();
    const reason = await goneReason(plan.load);
    if (reason === null) return;
    emit({ kind: 'note', severity: 'critical', text: `the target is gone: ${reason}` });
    targetLost = true;
    obeyer.end({ how: 'accepted', cause: 'rule', goesOn: false });
  };

  const idleFor = async (seconds: number): Promise<Observation> => {
    load.rest();
    await obeyer.waitFor((done) => clock.after(seconds * 1000, done));
    return { ...nothing, accept: obeyer.ending() !== null };
  };

  const carryOut = (action: DiscoveryAction): Promise<Observation> | Observation => {
    switch (action.kind) {
      case 'tell':
        emit({ kind: 'discovery/event', event: action.event });
        return { ...nothing, accept: obeyer.ending() !== null };
      case 'idle':
        return idleFor(action.seconds);
      case 'load':
        return loadFor(action);
    }
  };

  return {
    targetLost: () => targetLost,
    trials: () => trials,
    async run() {
      const search = searchBy(plan.strategy ?? 'plimsoll', plan.options, plan.judgedBy);
      let step = search.next();
      while (!step.done) step = search.next(await carryOut(step.value));
      return step.value;
    },
  };
}
