import type { SessionEvent } from '../../model/events.js';
import { plainText } from '../../model/plain-text.js';
import type { CircuitState, StreamSample } from '../../model/stream.js';
import type { Collector } from './collector.js';
import { families } from './families.js';
import type { Labels } from './metric.js';
import { asNumber, type Part } from './part.js';

type Health = Extract<SessionEvent, { readonly kind: 'stream/health' }>;

type Stream = { isOpen: boolean; rttMs: number | null; health: Health | null; values: Map<string, number | null> };

const circuits = ['closed', 'open', 'half-open'] as const satisfies readonly CircuitState['kind'][];

/** Metric streams: what they tell, and how they, their circuits and their queues are. */
export function createStreamPart(): Part {
  const streams = new Map<string, Stream>();
  const stream = (name: string): Stream => {
    let found = streams.get(name);
    if (found === undefined) {
      found = { isOpen: false, rttMs: null, health: null, values: new Map() };
      streams.set(name, found);
    }
    return found;
  };
  return {
    observe(event) {
      switch (event.kind) {
        case 'session/started':
          for (const { name } of event.head.streams) stream(name);
          return;
        case 'stream/sample':
          take(stream(event.sample.stream), event.sample);
          return;
        case 'stream/state': {
          const known = stream(event.stream);
          known.isOpen = event.state.kind === 'open';
          if (!known.isOpen) known.values = new Map();
          return;
        }
        case 'stream/health':
          stream(event.stream).health = event;
          return;
        default:
      }
    },
    collect(collector) {
      for (const [name, { isOpen, rttMs, health, values }] of streams) {
        const labels: Labels = [['stream', name]];
        collector.put(families.streamOpen, labels, asNumber(isOpen));
        collector.put(families.streamRtt, labels, rttMs === null || !isOpen ? null : rttMs / 1000);
        for (const [metric, value] of values) {
          collector.put(families.streamValue, [...labels, ['metric', metric]], value);
        }
        if (health !== null) collectHealth(health, labels, collector);
      }
    },
  };
}

function take(known: Stream, sample: StreamSample): void {
  known.isOpen = true;
  known.rttMs = sample.rttMs;
  // Names of a stream come from outside. How many it may have is bounded where it is read.
  for (const [metric, value] of Object.entries(sample.values)) known.values.set(plainText(metric, 200), value);
}

function collectHealth({ circuit, counts, queue }: Health, labels: Labels, { put }: Collector): void {
  put(families.streamMessages, labels, counts.messages);
  put(families.streamUnreadable, labels, counts.unreadable);
  put(families.streamReconnects, labels, counts.reconnects);
  put(families.circuitOpened, labels, counts.opened);
  for (const state of circuits)
    put(families.circuitState, [...labels, ['state', state]], asNumber(circuit.kind === state));
  put(families.queuePending, labels, queue.pending);
  for (const ended of ['sent', 'dropped', 'expired'] as const) {
    put(families.queueEnded, [...labels, ['how', ended]], queue[ended]);
  }
}
