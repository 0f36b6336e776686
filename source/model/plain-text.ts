/**
 * The characters that may never reach a terminal from outside: those that it obeys (C0, DEL, C1), that turn or hide text
 * (format characters, line and paragraph separators), and that mean nothing by themselves (lone surrogates, private use).
 */
const unprintable = /[\p{Control}\p{Format}\p{Surrogate}\p{Private_Use}\p{Line_Separator}\p{Paragraph_Separator}]/gu;

/** Longest piece of a foreign text that a message repeats, in UTF-16 units. */
const longest = 60;

/** Text from outside made safe to print: unprintable characters become U+FFFD, and it is cut to `limit` UTF-16 units. */
export function plainText(text: string, limit = longest): string {
  return replaceUnprintable(text.length > limit ? `${text.slice(0, limit - 1)}…` : text, '\ufffd');
}

/** Every character of text that may not reach a terminal replaced by `replacement`, which may be empty. */
export function replaceUnprintable(text: string, replacement: string): string {
  return text.replace(unprintable, replacement);
}

/** Whether text holds a character that may not reach a terminal. */
export function hasUnprintable(text: string): boolean {
  // A fresh search each time: `test` of a shared global pattern would remember where it stopped.
  return text.search(unprintable) >= 0;
}

/** Text with every character that may not reach a terminal as an escape of JSON, `\\u202e`: inside of quotes it means the same. */
export function escapeUnprintable(text: string): string {
  return text.replace(unprintable, (character) =>
    character
      .split('')
      .map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
      .join(''),
  );
}
