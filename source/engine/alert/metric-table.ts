import type { metricUnits as units } from './units.js';

/** What a series of a metric belongs to, and with it the labels that an alert gets: one load, a server, a stream, a request. */
export type Scope = 'load' | 'server' | 'stream' | 'request';

/** Labels that a series may have by itself. */
export const scopeLabels: { readonly [scope in Scope]: readonly string[] } = {
  load: [],
  server: ['host', 'group'],
  stream: ['stream', 'host'],
  request: ['request'],
};

/** A gauge moves both ways, a counter only grows, a histogram holds times. */
export type MetricKind = 'gauge' | 'counter' | 'histogram';

/** One metric that a rule may name. */
export type Metric = {
  readonly scope: Scope;
  readonly kind: MetricKind;
  readonly unit: keyof typeof units;
  readonly help: string;
  /** The least spread that the anomaly and peer functions assume, in the unit: less is never told from noise. */
  readonly floor: number;
};

/** A metric with its name. */
export type NamedMetric = Metric & { readonly name: string };

function gauge(scope: Scope, unit: Metric['unit'], floor: number, help: string): Metric {
  return { scope, kind: 'gauge', unit, floor, help };
}

function counter(scope: Scope, help: string): Metric {
  return { scope, kind: 'counter', unit: 'count', floor: 1, help };
}

function times(scope: Scope, help: string): Metric {
  return { scope, kind: 'histogram', unit: 'ms', floor: 1, help };
}

/** Every metric by name. The reference, completion and every message about an unknown name come from here. */
const table: Readonly<Record<string, Metric>> = {
  'load.intended': gauge('load', 'perSecond', 1, 'rate that the plan asks for'),
  'load.offered': gauge('load', 'perSecond', 1, 'requests put on the wire a second'),
  'load.achieved': gauge('load', 'perSecond', 1, 'good answers a second'),
  'load.in_flight': gauge('load', 'count', 2, 'requests sent and not yet settled'),
  'load.waiting': gauge('load', 'count', 2, 'arrivals that wait for a connection'),
  'load.connections': gauge('load', 'count', 2, 'open connections'),
  'load.errors': gauge('load', 'percent', 1, 'share of what ended in the last interval that ended badly'),
  'load.latency': times('load', 'response times: what a user waits, from the due time'),
  'load.service': times('load', 'service times: from sending to the end of the answer'),
  'load.lag': times('load', "lateness of the generator's own sending"),
  arrivals: counter('load', 'arrivals that came due'),
  answers: counter('load', 'good answers'),
  errors: counter('load', 'arrivals that ended badly'),
  'request.latency': times('request', 'response times of one name of request'),
  'request.arrivals': counter('request', 'arrivals of one name of request that ended'),
  'request.errors': counter('request', 'arrivals of one name of request that ended badly'),
  'cpu.used': gauge('server', 'percent', 1, 'busy share of all cores'),
  'cpu.user': gauge('server', 'percent', 1, 'share of the cores in programs'),
  'cpu.system': gauge('server', 'percent', 1, 'share of the cores in the kernel'),
  'cpu.steal': gauge('server', 'percent', 1, 'share that the hypervisor gave to others'),
  'cpu.iowait': gauge('server', 'percent', 1, 'share of the cores that waited for a disk'),
  'memory.used': gauge('server', 'percent', 1, 'share of memory in use'),
  'memory.bytes': gauge('server', 'bytes', 1_048_576, 'memory in use'),
  'swap.used': gauge('server', 'percent', 1, 'share of swap in use'),
  'disk.busy': gauge('server', 'percent', 2, 'busy share of the busiest disk'),
  'disk.read': gauge('server', 'bytesPerSecond', 65_536, 'bytes read from disks a second'),
  'disk.write': gauge('server', 'bytesPerSecond', 65_536, 'bytes written to disks a second'),
  'net.in': gauge('server', 'bytesPerSecond', 65_536, 'bytes received a second'),
  'net.out': gauge('server', 'bytesPerSecond', 65_536, 'bytes sent a second'),
  'pressure.cpu': gauge('server', 'percent', 1, 'share of time in which a task waited for a core'),
  'pressure.memory': gauge('server', 'percent', 1, 'share of time in which a task waited for memory'),
  'pressure.io': gauge('server', 'percent', 1, 'share of time in which a task waited for a disk'),
  'host.load1': gauge('server', 'plain', 0.1, 'load average of one minute'),
  'host.load5': gauge('server', 'plain', 0.1, 'load average of five minutes'),
  'host.load15': gauge('server', 'plain', 0.1, 'load average of fifteen minutes'),
  'host.rtt': gauge('server', 'ms', 1, 'round trip to the server'),
  'host.loss': gauge('server', 'percent', 1, 'share of the last ticks that went unanswered'),
  'host.uptime': gauge('server', 'ms', 1000, 'time since the server started'),
  'host.up': gauge('server', 'plain', 0.1, '1 while the server is live, 0 while it is not'),
  'stream.open': gauge('stream', 'plain', 0.1, '1 while the stream is open, 0 while it is not'),
  'stream.rtt': gauge('stream', 'ms', 1, 'round trip of the last ping of the stream'),
  'stream.messages': counter('stream', 'messages read'),
  'stream.unreadable': counter('stream', 'messages that could not be read'),
  'stream.reconnects': counter('stream', 'times that the stream was connected anew'),
  'queue.pending': gauge('stream', 'count', 2, 'messages that wait to be sent'),
  'queue.dropped': counter('stream', 'messages given up'),
  'queue.expired': counter('stream', 'messages that became too old to send'),
  'breaker.open': gauge(
    'stream',
    'plain',
    0.1,
    '1 while the circuit is open, 0.5 while it tries, 0 while it is closed',
  ),
  'breaker.opened': counter('stream', 'times that the circuit opened'),
};

/** Names of metrics of streams: what a message carries, under the name that the config or the message gives it. */
export const appPrefix = 'app.';

/** All names, sorted; `app.NAME` stands for what streams carry. */
export const metricNames: readonly string[] = Object.keys(table).sort();

/** The metric of a name; null where there is none. */
export function metricOf(name: string): NamedMetric | null {
  if (Object.hasOwn(table, name)) return { name, ...table[name]! };
  if (!name.startsWith(appPrefix) || name.length === appPrefix.length) return null;
  return { name, ...gauge('stream', 'plain', 1e-9, `${name.slice(appPrefix.length)} as streams tell it`) };
}
