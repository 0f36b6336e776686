import type { DiscoveryEvent, DiscoveryPhase, DiscoveryResult } from '../../model/discovery.js';
import type { SessionResult } from '../../model/session-result.js';
import type { Collector } from './collector.js';
import { families } from './families.js';
import type { Labels } from './metric.js';
import { asNumber, type Part } from './part.js';

const phases = [
  'precheck',
  'warm-up',
  'ramp',
  'bracket',
  'estimate',
  'bisect',
  'recover',
  'verify',
  'done',
] as const satisfies readonly DiscoveryPhase[];

type Search = {
  phase: DiscoveryPhase | null;
  probe: number | null;
  lower: number | null;
  upper: number | null;
  level: number | null;
  secondsLeft: number | null;
};

const nothing: Search = { phase: null, probe: null, lower: null, upper: null, level: null, secondsLeft: null };

/** Where a search stands, and what came of it; of a bench that of its last configuration. */
export function createSearchPart(): Part {
  let search: Search = nothing;
  let line: DiscoveryResult | null = null;
  let heaviest: number | null = null;
  const answer = (result: SessionResult): void => {
    if (result.kind === 'bench') heaviest = result.heaviestLevel;
    if (result.kind !== 'discovery') return;
    if (result.axis === 'work') heaviest = result.heaviestLevel;
    else line = result;
  };
  return {
    observe(event) {
      switch (event.kind) {
        case 'discovery/event':
          search = after(search, event.event);
          return;
        case 'bench/event':
          if (event.event.kind === 'configuration') search = nothing;
          else answer(event.event.result);
          return;
        case 'result':
          answer(event.result);
          search = { ...search, probe: null, secondsLeft: null };
          return;
        default:
      }
    },
    collect(collector) {
      const { put } = collector;
      if (search.phase !== null) {
        for (const phase of phases) put(families.searchPhase, [['phase', phase]], asNumber(search.phase === phase));
      }
      put(families.searchProbe, [], search.probe);
      put(families.searchLower, [], search.lower);
      put(families.searchUpper, [], search.upper);
      put(families.searchLevel, [], search.level);
      put(families.searchLeft, [], search.secondsLeft);
      put(families.heaviestLevel, [], heaviest);
      if (line !== null) collectLine(line, collector);
    },
  };
}

function after(search: Search, event: DiscoveryEvent): Search {
  switch (event.kind) {
    case 'phase':
      return { ...search, phase: event.phase, secondsLeft: event.secondsLeft ?? null };
    case 'probe':
      return { ...search, phase: event.phase, probe: event.perSecond, secondsLeft: event.secondsLeft ?? null };
    case 'verdict':
      return { ...search, probe: null };
    case 'bracket':
      return { ...search, lower: event.lowerPerSecond, upper: event.upperPerSecond };
    case 'level':
      return { ...search, level: event.level, secondsLeft: event.secondsLeft ?? null };
    case 'level-verdict':
      return search;
  }
}

function collectLine(line: DiscoveryResult, { put }: Collector): void {
  put(families.loadLine, [], line.estimatePerSecond);
  put(families.loadLineCertified, [], line.certifiedPerSecond);
  const bounds: readonly (readonly [string, number | undefined])[] = [
    ['lower', line.interval95?.[0]],
    ['upper', line.interval95?.[1]],
  ];
  for (const [end, value] of bounds) put(families.loadLineBound, [['end', end]] satisfies Labels, value);
}
