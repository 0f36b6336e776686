import type { BenchConfiguration, BenchResult, ServerUse, SuiteResult } from '../model/bench.js';
import type { Bottleneck } from '../model/discovery.js';
import { plainText } from '../model/plain-text.js';
import { bytesText, countText, millisecondsText, rateText } from '../model/quantity-text.js';
import { tableLines } from './table-lines.js';
import { coolDownLines } from './work-text.js';

/** The answer of a bench as lines of text, without a newline at the end. */
export function benchText(result: BenchResult): string {
  const { configurations, heaviest } = result;
  return [
    result.sentence,
    '',
    `objectives: ${result.objectives.join(', ')}`,
    `heaviest work: ${heaviest.sentence}`,
    ...(configurations.length === 0 ? [] : ['', ...lineTable(configurations)]),
    ...serverTable(configurations),
    ...configurations.flatMap(({ coolDown, level }) => coolDownLines(coolDown).map((line) => `level ${level} ${line}`)),
    '',
    `time: ${result.durationSeconds} s`,
    result.validity.valid
      ? 'the measurement is valid'
      : `the measurement is NOT valid: ${result.validity.reasons.join(' ')}`,
  ].join('\n');
}

/** The answer of several benches, each with a table of its own. */
export function suiteText({ benches, sentence, unmeasured }: SuiteResult): string {
  return [
    sentence,
    ...unmeasured.map(
      ({ reason, target, workload }) => `${workload} of ${target} was not measured: ${plainText(reason, 400)}`,
    ),
    ...benches.flatMap((bench) => ['', benchText(bench)]),
  ].join('\n');
}

function lineTable(configurations: readonly BenchConfiguration[]): readonly string[] {
  const rate = (perSecond: number | null): string => (perSecond === null ? '-' : rateText(perSecond));
  const rows = configurations.map(({ level, result }) => {
    const { bottleneck, certifiedPerSecond, curve, estimatePerSecond, interval95 } = result;
    const at = curve.findLast(({ perSecond }) => perSecond <= (certifiedPerSecond ?? 0));
    return [
      String(level),
      rate(estimatePerSecond),
      interval95 === null ? '-' : `${rateText(interval95[0])} to ${rateText(interval95[1])}`,
      rate(certifiedPerSecond),
      at === undefined ? '-' : millisecondsText(at.p99Ms, 3),
      bottleneck === null ? '-' : firstToGive(bottleneck),
      result.flags.length === 0 ? '-' : result.flags.join(', '),
    ];
  });
  return tableLines([['level', 'load line', '95 % interval', 'held', 'p99 there', 'gives first', 'flags'], ...rows]);
}

/** The label, and of what where it is known. */
function firstToGive({ label, resource, server }: Bottleneck): string {
  if (label === 'not-known') return label;
  return [label, server === null ? null : plainText(server), resource].filter((part) => part !== null).join(' ');
}

function serverTable(configurations: readonly BenchConfiguration[]): readonly string[] {
  const percent = (use: ServerUse['cpuPercent']): readonly string[] =>
    use === null ? ['n/a', 'n/a'] : [use.mean, use.max].map((value) => `${value.toFixed(1)} %`);
  const rows = configurations.flatMap(({ level, servers, streams }) => [
    ...servers.map(({ cpuPercent, memoryUsedBytes, samples, server }) => [
      String(level),
      plainText(server),
      countText(samples),
      ...percent(cpuPercent),
      memoryUsedBytes === null ? 'n/a' : bytesText(memoryUsedBytes.mean),
      memoryUsedBytes === null ? 'n/a' : bytesText(memoryUsedBytes.max),
    ]),
    ...streams.map(({ cpuPercent, messages, stream }) => [
      String(level),
      plainText(stream),
      countText(messages),
      ...percent(cpuPercent),
      'n/a',
      'n/a',
    ]),
  ]);
  if (rows.length === 0) return [];
  return [
    '',
    ...tableLines([['level', 'source', 'readings', 'CPU mean', 'CPU max', 'memory mean', 'memory max'], ...rows]),
  ];
}
