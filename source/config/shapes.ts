import type { Sine, Spike } from '../model/shape.js';
import { readDuration, readRate, readRateOrRest, readSpan } from './quantities.js';
import { quoted } from './quote.js';
import { type Fault, faulty, good, type Reading, readEach } from './reading.js';

/** A linear change of rate, per second at both ends. */
export type Ramp = { readonly fromPerSecond: number; readonly toPerSecond: number };
/** A spike and a sine before they have a phase to be played in. */
export type SpikeForm = Pick<Spike, 'basePerSecond' | 'peakPerSecond' | 'beginMs' | 'endMs'>;
export type SineForm = Pick<Sine, 'meanPerSecond' | 'amplitudePerSecond' | 'periodMs'>;

const rampForms = 'a ramp such as "100..2000", or an object with two rates, from and to';
const spikeForms = 'a spike such as "100..1000@10s+5s", or an object with base, peak, at and length';
const sineForms = 'a sine such as "200~100/60s", or an object with mean, amplitude and period';
const mostSteps = 1000;

/** Reads a ramp: `FROM..TO` as text, or an object with both rates. */
export function readRamp(raw: unknown): Reading<Ramp> {
  const given = typeof raw === 'string' ? partsOf(raw, /^(?<from>.*?)\.\.(?<to>(?:(?!\.\.).)*)$/) : raw;
  const reading = readFields(given, raw, rampForms, { from: readRateOrRest, to: readRateOrRest });
  if (reading.kind === 'faulty') return reading;
  if (reading.value.from === 0 && reading.value.to === 0) return faulty(neverAbove(raw));
  return good({ fromPerSecond: reading.value.from, toPerSecond: reading.value.to });
}

/** Reads a spike: `BASE..PEAK@AT+LENGTH` as text, or an object with the four. */
export function readSpike(raw: unknown): Reading<SpikeForm> {
  const given =
    typeof raw === 'string' ? partsOf(raw, /^(?<base>.*?)\.\.(?<peak>.*?)@(?<at>.*?)\+(?<length>.*)$/) : raw;
  const fields = { base: readRateOrRest, peak: readRate, at: readSpan, length: readDuration };
  const reading = readFields(given, raw, spikeForms, fields);
  if (reading.kind === 'faulty') return reading;
  const { base, peak, at, length } = reading.value;
  return good({ basePerSecond: base, peakPerSecond: peak, beginMs: at, endMs: at + length });
}

/** Reads a sine: `MEAN~AMPLITUDE/PERIOD` as text, or an object with the three. No rate is ever below zero. */
export function readSine(raw: unknown): Reading<SineForm> {
  // The last slash: a rate may have one of its own.
  const given = typeof raw === 'string' ? partsOf(raw, /^(?<mean>.*?)~(?<amplitude>.*)\/(?<period>.*?)$/) : raw;
  const fields = { mean: readRate, amplitude: readRate, period: readDuration };
  const reading = readFields(given, raw, sineForms, fields);
  if (reading.kind === 'faulty') return reading;
  const { mean, amplitude, period } = reading.value;
  if (amplitude > mean) {
    const message = `expected an amplitude of at most the mean of ${mean}/s, got ${amplitude}/s`;
    return faulty(message, 'a rate cannot fall below zero', ['amplitude']);
  }
  return good({ meanPerSecond: mean, amplitudePerSecond: amplitude, periodMs: period });
}

/** Reads stairs: rates per second, as a list or as text with commas. */
export function readSteps(raw: unknown): Reading<readonly number[]> {
  const list = typeof raw === 'string' ? raw.split(',') : raw;
  if (!Array.isArray(list) || list.length === 0) {
    return faulty(`expected steps such as "100,200,400" or [100, 200, 400], got ${quoted(raw)}`);
  }
  if (list.length > mostSteps) return faulty(`expected at most ${mostSteps} steps, got ${list.length}`);
  const reading = readEach(list, readRateOrRest);
  return reading.kind === 'ok' && reading.value.every((rate) => rate === 0) ? faulty(neverAbove(raw)) : reading;
}

function neverAbove(raw: unknown): string {
  return `expected a rate above zero somewhere, got ${quoted(raw)}`;
}

/** Longest text that is taken apart: far beyond any rate or duration. */
const longestText = 200;

/** The named parts of a text; null where it has another form. */
function partsOf(text: string, form: RegExp): Readonly<Record<string, string>> | null {
  return text.length > longestText ? null : (form.exec(text)?.groups ?? null);
}

/** Reads an object that has exactly these fields, all faults at once. `raw` is what the user wrote, for messages. */
function readFields<Name extends string>(
  given: unknown,
  raw: unknown,
  forms: string,
  readers: Readonly<Record<Name, (raw: unknown) => Reading<number>>>,
): Reading<Readonly<Record<Name, number>>> {
  if (typeof given !== 'object' || given === null || Array.isArray(given)) {
    return faulty(`expected ${forms}, got ${quoted(raw)}`);
  }
  const names = Object.keys(readers) as Name[];
  const content: Readonly<Record<string, unknown>> = { ...given };
  const unknown = Object.keys(content).find((key) => !names.some((name) => name === key));
  if (unknown !== undefined) {
    const list = names.join(', ').replace(/, ([^,]*)$/, ' and $1');
    return faulty(`expected only ${list}, got ${quoted(unknown)}`, null, [unknown]);
  }
  const faults: Fault[] = [];
  const values: Partial<Record<Name, number>> = {};
  for (const name of names) {
    const reading = readers[name](content[name]);
    if (reading.kind === 'ok') values[name] = reading.value;
    else for (const fault of reading.faults) faults.push({ ...fault, path: [name, ...fault.path] });
  }
  // Without a fault every name has its value.
  return faults.length === 0 ? good(values as Record<Name, number>) : { kind: 'faulty', faults };
}
