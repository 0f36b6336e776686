import { plainText } from '../model/plain-text.js';
import type { Problem } from '../model/problem.js';

/** How a sampling recorder samples. Rates are shares, 0 to 1. */
export type SamplingSettings = {
  readonly rate: number;
  /** Bounds that an adapting rate stays within. */
  readonly minRate: number;
  readonly maxRate: number;
  /** Samples that wait for the next flush. */
  readonly bufferSize: number;
  readonly flushIntervalMs: number;
  /** Whether the rate follows how full the buffer gets. */
  readonly isAdaptive: boolean;
  /** Whether a snapshot tells of the recorder itself. */
  readonly hasMeta: boolean;
};

export const defaultSamplingSettings: SamplingSettings = {
  rate: 0.03,
  minRate: 0.01,
  maxRate: 0.15,
  bufferSize: 2_000,
  flushIntervalMs: 2_000,
  isAdaptive: true,
  hasMeta: true,
};

/** Which recorder the environment asks for at very hot call sites, or what is wrong with its variables. */
export type MetricSettings =
  | { readonly kind: 'full' }
  | { readonly kind: 'sampling'; readonly settings: SamplingSettings }
  | { readonly kind: 'problems'; readonly problems: readonly Problem[] };

const words: Readonly<Record<string, boolean>> = { true: true, 1: true, on: true, false: false, 0: false, off: false };

/**
 * Reads the `METRICS_` variables. Everything is recorded in full unless METRICS_SAMPLE_RATE is set below 1; the others only
 * say how it is sampled then. A bound that was not named gives way to a rate that was.
 */
export function readMetricSettings(env: Readonly<Record<string, string | undefined>>): MetricSettings {
  const problems: Problem[] = [];
  const number = (name: string, least: number, most: number, isWhole: boolean): number | null => {
    const text = env[name];
    if (text === undefined || text === '') return null;
    const value = /^\d*\.?\d+$/.test(text) ? Number(text) : Number.NaN;
    if (value >= least && value <= most && (!isWhole || Number.isInteger(value))) return value;
    const wanted = `a ${isWhole ? 'whole number' : 'number'} from ${least} to ${most}`;
    problems.push({ path: name, message: `expected ${wanted}, got "${plainText(text)}"`, hint: null });
    return null;
  };
  const toggle = (name: string, otherwise: boolean): boolean => {
    const text = env[name];
    if (text === undefined || text === '') return otherwise;
    const value = Object.hasOwn(words, text.toLowerCase()) ? words[text.toLowerCase()] : undefined;
    if (value !== undefined) return value;
    problems.push({ path: name, message: `expected true or false, got "${plainText(text)}"`, hint: null });
    return otherwise;
  };
  const defaults = defaultSamplingSettings;
  const rate = number('METRICS_SAMPLE_RATE', 0.0001, 1, false);
  const minRate = number('METRICS_MIN_SAMPLE_RATE', 0.0001, 1, false);
  const maxRate = number('METRICS_MAX_SAMPLE_RATE', 0.0001, 1, false);
  const settings: SamplingSettings = {
    rate: rate ?? defaults.rate,
    minRate: minRate ?? Math.min(defaults.minRate, rate ?? defaults.rate),
    maxRate: maxRate ?? Math.max(defaults.maxRate, rate ?? defaults.rate),
    bufferSize: number('METRICS_BUFFER_SIZE', 10, 1_000_000, true) ?? defaults.bufferSize,
    flushIntervalMs: number('METRICS_FLUSH_INTERVAL', 10, 3_600_000, true) ?? defaults.flushIntervalMs,
    isAdaptive: toggle('METRICS_ADAPTIVE_SAMPLING', defaults.isAdaptive),
    hasMeta: toggle('METRICS_ENABLE_META', defaults.hasMeta),
  };
  if (problems.length === 0 && !(settings.minRate <= settings.rate && settings.rate <= settings.maxRate)) {
    problems.push({
      path: 'METRICS_SAMPLE_RATE',
      message: `expected a rate from METRICS_MIN_SAMPLE_RATE to METRICS_MAX_SAMPLE_RATE, got ${settings.rate} beside ${settings.minRate} and ${settings.maxRate}`,
      hint: null,
    });
  }
  if (problems.length > 0) return { kind: 'problems', problems };
  return rate === null || rate === 1 ? { kind: 'full' } : { kind: 'sampling', settings };
}
