/** Longest piece of a user's text that a message repeats, in characters. */
const longest = 60;

/** C0, DEL, C1, and the characters that turn or hide text: none of them may reach a terminal from outside. */
const unprintable = /[\u0000-\u001f\u007f-\u009f\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g;

/** Text from outside made safe to print: unprintable characters become U+FFFD, and it is cut to `limit` characters. */
export function plainText(text: string, limit = longest): string {
  const cut = text.length > limit ? `${text.slice(0, limit - 1)}…` : text;
  return cut.replace(unprintable, '\ufffd');
}

/** Whether text holds a character that may not reach a terminal. */
export function hasUnprintable(text: string): boolean {
  // A fresh search each time: a shared global pattern would remember where it stopped.
  return text.search(unprintable) >= 0;
}

/** A value as a message names it: text in quotes, anything else by its kind. For "expected ..., got ...". */
export function quoted(value: unknown): string {
  if (typeof value === 'string') return value === '' ? 'an empty text' : `"${plainText(value)}"`;
  if (value === null) return 'null';
  if (value === undefined) return 'nothing';
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object') return 'an object';
  return plainText(String(value));
}
