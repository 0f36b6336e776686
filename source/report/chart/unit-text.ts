import { bytesText, countText, millisecondsText, shortNumber } from '../../model/quantity-text.js';
import type { Unit } from '../digest/watched-parts.js';

/** A number of a series as people read it. */
export function unitText(value: number, unit: Unit): string {
  switch (unit) {
    case 'percent':
      return `${shortNumber(value)} %`;
    case 'bytes':
      return signed(value, bytesText);
    case 'bytes-per-second':
      return `${signed(value, bytesText)}/s`;
    case 'ms':
      return signed(value, millisecondsText);
    case 'number':
      return signed(value, Number.isInteger(value) ? countText : shortNumber);
  }
}

function signed(value: number, text: (value: number) => string): string {
  return value < 0 ? `-${text(-value)}` : text(value);
}
