import {
  errorShareOver,
  heldFor,
  nothingAnswered,
  type StopRule,
  serverCpuOver,
  withoutOwnFaults,
} from '../engine/load/stop-rule.js';
import { shareText } from '../model/quantity-text.js';
import { failuresUntilDown, periodMs } from './watch-health.js';

/** One trip-wire: what it is called, what it waits for, and the rule that it is; without one it is watched elsewhere. */
type TripWire = {
  readonly name: string;
  readonly help: string;
  readonly rule: ((timeoutMs: number) => StopRule) | null;
};

const burst = { ratio: 0.5, spanMs: 3_000, least: 20, lagMs: 10 } as const;
const stuck = { leastMs: 5_000, inFlight: 50 } as const;
const busy = { ratio: 0.97, forMs: 10_000 } as const;

/**
 * What stops a run at once, whether asked for or not. A standstill is told from slowness by the timeout: what is older is
 * no answer any more, so a target that has given none for so long gives none at all.
 */
const table: readonly TripWire[] = [
  {
    name: 'error burst',
    help: `more than ${shareText(burst.ratio)} of the arrivals that ended within ${burst.spanMs / 1000} s ended badly, of at least ${burst.least}; where the generator itself is late, what it did not send does not count`,
    rule: () => withoutOwnFaults(errorShareOver(burst.ratio, burst.spanMs, burst.least), burst.lagMs),
  },
  {
    name: 'standstill',
    help: `nothing was answered well for as long as an answer may take (\`timeout\`), at least ${stuck.leastMs / 1000} s, with ${stuck.inFlight} requests or more in flight`,
    rule: (timeoutMs) => nothingAnswered(Math.max(stuck.leastMs, timeoutMs), stuck.inFlight),
  },
  {
    name: 'server CPU',
    help: `a watched server used more than ${shareText(busy.ratio)} of its CPU for ${busy.forMs / 1000} s; the machine that plimsoll runs on does not count`,
    rule: () => heldFor(serverCpuOver(busy.ratio, 'not-generator'), busy.forMs),
  },
  {
    name: 'health check',
    help: `\`health\` failed ${failuresUntilDown} times in a row, asked every ${periodMs / 1000} s`,
    rule: null,
  },
];

/** The trip-wires that are asked once a second, each with its name, for a load whose answers may take `timeoutMs`. */
export function tripWires(timeoutMs: number): readonly { readonly name: string; readonly rule: StopRule }[] {
  return table.flatMap(({ name, rule }) => (rule === null ? [] : [{ name, rule: rule(timeoutMs) }]));
}

/** Every trip-wire as a Markdown table, a line each, without a newline at the end. */
export function tripWiresMarkdown(): string {
  return [
    '| Trip-wire | Stops a run when |',
    '| --- | --- |',
    ...table.map(({ name, help }) => `| ${name} | ${help} |`),
  ].join('\n');
}
