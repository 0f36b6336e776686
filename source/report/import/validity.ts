import type { Validity } from '../../model/load.js';
import { countText } from '../../model/quantity-text.js';
import type { ImportedSummary } from './reading.js';

/** What to keep in mind about another program's figures, one sentence each. They are believed: nothing shows that they are not. */
export function importValidity({ figures, loop, remarks, startedMs, tool }: ImportedSummary): Validity {
  const reasons: string[] = [];
  switch (loop) {
    case 'closed':
      reasons.push(
        `${tool} waits for replies before it sends on (closed loop): while the target stalls, requests that users would have sent are missing from its latencies (coordinated omission).`,
      );
      break;
    case 'unknown':
      reasons.push(
        `${tool} does not say whether arrivals waited for replies: if they did, latencies leave out what users would have waited (coordinated omission).`,
      );
      break;
    case 'open':
      break;
  }
  if (tool === 'vegeta' || tool === 'k6') {
    reasons.push(
      `${tool} counts latency from sending, not from when a request was due: its own lateness is not in it.`,
    );
  }
  if (tool === 'autocannon')
    reasons.push('autocannon tells latencies in whole milliseconds; what is under one is left out.');
  if (figures.failed !== null && figures.requests !== null && figures.failed > figures.requests / 2) {
    reasons.push(`${countText(figures.failed)} of ${countText(figures.requests)} requests failed.`);
  }
  if (startedMs === null) {
    reasons.push(
      `${tool} does not say when it ran: the test is dated by when its file was last written, which a copy may change.`,
    );
  }
  return { valid: true, reasons: [...reasons, ...remarks] };
}
