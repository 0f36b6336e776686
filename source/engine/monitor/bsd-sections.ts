import type { InterfaceCounters } from './snapshot.js';

/** What macOS and FreeBSD tell in the same form. */

/** The output of `sysctl NAME...`: `name: value` lines, or `name = value` as old systems have it. */
export function parseSysctl(text: string): ReadonlyMap<string, string> {
  return new Map(
    [...text.matchAll(/^([\w.]{1,64})(?::| =) ?(.*)$/gm)].map(([, name, value]) => [name!, value!.trim()]),
  );
}

/** `{ 1.23 2.34 3.45 }` of vm.loadavg; a comma stands for the point in some locales. */
export function parseBsdLoad(text: string | undefined): { one: number; five: number; fifteen: number } | null {
  const match = /(\d+[.,]\d+) (\d+[.,]\d+) (\d+[.,]\d+)/.exec(text ?? '');
  if (match === null) return null;
  const [one, five, fifteen] = match.slice(1).map((part) => Number(part.replace(',', '.')));
  return { one: one!, five: five!, fifteen: fifteen! };
}

/** Seconds since 1970 at which the system booted, of kern.boottime: `{ sec = 1700000000, usec = 0 } ...`. */
export function parseBootSeconds(text: string | undefined): number | null {
  const seconds = /\bsec = (\d{9,11})\b/.exec(text ?? '')?.[1];
  return seconds === undefined ? null : Number(seconds);
}

/**
 * Reads `netstat -ibn`: bytes of each interface that is none of the machine's own, from its line of the link layer. Where
 * an interface has no address, its line has a column less, so that columns are counted from the end.
 */
export function parseNetstat(text: string): ReadonlyMap<string, InterfaceCounters> {
  const lines = text.split('\n', 1000);
  const head = lines[0]?.trim().split(/\s+/) ?? [];
  const fromEnd = (column: string): number => head.length - head.indexOf(column);
  const interfaces = new Map<string, InterfaceCounters>();
  if (!head.includes('Ibytes') || !head.includes('Obytes')) return interfaces;
  for (const line of lines.slice(1)) {
    const fields = line.trim().split(/\s+/);
    const name = fields[0]?.replace(/\*$/, '');
    if (name === undefined || !fields[2]?.startsWith('<Link') || /^(lo|gif|stf|utun|awdl|llw|bridge)\d/.test(name)) {
      continue;
    }
    const inBytes = Number(fields[fields.length - fromEnd('Ibytes')]);
    const outBytes = Number(fields[fields.length - fromEnd('Obytes')]);
    if (Number.isFinite(inBytes) && Number.isFinite(outBytes)) interfaces.set(name, { inBytes, outBytes });
  }
  return interfaces;
}
