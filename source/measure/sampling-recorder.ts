import type { CallSite, MetricUnit } from './call-site.js';
import type { SamplingSettings } from './metric-settings.js';
import { type SampledSum, WeightedSum } from './weighted-sum.js';

/** What was sampled up to one moment, corrected for what was not, as plain data. */
export type SampledSnapshot = {
  readonly sites: readonly ({ readonly name: string; readonly unit: MetricUnit } & SampledSum & {
      /** Critical events: in full, and not in the sums above. */
      readonly critical: { readonly count: number; readonly sum: number; readonly max: number | null };
    })[];
  /** The recorder itself; null where that is not asked for. */
  readonly meta: {
    readonly seen: number;
    readonly sampled: number;
    /** Samples lost since the buffer was full; the sums are corrected for them. */
    readonly dropped: number;
    readonly flushes: number;
    readonly lastFlushMs: number | null;
    readonly rate: number;
  } | null;
};

/**
 * Looks at a share of what happens: for call sites so hot that reading a clock twice for each event would show. Each event
 * is looked at with the same chance, independently of the others; samples wait in a ring until they are flushed. The rate
 * goes down as the ring fills and up again while it stays empty, within its bounds.
 */
export type SamplingRecorder = {
  readonly site: (name: string, unit: MetricUnit) => CallSite;
  /** Adds what waits to the sums and adapts the rate. Whoever made the recorder calls it every `flushIntervalMs`. */
  readonly flush: () => void;
  /** Of what was flushed and what waits. */
  readonly snapshot: () => SampledSnapshot;
  /** The present rate. */
  readonly rate: () => number;
  /** Bytes held by the ring. */
  readonly bytes: () => number;
};

/** The ring this full between flushes halves the rate at once. */
const highWater = 0.75;
/** What a flush should find: room for twice as much, and still enough to say something. */
const wantedFill = 0.5;
const lowFill = 0.25;

/** `random` is uniform in 0 to 1; `nowMs` only times the flushes. */
export function createSamplingRecorder(
  settings: SamplingSettings,
  random: () => number,
  nowMs: () => number,
): SamplingRecorder {
  const ring = new SampleRing(settings.bufferSize);
  const sites: SampledSite[] = [];
  const chance: Chance = { rate: settings.rate, random };
  const highAt = Math.floor(settings.bufferSize * highWater);
  let [flushes, lastFlushMs]: [number, number | null] = [0, null];

  const setRate = (rate: number): void => {
    chance.rate = Math.min(settings.maxRate, Math.max(settings.minRate, rate));
  };
  const onHighWater = (): void => {
    if (settings.isAdaptive) setRate(chance.rate / 2);
  };
  const drain = (): void => {
    for (let index = 0; index < ring.used; index++) {
      sites[ring.ids[index]!]!.sums.add(ring.values[index]!, ring.weights[index]!);
    }
    ring.used = 0;
  };
  return {
    site(name, unit) {
      const site = new SampledSite(sites.length, name, unit, chance, ring, highAt, onHighWater);
      sites.push(site);
      return site;
    },
    flush() {
      const beganMs = nowMs();
      const fill = ring.used / settings.bufferSize;
      drain();
      if (settings.isAdaptive && fill > wantedFill) setRate((chance.rate * wantedFill) / fill);
      else if (settings.isAdaptive && fill < lowFill) setRate(chance.rate * 1.25);
      flushes += 1;
      lastFlushMs = nowMs() - beganMs;
    },
    snapshot() {
      drain();
      const total = (of: (site: SampledSite) => number): number => sites.reduce((sum, site) => sum + of(site), 0);
      return {
        sites: sites.map((site) => ({
          name: site.name,
          unit: site.unit,
          ...site.sums.read(site.seen),
          critical: { ...site.critical },
        })),
        meta: settings.hasMeta
          ? {
              seen: total((site) => site.seen),
              sampled: total((site) => site.sampled),
              dropped: total((site) => site.dropped),
              flushes,
              lastFlushMs,
              rate: chance.rate,
            }
          : null,
      };
    },
    rate: () => chance.rate,
    bytes: () => ring.values.byteLength + ring.weights.byteLength + ring.ids.byteLength,
  };
}

type Chance = { rate: number; readonly random: () => number };

/** Classes, as all that is called for each event: see `RecentRing`. */
class SampleRing {
  readonly values: Float64Array;
  readonly weights: Float64Array;
  readonly ids: Uint16Array;
  used = 0;

  constructor(size: number) {
    this.values = new Float64Array(size);
    this.weights = new Float64Array(size);
    this.ids = new Uint16Array(size);
  }
}

class SampledSite implements CallSite {
  readonly name: string;
  readonly unit: MetricUnit;
  readonly sums = new WeightedSum();
  readonly critical: { count: number; sum: number; max: number | null } = { count: 0, sum: 0, max: null };
  seen = 0;
  sampled = 0;
  dropped = 0;
  readonly #id: number;
  readonly #chance: Chance;
  readonly #ring: SampleRing;
  readonly #highAt: number;
  readonly #onHighWater: () => void;
  /** Events until the next that is looked at, that one included, and one over the chance that it was chosen with. */
  #skip: number;
  #nextWeight: number;
  /** One over the chance of the event that is looked at now. */
  #weight = 1;

  constructor(
    id: number,
    name: string,
    unit: MetricUnit,
    chance: Chance,
    ring: SampleRing,
    highAt: number,
    onHighWater: () => void,
  ) {
    this.#id = id;
    this.name = name;
    this.unit = unit;
    this.#chance = chance;
    this.#ring = ring;
    this.#highAt = highAt;
    this.#onHighWater = onHighWater;
    this.#nextWeight = 1 / chance.rate;
    this.#skip = skipOf(chance);
  }

  wants(): boolean {
    this.seen += 1;
    this.#skip -= 1;
    if (this.#skip > 0) return false;
    this.#weight = this.#nextWeight;
    this.#nextWeight = 1 / this.#chance.rate;
    this.#skip = skipOf(this.#chance);
    return true;
  }

  record(value: number): void {
    const ring = this.#ring;
    this.sampled += 1;
    if (ring.used === ring.ids.length) this.dropped += 1;
    else {
      ring.ids[ring.used] = this.#id;
      ring.values[ring.used] = value;
      ring.weights[ring.used] = this.#weight;
      ring.used += 1;
      if (ring.used === this.#highAt) this.#onHighWater();
    }
  }

  recordCritical(value: number): void {
    const { critical } = this;
    critical.count += 1;
    critical.sum += value;
    critical.max = critical.max === null ? value : Math.max(critical.max, value);
  }
}

/**
 * Events up to and with the next that is chosen, when each is chosen with chance `rate` alone: geometric, by inversion. One
 * throw of dice a sample, where asking the dice for each event would cost more than the event.
 */
function skipOf({ rate, random }: Chance): number {
  return rate >= 1 ? 1 : Math.max(1, Math.ceil(Math.log(random()) / Math.log1p(-rate)));
}
