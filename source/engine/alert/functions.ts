import type { MetricKind } from './metric-table.js';

/** What a function of the expression language takes and means. */
export type FunctionSpec = {
  /** Kinds of metric that it takes; `value` is any number, worked out anew each second. */
  readonly takes: readonly (MetricKind | 'value')[];
  /** The window that it looks back over where none is written, in ms; null: it has none. */
  readonly windowMs: number | null;
  /** `same`: the unit of what it takes. */
  readonly unit: 'same' | 'perSecond' | 'percent' | 'count' | 'plain' | 'condition';
  readonly usage: string;
  readonly help: string;
};

const minuteMs = 60_000;

/** Every function, by name. */
export const functions = {
  rate: {
    takes: ['counter', 'value'],
    windowMs: minuteMs,
    unit: 'perSecond',
    usage: 'rate(errors) over 2m',
    help: 'growth of a counter a second, over the window; a counter that went back began anew',
  },
  increase: {
    takes: ['counter', 'value'],
    windowMs: minuteMs,
    unit: 'count',
    usage: 'increase(breaker.opened) over 5m',
    help: 'growth of a counter over the window',
  },
  share: {
    takes: ['counter'],
    windowMs: minuteMs,
    unit: 'percent',
    usage: 'share(errors) over 2m',
    help: 'errors as a share of what ended in the window',
  },
  p: {
    takes: ['histogram', 'value'],
    windowMs: minuteMs,
    unit: 'same',
    usage: 'p(99) load.latency over 1m',
    help: 'percentile over the window: of times, from histograms that are added; of other metrics, from their readings',
  },
  avg: {
    takes: ['value', 'histogram'],
    windowMs: minuteMs,
    unit: 'same',
    usage: 'avg(cpu.used) over 1m',
    help: 'mean over the window',
  },
  min: {
    takes: ['value'],
    windowMs: minuteMs,
    unit: 'same',
    usage: 'min(cpu.used) over 1m',
    help: 'least of the window',
  },
  max: {
    takes: ['value', 'histogram'],
    windowMs: minuteMs,
    unit: 'same',
    usage: 'max(cpu.used) over 1m',
    help: 'most of the window',
  },
  change: {
    takes: ['value'],
    windowMs: minuteMs,
    unit: 'same',
    usage: 'change(memory.bytes) over 10m',
    help: 'how much the value moved from the beginning of the window to now',
  },
  changed: {
    takes: ['value', 'counter'],
    windowMs: minuteMs,
    unit: 'condition',
    usage: 'changed(breaker.opened) over 1m',
    help: 'whether the value is another than the one at some second of the window',
  },
  no_data: {
    takes: ['value', 'counter', 'histogram'],
    windowMs: 15_000,
    unit: 'condition',
    usage: 'no_data(15s)',
    help: 'whether nothing was heard for that long: of a server, or of what stands first, as in no_data(stream.messages, 15s)',
  },
  baseline: {
    takes: ['value'],
    windowMs: null,
    unit: 'same',
    usage: 'cpu.used > baseline(cpu.used) * 1.5',
    help: 'median of the readings before load began, at most of a minute; where there were fewer than five, of the first thirty readings',
  },
  peer_z: {
    takes: ['value'],
    windowMs: null,
    unit: 'plain',
    usage: 'peer_z(cpu.used) > 5',
    help: "robust distance from the group's median in the same second, in spreads (1.4826 MAD); needs three servers in the group",
  },
  anomaly: {
    takes: ['value'],
    windowMs: 300_000,
    unit: 'condition',
    usage: 'anomaly(cpu.used)',
    help: 'whether the value is more than 3 spreads (1.4826 MAD) from the median of the window, and was in 9 of the last 10 s; notifies nobody unless the rule says "notify": true',
  },
  anomaly_z: {
    takes: ['value'],
    windowMs: 300_000,
    unit: 'plain',
    usage: 'anomaly_z(cpu.used) > 6',
    help: 'distance from the median of the window, in spreads',
  },
  abs: { takes: ['value'], windowMs: null, unit: 'same', usage: 'abs(peer_z(cpu.used)) > 5', help: 'without its sign' },
} as const satisfies Readonly<Record<string, FunctionSpec>>;

export type FunctionName = keyof typeof functions;

export const functionNames = Object.keys(functions) as readonly FunctionName[];

/** The function as its general type. */
export function functionOf(name: FunctionName): FunctionSpec {
  return functions[name];
}

/** Whether a text is the name of a function. */
export function isFunctionName(name: string): name is FunctionName {
  return Object.hasOwn(functions, name);
}
