import { limitsOf, watchedOf } from '../../source/engine/discovery/criteria.js';
import { discoverLine } from '../../source/engine/discovery/discover.js';
import type { Line } from '../../source/engine/discovery/line.js';
import type { DiscoveryOptions, Effort } from '../../source/engine/discovery/options.js';
import type { DiscoveryAction, Observation, Steps } from '../../source/engine/discovery/protocol.js';
import { searchBy } from '../../source/engine/discovery/strategy.js';
import { tripReason } from '../../source/engine/discovery/trip-wire.js';
import type {
  DiscoveryAnswer,
  DiscoveryEvent,
  DiscoveryPhase,
  ProbeJudge,
  SearchStrategy,
} from '../../source/model/discovery.js';
import { createSimulatedLoad } from './simulated-load.js';
import type { Scenario } from './simulated-scenarios.js';
import { createSimulatedSeconds, type SimulatedSecond } from './simulated-seconds.js';

/** One search on a simulated target, with all that it asked. */
export type SimulatedSearch = {
  readonly answer: DiscoveryAnswer;
  readonly actions: readonly DiscoveryAction[];
  /** Each load with the virtual time of its beginning. */
  readonly loads: readonly { readonly phase: DiscoveryPhase; readonly startSeconds: number }[];
  /** What is believed of the line in the end; null where nothing was seen of it, and for searches of another way. */
  readonly line: Line | null;
  /** Virtual time from beginning to end. */
  readonly clockSeconds: number;
  readonly collapses: number;
  /** What its record would hold, where that was asked for. */
  readonly seconds: readonly SimulatedSecond[];
};

export type SearchSettings = {
  readonly effort: Effort;
  readonly budgetSeconds?: number;
  readonly seed: number;
  /** Takes arrivals as independent, which must spoil the intervals. */
  readonly independent?: boolean;
  readonly strategy?: SearchStrategy;
  readonly judgedBy?: ProbeJudge;
  /** An earlier answer to begin from. */
  readonly earlierPerSecond?: number;
  /** The user asks to end the search during the action of this number. */
  readonly acceptAt?: number;
  /** Keeps every second, which takes several times as long. */
  readonly recorded?: boolean;
};

/** Runs `discover` on a scenario in virtual time, asking the trip-wires after every window as the session does. */
export function searchSimulated(scenario: Scenario, settings: SearchSettings): SimulatedSearch {
  const { objectives } = scenario;
  const options: DiscoveryOptions = {
    objectives,
    startPerSecond: scenario.startPerSecond,
    maxPerSecond: scenario.maxPerSecond,
    effort: settings.effort,
    budgetSeconds: settings.budgetSeconds ?? null,
    ...(settings.independent === true ? { independent: true } : {}),
    ...(settings.earlierPerSecond === undefined ? {} : { earlierPerSecond: settings.earlierPerSecond }),
  };
  const seconds = settings.recorded === true ? createSimulatedSeconds() : null;
  const limits = limitsOf(objectives);
  const load = createSimulatedLoad(scenario, limits, settings.seed, watchedOf(objectives), seconds?.arrives);
  const actions: DiscoveryAction[] = [];
  const loads: { readonly phase: DiscoveryPhase; readonly startSeconds: number }[] = [];
  const { judgedBy, strategy = 'plimsoll' } = settings;
  const search = strategy === 'plimsoll' ? discoverLine(options) : answerAlone(searchBy(strategy, options, judgedBy));
  let turn = search.next();
  while (!turn.done) {
    const action = turn.value;
    actions.push(action);
    const accept = settings.acceptAt !== undefined && actions.length > settings.acceptAt;
    turn = search.next(carryOut(action, accept));
  }
  return {
    ...turn.value,
    actions,
    loads,
    clockSeconds: load.nowSeconds(),
    collapses: load.collapses(),
    seconds: seconds?.end() ?? [],
  };

  function carryOut(action: DiscoveryAction, accept: boolean): Observation {
    if (action.kind === 'idle') load.rest(action.seconds);
    if (action.kind !== 'load') return { windows: [], tripped: null, generatorLimit: null, accept };
    loads.push({ phase: action.phase, startSeconds: load.nowSeconds() });
    seconds?.loads(load.nowSeconds(), `${action.phase} ${Math.round(action.perSecond)}/s`, action.perSecond);
    let tripped: string | null = null;
    const { guard } = action;
    const windows = load.drive(action.perSecond, action.seconds, (seen) => {
      tripped = guard === null ? null : tripReason(seen, guard);
      return tripped !== null;
    });
    const unsent = windows.reduce((sum, window) => sum + window.unsent, 0);
    return { windows, tripped, generatorLimit: unsent > 0 ? `${unsent} arrivals were not sent` : null, accept };
  }
}

function* answerAlone(search: Steps<DiscoveryAnswer>): ReturnType<typeof discoverLine> {
  return { answer: yield* search, line: null };
}

/** One search for each seed. */
export function searchesOf(
  scenario: Scenario,
  seeds: readonly number[],
  settings: Omit<SearchSettings, 'seed'>,
): readonly SimulatedSearch[] {
  return seeds.map((seed) => searchSimulated(scenario, { ...settings, seed }));
}

/** The verdicts that a search told, in their order. */
export function verdictsOf(search: SimulatedSearch): readonly Extract<DiscoveryEvent, { kind: 'verdict' }>[] {
  return search.actions.flatMap((action) =>
    action.kind === 'tell' && action.event.kind === 'verdict' ? [action.event] : [],
  );
}
