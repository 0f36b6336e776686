import { fieldsOf } from '../recorded-value.js';
import { countsOf } from './counts.js';
import { type ImportedSummary, noFigures } from './reading.js';
import { amount, countOf, durationOf, rateOf, timeOf } from './told-numbers.js';

const nanosecond = 1e-6;

/** The summary that a JSON document of another program is; null where it is none that is known. */
export function summaryOf(document: unknown): ImportedSummary | null {
  const top = fieldsOf(document);
  return vegetaReport(top) ?? autocannonResult(top) ?? k6Summary(top);
}

/** `vegeta report -type=json`: times in nanoseconds. */
function vegetaReport(top: Readonly<Record<string, unknown>>): ImportedSummary | null {
  const latencies = fieldsOf(top.latencies);
  if (latencies['50th'] === undefined || top.status_codes === undefined) return null;
  const requests = countOf(top.requests);
  const success = amount(top.success);
  const failed = requests === null || success === null ? null : Math.round(requests * Math.max(0, 1 - success));
  // From the first request to the last, and from there to the last answer.
  const [sending, waiting] = [durationOf(top.duration, 1e-9), durationOf(top.wait, 1e-9)];
  const durationSeconds = sending === null ? null : sending + (waiting ?? 0);
  return {
    tool: 'vegeta',
    target: null,
    startedMs: writtenTime(top.earliest),
    loop: 'open',
    connections: null,
    remarks: [],
    figures: {
      durationSeconds,
      requests,
      failed,
      // Its own rate has one gap too many, and what it calls throughput is another thing in older versions.
      offeredPerSecond: rateOf(requests === null ? null : Math.max(0, requests - 1), sending),
      achievedPerSecond: rateOf(requests === null || failed === null ? null : requests - failed, durationSeconds),
      latencyMs: {
        ...noFigures.latencyMs,
        mean: amount(latencies.mean, nanosecond),
        p50: amount(latencies['50th'], nanosecond),
        p90: amount(latencies['90th'], nanosecond),
        p95: amount(latencies['95th'], nanosecond),
        p99: amount(latencies['99th'], nanosecond),
        max: amount(latencies.max, nanosecond),
      },
    },
  };
}

/** `autocannon --json`: latencies in milliseconds. */
function autocannonResult(top: Readonly<Record<string, unknown>>): ImportedSummary | null {
  const latency = fieldsOf(top.latency);
  const requests = fieldsOf(top.requests);
  if (latency.p97_5 === undefined || top['2xx'] === undefined) return null;
  // Whole milliseconds: 0 says no more than that it was under one.
  const told = (value: unknown): number | null => amount(value) || null;
  const [answered, bad] = [countOf(requests.total), countOf(top.non2xx)];
  return {
    tool: 'autocannon',
    target: typeof top.url === 'string' ? top.url : null,
    startedMs: writtenTime(top.start),
    loop: 'closed',
    connections: countOf(top.connections),
    remarks: [],
    figures: {
      ...countsOf({
        durationSeconds: durationOf(top.duration),
        answered,
        // Timeouts are among the errors.
        unanswered: countOf(top.errors),
        good: answered === null || bad === null ? null : answered - bad,
        answeredPerSecond: amount(requests.average),
      }),
      latencyMs: {
        ...noFigures.latencyMs,
        mean: told(latency.mean),
        p50: told(latency.p50),
        p90: told(latency.p90),
        p99: told(latency.p99),
        p999: told(latency.p99_9),
        max: told(latency.max),
      },
    },
  };
}

/** The end-of-test summary of k6: `--summary-export`, or what `handleSummary` is given. Milliseconds. */
function k6Summary(top: Readonly<Record<string, unknown>>): ImportedSummary | null {
  const metrics = fieldsOf(top.metrics);
  // `handleSummary` has the numbers of a metric under `values`, the older export in the metric itself.
  const numbers = (name: string): Readonly<Record<string, unknown>> => {
    const metric = fieldsOf(metrics[name]);
    return metric.values === undefined ? metric : fieldsOf(metric.values);
  };
  const duration = numbers('http_req_duration');
  if (duration.med === undefined && duration.avg === undefined) return null;
  const [failedRate, requests] = [numbers('http_req_failed'), numbers('http_reqs')];
  const [count, ratio] = [countOf(requests.count), amount(failedRate.rate) ?? amount(failedRate.value)];
  return {
    tool: 'k6',
    target: null,
    startedMs: null,
    loop: metrics.dropped_iterations === undefined ? 'unknown' : 'open',
    connections: countOf(numbers('vus_max').max) ?? countOf(numbers('vus_max').value),
    remarks: [],
    figures: {
      ...countsOf({
        durationSeconds: durationOf(fieldsOf(top.state).testRunDurationMs, 0.001),
        // A request without an answer is one of k6's requests, too.
        answered: count,
        unanswered: 0,
        good: count === null || ratio === null ? null : count - Math.round(count * Math.min(1, ratio)),
        answeredPerSecond: amount(requests.rate),
      }),
      latencyMs: {
        mean: amount(duration.avg),
        p50: amount(duration.med),
        p90: amount(duration['p(90)']),
        p95: amount(duration['p(95)']),
        p99: amount(duration['p(99)']),
        p999: amount(duration['p(99.9)']),
        max: amount(duration.max),
      },
    },
  };
}

function writtenTime(value: unknown): number | null {
  return timeOf(typeof value === 'string' ? Date.parse(value) : null);
}
