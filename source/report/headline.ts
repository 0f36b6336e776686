import { millisecondsText } from '../model/quantity-text.js';

/** How good the news of a number is. */
export type Tone = 'plain' | 'good' | 'warning' | 'critical';

/** One of the numbers that a report begins with: what it is, the number, and what must be known beside it. */
export type Headline = {
  readonly label: string;
  readonly value: string;
  readonly unit: string;
  readonly detail: string;
  readonly tone: Tone;
};

/** `12.3 ms` as a number and its unit. */
export function quantity(text: string): Pick<Headline, 'value' | 'unit'> {
  const space = text.lastIndexOf(' ');
  return space < 0 ? { value: text, unit: '' } : { value: text.slice(0, space), unit: text.slice(space) };
}

/** A 95 % interval of a latency in ms. */
export function intervalText([low, high]: readonly [number, number]): string {
  return `${millisecondsText(low, 3).replace(/ ms$/, '')} to ${millisecondsText(high, 3)}`;
}
