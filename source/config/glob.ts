/** Whether a text is one that stands for several names: with `*` for any text, `?` for any character. */
export function isGlob(text: string): boolean {
  return /[*?]/.test(text);
}

/** Whether a pattern names a text. Written as a walk, since a pattern made into a RegExp could take for ever. */
export function matchesGlob(pattern: string, text: string): boolean {
  let at = 0;
  let star = -1;
  let resume = 0;
  let index = 0;
  while (index < text.length) {
    if (pattern[at] === '*') {
      star = at++;
      resume = index;
    } else if (at < pattern.length && (pattern[at] === '?' || pattern[at] === text[index])) {
      at++;
      index++;
    } else if (star >= 0) {
      at = star + 1;
      index = ++resume;
    } else return false;
  }
  while (pattern[at] === '*') at++;
  return at === pattern.length;
}
