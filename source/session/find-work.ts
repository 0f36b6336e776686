import { findHeaviestWork, foretell, type WorkAction, type WorkTrial } from '../engine/discovery/work-staircase.js';
import type { Load, LoadSpec } from '../engine/load/load.js';
import type { Verdict } from '../model/discovery.js';
import type { LoadTotals } from '../model/load.js';
import type { Objective } from '../model/objective.js';
import { badOutcomes } from '../model/outcome.js';
import type { Phase } from '../model/shape.js';
import type { WorkEnding, WorkResult } from '../model/work-result.js';
import { goneReason } from './gone-reason.js';
import { judgeWork, tightestLimitMs, type WorkJudgement } from './judge-work.js';
import { startLoadFor } from './load-hub.js';
import { createObeyer, type Ending } from './obey.js';
import { settleSearch } from './settle-search.js';
import type { Stage } from './stage.js';
import { workResult } from './work-result.js';

/** One search for the heaviest work to be made. */
export type WorkPlan = {
  readonly target: string;
  /** The workload's name. */
  readonly workload: string;
  /** At least one on latency. */
  readonly objectives: readonly Objective[];
  /** The load whose requests are of that level. */
  readonly loadAt: (level: number) => LoadSpec;
  readonly fromLevel: number;
  /** Infinity: only the objectives end it. */
  readonly maxLevel: number;
  /** Null: as long as it takes. */
  readonly budgetSeconds: number | null;
};

/** A search that is over. `ending`: how it was ended from outside; null where it came to its own end. */
export type FoundWork = { readonly result: WorkResult; readonly ending: Ending | null };

/** A phase of a single arrival: due at its beginning, and over before another would be. */
const single = { perSecond: 1000, durationMs: 1 } as const;
/** How long the load takes to begin a phase and to tell of its end. */
const slackMs = 200;
/** A request is followed by a rest of so many times what it took, which is harmless however often requests come. */
const restFactor = 3;

/**
 * Finds the heaviest level of a workload that meets every objective: for each level a load of its own, whose requests
 * are sent one after another, so often a second as the search says; more often where they are so light that the target
 * still rests three quarters of the time. A request that stays open too long ends its trial and its connection. Throws
 * PlimsollError when the load engine itself fails.
 */
export async function findWork(plan: WorkPlan, stage: Stage): Promise<FoundWork> {
  const { clock, emit, machine } = stage;
  const beganMs = clock.nowMs();
  const limitMs = tightestLimitMs(plan.objectives);
  const judgements: WorkJudgement[] = [];
  const totals: LoadTotals[] = [];
  let open: { readonly level: number; readonly load: Load; readonly timeoutMs: number } | null = null;
  let lost = false;
  let isOutOfTime = false;
  const drainLimitMs = plan.loadAt(plan.fromLevel).timeoutMs + 100;
  const obeyer = createObeyer(stage, () => open?.load ?? null, drainLimitMs);

  const closeLoad = async (): Promise<void> => {
    const last = open;
    open = null;
    if (last === null) return;
    await last.load.close();
    totals.push(last.load.totals(() => true));
  };
  const loadOf = async (level: number): Promise<Load> => {
    if (open?.level === level) return open.load;
    await closeLoad();
    // Requests that come one by one need no thread that keeps time for them.
    const spec: LoadSpec = { ...plan.loadAt(level), arrivals: 'paced', workers: 1, pacing: 'economical' };
    const load = await startLoadFor(spec, clock, emit, stage.inbox, stage.cpu);
    open = { level, load, timeoutMs: spec.timeoutMs };
    return load;
  };
  /** Sends one request and waits for its end; false where it was still open after `abortMs`. */
  const ask = async (load: Load, phase: Phase, abortMs: number): Promise<boolean> => {
    load.drive(phase);
    for (;;) {
      let isRest = false;
      await obeyer.waitFor((done) => {
        void load.drain(abortMs + slackMs).then((isEmpty) => {
          isRest = isEmpty;
          done();
        });
        return () => {};
      });
      if (isRest || obeyer.ending() !== null) return true;
      const { intended, outcomes } = load.totals((other) => other === phase);
      // What the generator has not even come to send is its own lateness, and says nothing of the target.
      if (intended > 0) return outcomes.ok + badOutcomes(outcomes) === intended;
    }
  };
  const trial = async (action: WorkAction): Promise<WorkTrial> => {
    const { requests, work: level } = action;
    if (plan.budgetSeconds !== null && clock.nowMs() - beganMs > plan.budgetSeconds * 1000) isOutOfTime = true;
    const ended = { answered: 0, bad: 0, meanMs: 0, aborted: false, accept: true };
    if (isOutOfTime || obeyer.ending() !== null) return ended;
    const foretoldMs = foretell(meansOf(judgements), level);
    const secondsLeft = secondsFor(judgements, plan, action);
    emit({ kind: 'discovery/event', event: { kind: 'level', level, requests, foretoldMs, ...secondsLeft } });
    const load = await loadOf(level);
    const fromMs = clock.nowMs();
    const phases = new Set<Phase>();
    const told = (): LoadTotals => load.totals((phase) => phases.has(phase));
    let aborted = false;
    for (let sent = 0; sent < requests && !aborted && obeyer.ending() === null; sent++) {
      const phase: Phase = {
        name: `level ${level}`,
        purpose: 'search',
        shape: { kind: 'constant', perSecond: single.perSecond },
        durationMs: single.durationMs,
      };
      phases.add(phase);
      const sentMs = clock.nowMs();
      aborted = !(await ask(load, phase, action.abortMs));
      if (aborted) break;
      const tookMs = load.totals((other) => other === phase).serviceTime.maxUs / 1000;
      const restMs = Math.min(restFactor * tookMs, sentMs + 1000 / action.perSecond - clock.nowMs());
      if (restMs > 0) await obeyer.waitFor((done) => clock.after(restMs, done));
    }
    if (aborted) await closeLoad();
    if (obeyer.ending() !== null) return ended;
    const cpuRatios = stage.cpu.serversBetween(fromMs, clock.nowMs());
    const judgement = judgeWork(plan.objectives, told(), { level, aborted, cpuRatios });
    judgements.push(judgement);
    tellVerdict(judgement);
    if (judgement.answered === 0) await lookForTarget(level);
    return {
      answered: judgement.answered,
      // The search knows one limit; the judgement here is by every objective.
      bad: judgement.step.met ? 0 : Math.max(1, judgement.bad),
      meanMs: judgement.step.meanMs ?? limitMs,
      aborted,
      accept: obeyer.ending() !== null,
    };
  };
  const tellVerdict = ({ reason, step }: WorkJudgement): void => {
    const verdict: Verdict = step.aborted ? 'tripped' : step.met ? 'meets' : 'misses';
    const { badRatio, level, requests } = step;
    const meanMs = step.meanMs ?? 0;
    emit({
      kind: 'discovery/event',
      event: { kind: 'level-verdict', level, verdict, meanMs, badRatio, requests, reason },
    });
  };
  const lookForTarget = async (level: number): Promise<void> => {
    const reason = await goneReason(plan.loadAt(level));
    if (reason === null) return;
    emit({ kind: 'note', severity: 'critical', text: `the target is gone: ${reason}` });
    lost = true;
    obeyer.end({ how: 'accepted', cause: 'rule', goesOn: false });
  };

  try {
    machine.become('running', stage.startedBy, `looking for the heaviest level of ${plan.workload}`);
    const search = findHeaviestWork({ fromWork: plan.fromLevel, maxWork: plan.maxLevel, limitMs, allowedRatio: 0 });
    let step = search.next();
    while (!step.done) step = search.next(await trial(step.value));
    const endedMs = clock.nowMs();
    const settled = await settleSearch(open === null ? null : loadIn(open), stage, obeyer.ending(), drainLimitMs);
    await closeLoad();
    const { growth, work: heaviestLevel } = step.value;
    const ended = lost ? 'target-lost' : isOutOfTime ? 'budget-reached' : endings[step.value.endedBy];
    const { coolDown, ending } = settled;
    const durationMs = endedMs - beganMs;
    const result = workResult({ plan, judgements, totals, heaviestLevel, growth, ended, coolDown, durationMs });
    return { result, ending };
  } finally {
    await closeLoad();
  }
}

/** What TypeScript no longer knows of a variable that closures change. */
function loadIn(open: { readonly load: Load }): Load {
  return open.load;
}

const endings = {
  missed: 'missed',
  foretold: 'foretold',
  'max-work': 'max-level',
  infeasible: 'infeasible',
  stopped: 'stopped',
} as const satisfies Readonly<Record<string, WorkEnding>>;

function meansOf(judgements: readonly WorkJudgement[]): readonly { readonly work: number; readonly meanMs: number }[] {
  return judgements.flatMap(({ step }) => (step.meanMs === null ? [] : [{ work: step.level, meanMs: step.meanMs }]));
}

/** Further than this nobody looks ahead. */
const mostLevelsAhead = 60;

/** Seconds until the first level that is foretold to miss; nothing where too little is known to foretell. */
function secondsFor(
  judgements: readonly WorkJudgement[],
  plan: WorkPlan,
  action: WorkAction,
): { readonly secondsLeft?: number } {
  const means = meansOf(judgements);
  const limitMs = tightestLimitMs(plan.objectives);
  let seconds = 0;
  for (let level = action.work; level <= Math.min(plan.maxLevel, action.work + mostLevelsAhead); level++) {
    const foretoldMs = foretell(means, level);
    if (foretoldMs === null) return {};
    const isEasy = foretoldMs <= limitMs / 2;
    const each = requestSeconds(foretoldMs / 1000, isEasy ? 5 : 1);
    // A careful trial is made twice.
    seconds += action.requests * each * (isEasy ? 1 : 2);
    if (foretoldMs > limitMs) break;
  }
  return { secondsLeft: Math.round(seconds) };
}

/** What one request takes with its rest; beginning a phase and telling of its end take a tenth of a second. */
function requestSeconds(tookSeconds: number, perSecond: number): number {
  return Math.max(tookSeconds + 0.1, Math.min((1 + restFactor) * tookSeconds, 1 / perSecond));
}
