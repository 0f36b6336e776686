/** Which of several metrics is the whole: the first of these names that is there. */
const wholes = ['total', 'app'] as const;

/**
 * How long a server says that it took, in ms, from the value of a `Server-Timing` field such as `db;dur=12.5, app;dur=40`
 * (W3C Server Timing, section 3.3). Metrics may lie within each other, so they are not added: it is `total` or else `app`
 * where there is one, or else the longest. Null where no metric has a duration.
 */
export function serverTimingMs(value: string): number | null {
  let longest: number | null = null;
  const named = new Map<string, number>();
  // Descriptions may be quoted and hold any character.
  for (const metric of value.match(/(?:[^,"]|"(?:\\.|[^"\\])*"?)+/g) ?? []) {
    const parts = metric.match(/(?:[^;"]|"(?:\\.|[^"\\])*"?)+/g) ?? [];
    const [name = '', ...parameters] = parts.map((part) => part.trim());
    for (const parameter of parameters) {
      const found = /^dur\s*=\s*"?(\d+(?:\.\d+)?)"?$/i.exec(parameter);
      if (found === null) continue;
      const ms = Number(found[1]);
      named.set(name.toLowerCase(), ms);
      longest = Math.max(longest ?? 0, ms);
    }
  }
  for (const whole of wholes) {
    const ms = named.get(whole);
    if (ms !== undefined) return ms;
  }
  return longest;
}
