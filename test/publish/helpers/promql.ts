import assert from 'node:assert/strict';
import { setTimeout } from 'node:timers/promises';
import { readVector, type Series } from '../../../source/engine/monitor/prometheus/ask-prometheus.js';

/** Asks a real Prometheus until the answer is as wanted, since it scrapes and writes when it likes; fails after a while. */
export async function askUntil(
  url: string,
  query: string,
  isGood: (series: readonly Series[]) => boolean = (series) => series.length > 0,
): Promise<readonly Series[]> {
  let last: readonly Series[] = [];
  const deadline = AbortSignal.timeout(30_000);
  while (!deadline.aborted) {
    const answer = await fetch(`${url}/api/v1/query`, { method: 'POST', body: new URLSearchParams({ query }) });
    const text = await answer.text();
    const vector = readVector(text);
    assert.ok(vector, `${query}: ${text}`);
    last = vector.series;
    if (isGood(last)) return last;
    await setTimeout(100);
  }
  return assert.fail(`${query} was never as wanted: ${JSON.stringify(last.map(({ value }) => value))}`);
}

/** The one number that a query gives, once it gives one. */
export async function numberOf(url: string, query: string): Promise<number> {
  const series = await askUntil(url, query, (found) => found.length === 1);
  return series[0]!.value;
}
