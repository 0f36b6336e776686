import type { BenchConfiguration, BenchResult, SuiteResult } from '../model/bench.js';
import { benchSentence, suiteSentence } from '../model/bench-sentence.js';
import type { Validity } from '../model/load.js';
import type { WorkResult } from '../model/work-result.js';
import { checkHosts, withAddresses } from './check-hosts.js';
import { type DiscoveryPlan, findLine } from './find-line.js';
import { findWork, type WorkPlan } from './find-work.js';
import type { Ending } from './obey.js';
import { endMachine } from './settle-search.js';
import type { Stage } from './stage.js';

/** One system under one workload to be measured. */
export type BenchSystem = {
  readonly work: WorkPlan;
  /** The search for the line at a level; `earlierPerSecond`: where it is expected, null where nobody knows. */
  readonly lineAt: (level: number, earlierPerSecond: number | null) => DiscoveryPlan;
  readonly smallestLevel: number;
};

/** Systems to be measured one after the other. */
export type BenchPlan = {
  /** At least one. */
  readonly systems: readonly BenchSystem[];
  /** Levels at which the line is looked for, from the heaviest downwards. */
  readonly levels: number;
  /** What one line takes as a rule. */
  readonly secondsPerLine: number;
};

/** A bench that is over, or why there was nothing to measure. */
export type BenchEnd =
  | { readonly kind: 'result'; readonly result: BenchResult | SuiteResult }
  | { readonly kind: 'unmeasured'; readonly reason: string };

/**
 * Measures every system: its heaviest work, then the load line there and at the levels below, with a cool-down after
 * each. The machine is left in `finished` or `aborted`. Throws PlimsollError when the load engine itself fails.
 */
export async function performBench(plan: BenchPlan, stage: Stage, checkTimeoutMs: number): Promise<BenchEnd> {
  const { clock, emit, machine } = stage;
  const beganMs = clock.nowMs();
  const benches: BenchResult[] = [];
  const unmeasured: { target: string; workload: string; reason: string }[] = [];
  let ending: Ending | null = null;
  for (const [index, system] of plan.systems.entries()) {
    const { target, workload } = system.work;
    const checked = await checkHosts(system.work.loadAt(system.work.fromLevel).hosts, checkTimeoutMs);
    if (checked.kind === 'unreachable') {
      emit({ kind: 'note', severity: 'critical', text: checked.reason });
      unmeasured.push({ target, workload, reason: checked.reason });
      continue;
    }
    for (const text of checked.notes) emit({ kind: 'note', severity: 'info', text });
    const { loadAt } = system.work;
    const bench = await measure(
      {
        ...system,
        work: { ...system.work, loadAt: (level) => withAddresses(loadAt(level), checked.hosts) },
        lineAt: (level, earlier) => {
          const line = system.lineAt(level, earlier);
          return { ...line, load: withAddresses(line.load, checked.hosts) };
        },
      },
      plan,
      index,
      stage,
    );
    benches.push(bench.result);
    ending = bench.ending;
    if (ending !== null && !ending.goesOn && ending.cause !== 'rule') break;
  }
  const [first] = unmeasured;
  if (benches.length === 0 && first !== undefined) {
    machine.become('aborted', 'rule', first.reason);
    return { kind: 'unmeasured', reason: first.reason };
  }
  const suite: Omit<SuiteResult, 'sentence'> = {
    kind: 'suite',
    benches,
    unmeasured,
    durationSeconds: Math.round((clock.nowMs() - beganMs) / 100) / 10,
    validity: allValid(benches.map(({ validity }) => validity)),
  };
  const result = plan.systems.length === 1 ? benches[0]! : { ...suite, sentence: suiteSentence(suite) };
  emit({ kind: 'result', result });
  endMachine(stage, ending, 'the bench is done');
  return { kind: 'result', result };
}

type Measured = { readonly result: BenchResult; readonly ending: Ending | null };

async function measure(system: BenchSystem, plan: BenchPlan, index: number, stage: Stage): Promise<Measured> {
  const { clock, emit, machine, uses } = stage;
  const { objectives, target, workload } = system.work;
  const beganMs = clock.nowMs();
  const each = plan.levels + 1;
  const of = each * plan.systems.length;
  const announce = (level: number | null, place: number): void => {
    const number = index * each + place + 1;
    const linesLeft = plan.levels * (plan.systems.length - index) - Math.max(0, place - 1);
    const secondsLeft = Math.round(linesLeft * plan.secondsPerLine);
    emit({ kind: 'bench/event', event: { kind: 'configuration', target, workload, level, number, of, secondsLeft } });
    const what = level === null ? 'the heaviest level' : `the load line at level ${level}`;
    machine.become('warming', stage.startedBy, `${number} of ${of}: ${what} of ${workload}`);
  };
  announce(null, 0);
  const { ending: workEnding, result: heaviest } = await findWork(system.work, stage);
  emit({ kind: 'bench/event', event: { kind: 'heaviest', result: heaviest } });
  const configurations: BenchConfiguration[] = [];
  let ending = workEnding;
  const top = heaviest.heaviestLevel;
  for (let place = 0; top !== null && place < plan.levels && (ending === null || ending.goesOn); place++) {
    const level = top - place;
    if (level < system.smallestLevel) break;
    announce(level, place + 1);
    const fromMs = clock.nowMs();
    const found = await findLine(system.lineAt(level, foretoldLine(configurations.at(-1), level, heaviest)), stage);
    const toMs = fromMs + found.result.durationSeconds * 1000;
    emit({ kind: 'bench/event', event: { kind: 'line', level, result: found.result } });
    configurations.push({
      level,
      result: found.result,
      coolDown: found.result.coolDown ?? [],
      servers: uses.servers(fromMs, toMs),
      streams: uses.streams(fromMs, toMs),
    });
    ending = found.ending;
  }
  const result: Omit<BenchResult, 'sentence'> = {
    kind: 'bench',
    target,
    workload,
    objectives: objectives.map(({ text }) => text),
    heaviestLevel: top,
    heaviest,
    configurations,
    durationSeconds: Math.round((clock.nowMs() - beganMs) / 100) / 10,
    validity: allValid([heaviest.validity, ...configurations.map((one) => one.result.validity)]),
  };
  return { result: { ...result, sentence: benchSentence(result) }, ending };
}

/**
 * Where the line of a lighter level is expected: by the utilisation law, the line of the level before times how much
 * longer a request of that level takes. Null where either is not known.
 */
export function foretoldLine(
  before: Pick<BenchConfiguration, 'level' | 'result'> | undefined,
  level: number,
  { steps }: Pick<WorkResult, 'steps'>,
): number | null {
  const line = before?.result.estimatePerSecond ?? null;
  const meanAt = (wanted: number): number | null => {
    const means = steps.flatMap((step) => (step.level === wanted && step.met && step.meanMs ? [step.meanMs] : []));
    return means.length === 0 ? null : Math.min(...means);
  };
  const heavier = before === undefined ? null : meanAt(before.level);
  const lighter = meanAt(level);
  return line === null || heavier === null || lighter === null ? null : (line * heavier) / lighter;
}

function allValid(all: readonly Validity[]): Validity {
  return { valid: all.every(({ valid }) => valid), reasons: [...new Set(all.flatMap(({ reasons }) => reasons))] };
}
