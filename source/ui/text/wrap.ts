import { cut, widthOf } from './cells.js';

/** Breaks a text at spaces into lines of at most `width` cells; a longer word is cut. At most `limit` lines, the last one marked with `ellipsis` when text is left. */
export function wrapWords(text: string, width: number, limit: number, ellipsis: string): readonly string[] {
  if (width <= 0 || limit <= 0) return [];
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(/\s+/).filter((part) => part !== '')) {
    const joined = line === '' ? word : `${line} ${word}`;
    if (widthOf(joined) <= width) {
      line = joined;
      continue;
    }
    if (line !== '') lines.push(line);
    line = widthOf(word) <= width ? word : cut(word, width).text;
  }
  if (line !== '') lines.push(line);
  if (lines.length <= limit) return lines;
  const last = cut(lines[limit - 1] ?? '', Math.max(0, width - 1)).text;
  return [...lines.slice(0, limit - 1), `${last}${ellipsis}`];
}
