import { readRateChange } from '../../config/rate-change.js';
import { changedRate, isLargeChange, type RateChange } from '../../model/rate-change.js';

/** A rate being typed. */
export type RatePrompt = {
  readonly text: string;
  /** What is wrong with what was entered; null while nothing is known to be. */
  readonly fault: string | null;
};

/** What one stroke makes of a prompt. */
export type Prompted =
  | { readonly kind: 'open'; readonly prompt: RatePrompt }
  | { readonly kind: 'left' }
  /** `wantedPerSecond`: what it makes of the present rate; null where that is not known. */
  | {
      readonly kind: 'entered';
      readonly change: RateChange;
      readonly isLarge: boolean;
      readonly wantedPerSecond: number | null;
    };

export const emptyPrompt: RatePrompt = { text: '', fault: null };

/** Longer than any rate. */
const longest = 16;
/** Every character that a rate may have. */
const typeable = /^[0-9.+\-%/a-z]$/;

/** What a stroke does while a rate is typed: no stroke reaches any key. `presentPerSecond` is null where it is not known. */
export function typeRate(prompt: RatePrompt, stroke: string, presentPerSecond: number | null): Prompted {
  const open = (text: string): Prompted => ({ kind: 'open', prompt: { text, fault: null } });
  switch (stroke) {
    case 'escape':
      return { kind: 'left' };
    case 'backspace':
      return open(prompt.text.slice(0, -1));
    case 'enter':
      return entered(prompt.text, presentPerSecond);
    default: {
      const character = stroke === 'space' ? '' : stroke.toLowerCase();
      if (!typeable.test(character) || prompt.text.length >= longest) return { kind: 'open', prompt };
      return open(prompt.text + character);
    }
  }
}

function entered(text: string, presentPerSecond: number | null): Prompted {
  if (text === '') return { kind: 'left' };
  const reading = readRateChange(text);
  const refuse = (fault: string): Prompted => ({ kind: 'open', prompt: { text, fault } });
  if (reading.kind === 'faulty') return refuse(reading.faults[0]?.message ?? 'expected a rate');
  const change = reading.value;
  if (presentPerSecond === null) return { kind: 'entered', change, isLarge: true, wantedPerSecond: null };
  const wantedPerSecond = changedRate(change, presentPerSecond);
  if (change.kind !== 'times' && !(wantedPerSecond > 0)) return refuse('expected to leave some of the rate: P pauses');
  return { kind: 'entered', change, isLarge: isLargeChange(presentPerSecond, wantedPerSecond), wantedPerSecond };
}
