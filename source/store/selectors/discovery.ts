import type { DiscoveryPhase, DiscoveryResult } from '../../model/discovery.js';
import type { JudgedProbe } from '../discovery-state.js';
import type { SessionView } from '../state.js';

/** What the discovery pane shows. Rates per second. */
export type DiscoveryView = {
  readonly phase: DiscoveryPhase;
  readonly reason: string;
  readonly usedMs: number;
  /** What the search will probably still take; null where nobody knows, and once it is over. */
  readonly leftMs: number | null;
  readonly lowerPerSecond: number | null;
  readonly upperPerSecond: number | null;
  /** Width of the bracket over its middle; null before there are two bounds. */
  readonly widthRatio: number | null;
  /** Highest rate that met so far; null before one did. */
  readonly bestPerSecond: number | null;
  /** Newest first. */
  readonly probes: readonly JudgedProbe[];
  readonly current: {
    readonly perSecond: number;
    readonly phase: DiscoveryPhase;
    readonly leftMs: number;
    /** 0 to 1. */
    readonly done: number;
  } | null;
  /** The answer, once there is one. */
  readonly estimatePerSecond: number | null;
  readonly interval: readonly [number, number] | null;
  readonly isDone: boolean;
};

function rateAnswer({ answer }: SessionView): DiscoveryResult | null {
  return answer?.result.kind === 'discovery' && answer.result.axis === 'rate' ? answer.result : null;
}

/** Null where the session makes no search. */
export function selectDiscovery(view: SessionView, nowMs: number): DiscoveryView | null {
  const search = view.discovery;
  if (search === null) return null;
  const { lowerPerSecond, upperPerSecond } = search;
  // A probe that was cut short by a key is not under way any more, though nobody told its verdict.
  const current = view.run.state === 'warming' || view.run.state === 'running' ? search.current : null;
  const result = rateAnswer(view);
  const middle = lowerPerSecond !== null && upperPerSecond !== null ? (lowerPerSecond + upperPerSecond) / 2 : 0;
  const met = search.probes.filter((probe) => probe.verdict === 'meets').map((probe) => probe.perSecond);
  return {
    phase: search.phase,
    reason: search.reason,
    usedMs: Math.max(0, (search.endedAtMs ?? nowMs) - search.startedAtMs),
    leftMs: search.endedAtMs !== null || search.endsAtMs === null ? null : Math.max(0, search.endsAtMs - nowMs),
    lowerPerSecond,
    upperPerSecond,
    widthRatio: middle > 0 ? ((upperPerSecond ?? 0) - (lowerPerSecond ?? 0)) / middle : null,
    bestPerSecond: lowerPerSecond ?? (met.length === 0 ? null : Math.max(...met)),
    probes: search.probes.toReversed(),
    current:
      current === null
        ? null
        : {
            perSecond: current.perSecond,
            phase: current.phase,
            leftMs: Math.max(0, current.endsAtMs - nowMs),
            done: Math.min(1, Math.max(0, (nowMs - current.startedAtMs) / Math.max(1, current.seconds * 1000))),
          },
    estimatePerSecond: result?.estimatePerSecond ?? null,
    interval: result?.interval95 ?? result?.bracketPerSecond ?? null,
    isDone: search.endedAtMs !== null,
  };
}
