import type { Emit } from '../../../model/events.js';
import type { ServerSpec, ServerState } from '../../../model/server.js';
import { nextBackoffMs } from '../../../resilience/backoff.js';
import type { Clock } from '../../../time/clock.js';
import type { Random } from '../../../time/random.js';
import type { ServerWatch } from '../server-watch.js';
import { askPrometheus, type Vector } from './ask-prometheus.js';
import { readInstanceFacts, readInstances } from './instances.js';
import type { PrometheusWay } from './prometheus-way.js';
import { factsQuery, fleetQuery } from './queries.js';

type Tools = { readonly clock: Clock; readonly random: Random; readonly emit: Emit };

/** Asked at this period; a scrape that was told already is not told again. */
const periodMs = 5_000;
const factsEvery = 12;

/** Rates are taken over the first of these that gives any: scrapes may be a minute apart. */
const windows = ['1m', '5m'] as const;

/** Answers without a rate before the longer window: a Prometheus that has just begun has only one scrape. */
const ratelessBeforeWider = 6;

/** A scrape is late when three have been missed; until two were seen, when this has passed. */
const firstLateSeconds = 150;

const backoff = { baseMs: 1_000, capMs: 60_000 };

/** What is known of one instance. */
type Member = {
  readonly spec: ServerSpec;
  readonly instance: string;
  shown: ServerState;
  scrapedSeconds: number;
  intervalSeconds: number | null;
  isSeen: boolean;
  late: number;
};

/**
 * Watches servers through a Prometheus, or what speaks its API, from the metrics of node_exporter: one query for all of
 * them. A server is live while its scrapes come, stale when three are late, and down where Prometheus cannot scrape it.
 */
export function watchPrometheus(way: PrometheusWay, specs: readonly ServerSpec[], tools: Tools): ServerWatch {
  const { url } = way;
  const { clock, random, emit } = tools;
  const stopping = new AbortController();
  let cancel = (): void => {};
  let waitMs: number | null = null;
  let window: string = windows[0];
  let turn = 0;
  let rateless = 0;
  const told = new Set<string>();
  let isAsking = false;
  const members = specs.map(
    (spec): Member => ({
      spec,
      instance: spec.via?.kind === 'prometheus' ? spec.via.instance : '',
      shown: { kind: 'connecting' },
      scrapedSeconds: Number.NEGATIVE_INFINITY,
      intervalSeconds: null,
      isSeen: false,
      late: 0,
    }),
  );
  const names = members.map(({ instance }) => instance);

  const show = (member: Member, state: ServerState): void => {
    const isSame =
      state.kind === member.shown.kind && state.kind !== 'stale' && reasonOf(state) === reasonOf(member.shown);
    if (isSame && state.kind !== 'down') return;
    if (isSame && state.kind === 'down' && state.retryAtMs === undefined) return;
    member.shown = state;
    emit({ kind: 'server/state', server: member.spec.name, state });
  };

  const take = (vector: Extract<Vector, { readonly kind: 'vector' }>): ReturnType<typeof readInstances> => {
    const readings = readInstances(vector.series);
    // Not one rate of any server: the scrapes are further apart than the window is long.
    if (readings.size > 0 && [...readings.values()].every(({ reading }) => reading.cpuPercent === null)) {
      rateless += 1;
      if (rateless >= ratelessBeforeWider) window = windows[1];
    } else rateless = 0;
    for (const member of members) {
      const found = readings.get(member.instance);
      if (found === undefined) {
        show(member, { kind: 'down', reason: `${url} has heard of no instance "${member.instance}" for five minutes` });
      } else if (!found.isUp) {
        show(member, { kind: 'down', reason: `${url} cannot scrape ${member.instance}` });
      } else {
        const scraped = found.scrapedSeconds ?? vector.atSeconds;
        if (scraped > member.scrapedSeconds) {
          const interval = scraped - member.scrapedSeconds;
          if (member.isSeen) member.intervalSeconds = Math.min(member.intervalSeconds ?? interval, interval);
          Object.assign(member, { scrapedSeconds: scraped, isSeen: true, late: 0 });
          show(member, { kind: 'live' });
          emit({ kind: 'server/sample', sample: { ...found.reading, server: member.spec.name, rttMs: null } });
        } else if (vector.atSeconds - scraped > lateAfter(member)) {
          member.late += 1;
          show(member, {
            kind: 'stale',
            missed: Math.floor((vector.atSeconds - scraped) / (member.intervalSeconds ?? 15)),
          });
        }
      }
    }
    return readings;
  };

  const poll = async (): Promise<void> => {
    isAsking = true;
    const vector = await askPrometheus(way, fleetQuery(names, window), clock, stopping.signal);
    isAsking = false;
    if (stopping.signal.aborted) return;
    if (vector.kind !== 'vector') {
      waitMs = nextBackoffMs(backoff, waitMs, random);
      const state: ServerState =
        vector.kind === 'refused' ? vector : { kind: 'down', reason: vector.reason, retryAtMs: clock.nowMs() + waitMs };
      for (const member of members) show(member, state);
      if (vector.kind === 'down') cancel = clock.after(waitMs, () => void poll());
      return;
    }
    waitMs = null;
    cancel = clock.after(periodMs, () => void poll());
    const readings = take(vector);
    const isNew = members.some(({ isSeen, spec }) => isSeen && !told.has(spec.name));
    if (turn++ % factsEvery !== 0 && !isNew) return;
    const slow = await askPrometheus(way, factsQuery(names), clock, stopping.signal);
    if (slow.kind !== 'vector' || stopping.signal.aborted) return;
    const facts = readInstanceFacts(slow.series, readings);
    for (const { spec, instance } of members) {
      const own = facts.get(instance);
      if (own === undefined) continue;
      told.add(spec.name);
      emit({ kind: 'server/facts', server: spec.name, facts: own });
    }
  };

  for (const member of members) emit({ kind: 'server/state', server: member.spec.name, state: member.shown });
  void poll();
  return {
    stop() {
      stopping.abort();
      cancel();
      way.close();
    },
    retry() {
      if (isAsking || stopping.signal.aborted) return;
      cancel();
      void poll();
    },
    showCores() {},
  };
}

function lateAfter({ intervalSeconds }: Member): number {
  return intervalSeconds === null ? firstLateSeconds : 3 * intervalSeconds;
}

function reasonOf(state: ServerState): string | null {
  return state.kind === 'down' || state.kind === 'refused' ? state.reason : null;
}
