import type { EventSink } from '../model/events.js';

type Reading = { readonly atMs: number; readonly ratio: number };

/** CPU use by source over the last minutes: servers under their name, processes that tell of themselves under their stream's. */
export type CpuLog = {
  readonly sink: EventSink;
  /** Mean CPU ratio (0 to 1) of each source over a span of session time; sources without a reading in it are left out. */
  readonly between: (fromMs: number, toMs: number) => ReadonlyMap<string, number>;
  /**
   * CPU ratio of the busiest source that tells of the target; null without one. The machine that plimsoll itself runs on
   * counts only where nothing else is watched: what else it does says nothing of the target.
   */
  readonly busiest: (fromMs: number, toMs: number) => number | null;
  /** Readings of the watched servers alone, oldest first, by server. */
  readonly serversBetween: (fromMs: number, toMs: number) => ReadonlyMap<string, readonly number[]>;
  /** The newest reading of each watched server in a span; `isOwn`: it is the machine that plimsoll runs on. */
  readonly newest: (
    fromMs: number,
    toMs: number,
  ) => readonly { readonly server: string; readonly ratio: number; readonly isOwn: boolean }[];
};

/** Ten minutes at one reading a second: longer than any trial. */
const keep = 600;

/** `own` are the names of the servers that are the machine plimsoll runs on. */
export function createCpuLog(own: ReadonlySet<string> = new Set()): CpuLog {
  const servers = new Map<string, Reading[]>();
  const processes = new Map<string, Reading[]>();
  const add = (log: Map<string, Reading[]>, source: string, reading: Reading): void => {
    const readings = log.get(source) ?? [];
    readings.push(reading);
    if (readings.length > keep) readings.shift();
    log.set(source, readings);
  };
  const within = (readings: readonly Reading[], fromMs: number, toMs: number): number[] =>
    readings.filter((reading) => reading.atMs > fromMs && reading.atMs <= toMs).map((reading) => reading.ratio);
  return {
    sink(event) {
      if (event.kind === 'server/sample' && event.sample.cpuPercent !== null) {
        add(servers, event.sample.server, { atMs: event.atMs, ratio: event.sample.cpuPercent / 100 });
      }
      if (event.kind === 'stream/sample') {
        const percent = event.sample.values.cpuPercent;
        if (typeof percent === 'number') {
          add(processes, event.sample.stream, { atMs: event.atMs, ratio: percent / 100 });
        }
      }
    },
    between(fromMs, toMs) {
      const means = new Map<string, number>();
      for (const [source, readings] of [...servers, ...processes]) {
        const ratios = within(readings, fromMs, toMs);
        if (ratios.length > 0) means.set(source, ratios.reduce((sum, ratio) => sum + ratio, 0) / ratios.length);
      }
      return means;
    },
    busiest(fromMs, toMs) {
      const ofTarget = [...processes, ...[...servers].filter(([server]) => !own.has(server))];
      const ratios = (ofTarget.length > 0 ? ofTarget : [...servers]).flatMap(([, readings]) =>
        within(readings, fromMs, toMs),
      );
      return ratios.length === 0 ? null : Math.max(...ratios);
    },
    serversBetween(fromMs, toMs) {
      const found = new Map<string, readonly number[]>();
      for (const [server, readings] of servers) found.set(server, within(readings, fromMs, toMs));
      return found;
    },
    newest: (fromMs, toMs) =>
      [...servers].flatMap(([server, readings]) => {
        const ratio = within(readings, fromMs, toMs).at(-1);
        return ratio === undefined ? [] : [{ server, ratio, isOwn: own.has(server) }];
      }),
  };
}
