import { readRate } from './quantities.js';
import { quoted } from './quote.js';
import { type Fault, faulty, good, type Reading, readEach } from './reading.js';

/** A linear change of rate, per second at both ends. */
export type Ramp = { readonly fromPerSecond: number; readonly toPerSecond: number };

const rampForms = 'a ramp such as "100..2000", or an object with two rates, from and to';
const mostSteps = 1000;

/** Reads a ramp: `FROM..TO` as text, or an object with both rates. */
export function readRamp(raw: unknown): Reading<Ramp> {
  const given: unknown = typeof raw === 'string' ? ramp(raw.split('..')) : raw;
  if (typeof given !== 'object' || given === null || Array.isArray(given)) {
    return faulty(`expected ${rampForms}, got ${quoted(raw)}`);
  }
  const { from, to, ...others }: Readonly<Record<string, unknown>> = { ...given };
  const [unknown] = Object.keys(others);
  if (unknown !== undefined) return faulty(`expected only from and to, got ${quoted(unknown)}`, null, [unknown]);
  const rates: number[] = [];
  const faults: Fault[] = [];
  for (const [key, rate] of Object.entries({ from, to })) {
    const reading = readRate(rate);
    if (reading.kind === 'ok') rates.push(reading.value);
    else for (const fault of reading.faults) faults.push({ ...fault, path: [key] });
  }
  const [fromPerSecond, toPerSecond] = rates;
  if (fromPerSecond === undefined || toPerSecond === undefined) return { kind: 'faulty', faults };
  return good({ fromPerSecond, toPerSecond });
}

/** The two ends of a ramp written as text; null when there are not two. */
function ramp([from, to, ...more]: readonly string[]): { readonly from: unknown; readonly to: unknown } | null {
  return to === undefined || more.length > 0 ? null : { from, to };
}

/** Reads stairs: rates per second, as a list or as text with commas. */
export function readSteps(raw: unknown): Reading<readonly number[]> {
  const list = typeof raw === 'string' ? raw.split(',') : raw;
  if (!Array.isArray(list) || list.length === 0) {
    return faulty(`expected steps such as "100,200,400" or [100, 200, 400], got ${quoted(raw)}`);
  }
  if (list.length > mostSteps) return faulty(`expected at most ${mostSteps} steps, got ${list.length}`);
  return readEach(list, readRate);
}
