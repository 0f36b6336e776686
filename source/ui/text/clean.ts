import stringWidth from 'string-width';
import { replaceUnprintable } from '../../model/plain-text.js';

/**
 * Text that is one cell a UTF-16 unit: printable ASCII, Latin-1 letters, and the glyphs that this program draws with.
 * Nearly every text on the screen is, and needs no segmenting.
 */
const plain = /^[ -~À-ÿ·×±←-↓─-▟■▲▼◀▶○●◐◆⊖✓✗…⠀-⣿]*$/u;

/** Escape sequences as a whole, so that no harmless-looking tail of one is left behind. */
const sequences =
  /(?:\u001b\[|\u009b)[0-?]*[ -/]*[@-~]?|(?:\u001b[\]PX^_]|[\u009d\u0090\u0098\u009e\u009f])[^\u0007\u001b\u009c]*(?:\u0007|\u001b\\|\u009c)?|\u001b./gsu;

/** Longest text taken from outside, in UTF-16 units: no cell of the screen shows more. */
const longest = 2000;

/** Single characters whose width terminals disagree about. */
const disputed = /\p{Extended_Pictographic}|\p{Regional_Indicator}/u;

const segmenter = new Intl.Segmenter();

/** One character of a cleaned text as it is drawn, and its width in cells. */
export type Drawable = { readonly text: string; readonly width: 1 | 2 };

/** Whether a text is one cell a UTF-16 unit as it stands. */
export function isPlain(text: string): boolean {
  return plain.test(text);
}

/**
 * Cuts foreign text into characters that every terminal draws alike: no control characters, and `?` for each cluster whose
 * width terminals disagree about (emoji, joined sequences, stacked marks).
 */
export function drawablesOf(text: string): readonly Drawable[] {
  const bounded = text
    .slice(0, longest)
    .replace(sequences, '')
    .replace(/[\t\r\n]+/g, ' ');
  const safe = replaceUnprintable(bounded, '').normalize('NFC');
  return Array.from(segmenter.segment(safe), ({ segment }) => drawableOf(segment)).filter(
    (drawable) => drawable !== null,
  );
}

function drawableOf(cluster: string): Drawable | null {
  const width = stringWidth(cluster);
  if (width === 0) return null;
  const isOne = [...cluster].length === 1 && (width === 1 || width === 2);
  if (!isOne || disputed.test(cluster)) return { text: isPlain(cluster) ? cluster : '?', width: 1 };
  return { text: cluster, width: width === 2 ? 2 : 1 };
}
