import { wrapWords } from '../ui/text/wrap.js';

/** Continuations stand a little in, so that it is seen where a line begins. */
const indent = '  ';

/** Text for a terminal of that many columns: sentences too long for it go on in a next line between words; tables stay as they are. */
export function fitLines(text: string, columns: number): string {
  return text
    .split('\n')
    .flatMap((line) => {
      if (line.length <= columns || /\S {2,}\S/.test(line)) return [line];
      const [first = '', ...rest] = wrapWords(line, columns - indent.length, Number.POSITIVE_INFINITY, '');
      return [first, ...rest.map((part) => indent + part)];
    })
    .join('\n');
}
