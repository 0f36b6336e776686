import type { Digest } from './digest/digest.js';
import type { Series } from './digest/watched-parts.js';

/** Analyses over several sessions that are known by name. */
export const analysisNames = ['avg-response-time', 'cpu-usage-compare'] as const;

export type AnalysisName = (typeof analysisNames)[number];

/** Numbers of several sessions side by side: a row for each rate or server, a value for each session. */
export type Across = {
  readonly kind: 'analysis';
  readonly analysis: AnalysisName;
  readonly sessions: readonly {
    readonly id: string;
    readonly kind: string;
    readonly target: string | null;
    readonly startedAt: string;
  }[];
  readonly rows: readonly AcrossRow[];
};

export type AcrossRow = {
  /** A rate, or the name of a server or stream. */
  readonly name: string;
  /** In the order of sessions; null where a session has none. ms for response times, percent for CPU. */
  readonly values: readonly ({ readonly mean: number; readonly max: number; readonly count: number } | null)[];
};

/** Of a session what is set beside others: no slots of time, which are nearly all of a digest. */
export type AcrossSession = Pick<Digest, 'session' | 'rates'> & {
  readonly servers: readonly AcrossSource[];
  readonly streams: readonly AcrossSource[];
};

/** A server or a stream. */
type AcrossSource = {
  readonly name: string;
  readonly series: readonly Pick<Series, 'name' | 'count' | 'max' | 'mean'>[];
};

export function inBrief({ rates, servers, session, streams }: Digest): AcrossSession {
  const brief = ({ name, series }: AcrossSource): AcrossSource => ({
    name,
    series: series.map(({ count, max, mean, name: number }) => ({ name: number, count, max, mean })),
  });
  return { session, rates, servers: servers.map(brief), streams: streams.map(brief) };
}

/** The response time of every session at every rate, or the CPU of every server in every session. */
export function acrossSessions(analysis: AnalysisName, digests: readonly AcrossSession[]): Across {
  const cells = digests.map(analysis === 'avg-response-time' ? responseTimes : cpuUse);
  const names = [...new Set(cells.flatMap((own) => [...own.keys()]))];
  return {
    kind: 'analysis',
    analysis,
    sessions: digests.map(({ session: { id, kind, startedAt, target } }) => ({ id, kind, target, startedAt })),
    rows: names
      .map((name) => ({ name, own: cells.map((one) => one.get(name) ?? null) }))
      .map(({ name, own }) => ({ name, order: own.find((one) => one !== null)?.order ?? 0, own }))
      .sort((a, b) => a.order - b.order)
      .map(({ name, own }) => ({
        name,
        values: own.map((one) => (one === null ? null : { mean: one.mean, max: one.max, count: one.count })),
      })),
  };
}

/** Rows are in the order of `order`, and those of one order as they came. */
type Cells = ReadonlyMap<
  string,
  { readonly mean: number; readonly max: number; readonly count: number; readonly order: number }
>;

function responseTimes({ rates }: AcrossSession): Cells {
  return new Map(
    rates.flatMap(({ configuration, perSecond, responseTimeMs }) => {
      if (responseTimeMs === null) return [];
      const rate = `${Number(perSecond.toPrecision(3))}/s`;
      const { count, max, mean } = responseTimeMs;
      return [
        [
          configuration === null ? rate : `${configuration} at ${rate}`,
          { mean, max, count, order: perSecond },
        ] as const,
      ];
    }),
  );
}

function cpuUse({ servers, streams }: AcrossSession): Cells {
  return new Map(
    [...servers, ...streams].flatMap(({ name, series }) =>
      series
        .filter((one) => one.name === 'cpuPercent')
        .map(({ count, max, mean }) => [name, { mean, max, count, order: 0 }] as const),
    ),
  );
}
