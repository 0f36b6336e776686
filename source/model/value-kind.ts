/** What kind of value came where another was expected, for a sentence: `a text`, `an empty list`, `nothing`, `12`. */
export function valueKind(value: unknown): string {
  if (value === null) return 'null';
  if (value === undefined) return 'nothing';
  if (Array.isArray(value)) return value.length === 0 ? 'an empty list' : 'a list';
  if (typeof value === 'object') return 'an object';
  if (typeof value === 'function') return 'a function';
  return typeof value === 'string' ? 'a text' : String(value);
}
