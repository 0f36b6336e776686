import { countText } from '../../model/quantity-text.js';
import { type Line, span } from '../text/line.js';

/** A counter with its word; one that should be 0 stands out when it is not. */
export function countSpans(word: string, value: number, isBad: boolean): Line {
  return [span(`${word} `, 'muted'), span(countText(value), isBad && value > 0 ? 'warning' : 'plain')];
}
