import type { CurvePoint, DiscoveryResult } from '../model/discovery.js';
import { furtherReservations } from '../model/discovery-sentence.js';
import type { LatencyFigures } from '../model/histogram.js';
import type { Validity } from '../model/load.js';
import { measuredText } from '../model/measured-text.js';
import type { MonitorResult } from '../model/monitor-result.js';
import { badOutcomes, type OutcomeCounts, outcomes } from '../model/outcome.js';
import { plainText } from '../model/plain-text.js';
import { bytesText, countText, millisecondsText, rateNumber, rateText, shareText } from '../model/quantity-text.js';
import type { RunResult, RunTimings } from '../model/run.js';
import { runSentence } from '../model/run-sentence.js';
import { tableLines } from './table-lines.js';
import { coolDownLines } from './work-text.js';

/** The answer of a run as lines of text, without a newline at the end. */
export function runText(result: RunResult): string {
  const bad = badOutcomes(result.outcomes);
  const total = result.intended.count;
  return lines([
    runSentence(result),
    '',
    ...tableLines([
      ['', 'count', 'per second'],
      ['intended', countText(result.intended.count), rateNumber(result.intended.perSecond)],
      ['offered', countText(result.offered.count), rateNumber(result.offered.perSecond)],
      ['achieved', countText(result.achieved.count), rateNumber(result.achieved.perSecond)],
    ]),
    '',
    ...tableLines([
      ['', 'mean', 'p50', 'p90', 'p99', 'p99.9', 'max'],
      ['response time', ...latencyCells(result.responseTimeMs)],
      ['service time', ...latencyCells(result.serviceTimeMs)],
      ...timingRows(result.timingsMs),
    ]),
    ...requestLines(result.requests),
    '',
    `outcomes: ${outcomesText(result.outcomes)}${total > 0 ? ` (${shareText(bad / total, 3)} failed)` : ''}`,
    `arrivals: ${result.arrivals}, seed ${result.seed}, measured for ${result.durationSeconds} s`,
    `send lag: p50 ${latencyText(result.sendLagMs.p50)}, p99 ${latencyText(result.sendLagMs.p99)}, max ${latencyText(result.sendLagMs.max)} (${result.pacing} pacing)`,
    ...(result.redirected === 0 ? [] : [`sent on by redirects: ${countText(result.redirected)}`]),
    ...(result.resent === 0 ? [] : [`sent again: ${countText(result.resent)}, since their connection had been closed`]),
    ...result.objectives.map(
      (one) => `objective ${one.text}: ${one.met ? 'met' : 'missed'} (${measuredText(one, result)})`,
    ),
    ...(result.endedBecause === null ? [] : [`ended early: ${result.endedBecause}`]),
    validityLine(result.validity),
  ]);
}

const timingNames: { readonly [name in keyof RunTimings]: string } = {
  connect: '  connecting',
  firstByte: '  first byte',
  body: '  body',
  server: '  by the server',
};

function timingRows(timings: RunTimings): readonly (readonly string[])[] {
  const names = ['connect', 'firstByte', 'body', 'server'] as const;
  return names.flatMap((name) => {
    const summary = timings[name];
    return summary === null ? [] : [[timingNames[name], ...latencyCells(summary)]];
  });
}

function requestLines(requests: RunResult['requests']): readonly string[] {
  if (requests.length === 0) return [];
  const rows = requests.map(({ name, outcomes, responseTimeMs: { p50, p90, p99, max } }) => {
    const bad = badOutcomes(outcomes);
    const total = outcomes.ok + bad;
    const share = total === 0 ? '-' : shareText(bad / total, 3);
    return [plainText(name), countText(total), share, ...[p50, p90, p99, max].map(latencyText)];
  });
  return ['', ...tableLines([['request', 'count', 'failed', 'p50', 'p90', 'p99', 'max'], ...rows])];
}

/** The answer of a discovery as lines of text, without a newline at the end. */
export function discoveryText(result: DiscoveryResult): string {
  const { bracketPerSecond, bottleneck } = result;
  return lines([
    result.sentence,
    '',
    ...lineLines(result),
    ...(bracketPerSecond === null
      ? []
      : [`between ${rateText(bracketPerSecond[0])} (met) and ${rateText(bracketPerSecond[1])} (missed)`]),
    ...(result.bindingObjective === null ? [] : [`gives first: ${result.bindingObjective}`]),
    ...(bottleneck === null ? [] : [`bottleneck: ${bottleneckText(bottleneck)}`]),
    ...modelLines(result),
    `load: ${countText(result.sentRequests)} requests sent, ${countText(result.badRequests)} failed or late, highest rate ${rateText(result.peakPerSecond)}, ${result.arrivals} arrivals, seed ${result.seed}`,
    `time: ${seconds(result.durationSeconds)} in all, ${seconds(result.probeSeconds)} under load, ${seconds(result.idleSeconds)} at rest`,
    ...coolDownLines(result.coolDown ?? []),
    ...furtherReservations(result).map(({ flag, clause }) => `note: ${clause}${flag === null ? '' : ` (${flag})`}`),
    validityLine(result.validity),
    ...(result.curve.length === 0 ? [] : ['', ...tableLines(curveRows(result.curve))]),
  ]);
}

/** The line with its interval, and what was certified, where there are any. */
function lineLines({
  certifiedPerSecond,
  estimatePerSecond,
  heldPerSecond = null,
  interval95,
  verified,
}: DiscoveryResult): readonly string[] {
  const lines: string[] = [];
  if (estimatePerSecond !== null) {
    const span = interval95 === null ? '' : `, 95 % interval ${rateText(interval95[0])} to ${rateText(interval95[1])}`;
    lines.push(`load line: ${rateText(estimatePerSecond)}${span}`);
  }
  if (certifiedPerSecond !== null) {
    // Without an interval nothing says how likely the line is above what was held.
    const isAbove = estimatePerSecond !== null && interval95 !== null;
    const how = verified ? 'to the end of the final probe' : 'but not to the end of a final probe';
    const certified = rateText(certifiedPerSecond);
    const held = heldPerSecond === null ? null : rateText(heldPerSecond);
    // The interval has a twentieth on both sides together; this has one below it.
    const above = `certified: ${certified}; the line is above it in 19 of 20 searches`;
    if (!isAbove) lines.push(`held: ${held ?? certified}, ${how}`);
    else lines.push(`${above}, and ${held === null ? 'no less' : held === certified ? 'it' : held} was held ${how}`);
  }
  return lines;
}

/** The rates with their percentiles, each followed by its interval where any are known: n/a where too few arrivals tell it. */
function curveRows(curve: readonly CurvePoint[]): readonly (readonly string[])[] {
  const percentiles = ['p50', 'p90', 'p99'] as const;
  const hasIntervals = percentiles.some((name) => curve.some(({ intervals95 }) => intervals95?.[`${name}Ms`] != null));
  const spanText = (span: readonly [number, number] | null | undefined): string =>
    span == null ? 'n/a' : `${latencyText(span[0])} to ${latencyText(span[1])}`;
  return [
    ['rate', ...percentiles.flatMap((name) => (hasIntervals ? [name, '95 % interval'] : [name])), 'failed or late'],
    ...curve.map((point) => [
      rateText(point.perSecond),
      ...percentiles.flatMap((name) => {
        const text = latencyText(point[`${name}Ms`]);
        return hasIntervals ? [text, spanText(point.intervals95?.[`${name}Ms`])] : [text];
      }),
      shareText(point.badRatio, 3),
    ]),
  ];
}

/** The answer of a watch as lines of text, without a newline at the end. */
export function monitorText(result: MonitorResult): string {
  const servers = result.servers.map((server) => [
    plainText(server.name),
    server.reason === null ? server.state : `${server.state}: ${plainText(server.reason)}`,
    `${countText(server.samples)} (${countText(server.missed)} missed)`,
    server.cpuPercent === null
      ? 'n/a'
      : `${server.cpuPercent.mean.toFixed(1)} % (max ${server.cpuPercent.max.toFixed(1)} %)`,
    server.memoryUsedBytes === null ? 'n/a' : bytesText(server.memoryUsedBytes.last),
    server.memoryTotalBytes === null ? 'n/a' : bytesText(server.memoryTotalBytes),
  ]);
  const streams = result.streams.map((stream) => [
    plainText(stream.name),
    stream.state,
    countText(stream.messages),
    countText(stream.unreadable),
    countText(stream.reconnects),
    `${stream.breaker.state} (opened ${countText(stream.breaker.opened)})`,
  ]);
  return lines([
    `Watched ${result.servers.length} ${result.servers.length === 1 ? 'server' : 'servers'} and ${result.streams.length} ${result.streams.length === 1 ? 'stream' : 'streams'} for ${seconds(result.durationSeconds)}.`,
    ...coolDownLines(result.coolDown ?? []),
    ...(servers.length === 0
      ? []
      : ['', ...tableLines([['server', 'state', 'samples', 'CPU', 'memory used', 'memory'], ...servers])]),
    ...(streams.length === 0
      ? []
      : ['', ...tableLines([['stream', 'state', 'messages', 'unreadable', 'reconnects', 'circuit'], ...streams])]),
  ]);
}

function validityLine({ valid, reasons }: Validity): string {
  if (valid) return ['the measurement is valid', ...reasons].join('; ');
  return `the measurement is NOT valid: ${reasons.join(' ')}`;
}

function outcomesText(counts: OutcomeCounts): string {
  const names: { readonly [outcome in keyof OutcomeCounts]: string } = {
    ok: 'ok',
    badStatus: 'bad status',
    timeout: 'timeout',
    connectionFailed: 'connection failed',
    unsent: 'unsent',
    unfinished: 'unfinished',
  };
  return outcomes
    .filter((outcome) => outcome === 'ok' || counts[outcome] > 0)
    .map((outcome) => `${countText(counts[outcome])} ${names[outcome]}`)
    .join(', ');
}

/** A latency as a report keeps it: with as many figures as the histograms know. */
function latencyText(ms: number | null): string {
  return ms === null ? '-' : millisecondsText(ms, 3);
}

function latencyCells(summary: LatencyFigures): readonly string[] {
  const { mean, p50, p90, p99, p999, max } = summary;
  return [mean, p50, p90, p99, p999, max].map(latencyText);
}

function bottleneckText({
  label,
  server,
  resource,
  headroom,
  reason,
}: NonNullable<DiscoveryResult['bottleneck']>): string {
  const what = [server === null ? null : plainText(server), resource].filter((part) => part !== null).join(' ');
  const room = headroom === null ? '' : `, saturates at ${headroom.toFixed(2)} times the load line`;
  return `${label}${what === '' ? '' : ` (${what})`}${room}${reason === undefined ? '' : `: ${plainText(reason, 300)}`}`;
}

/** What models add to the line: annotations, never the answer. */
function modelLines({ earlierPerSecond, kneePerSecond, scalability }: DiscoveryResult): readonly string[] {
  const lines: string[] = [];
  if (earlierPerSecond != null) lines.push(`begun near the earlier answer of ${rateText(earlierPerSecond)}`);
  if (kneePerSecond != null) lines.push(`knee: latency begins to run away at about ${rateText(kneePerSecond)}`);
  if (scalability != null) {
    const [low, high] = scalability.interval95;
    const span = high === null ? `${rateText(low)} or more` : `${rateText(low)} to ${rateText(high)}`;
    lines.push(`scalability (a model): throughput would peak at ${rateText(scalability.peakPerSecond)}, 95 % ${span}`);
  }
  return lines;
}

function seconds(value: number): string {
  return `${Math.round(value * 10) / 10} s`;
}

/** Joined, with blank lines only between blocks that are there. */
function lines(all: readonly string[]): string {
  return all
    .filter((line, index) => line !== '' || (index > 0 && all[index - 1] !== ''))
    .join('\n')
    .trimEnd();
}
