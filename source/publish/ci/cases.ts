import type { BenchResult } from '../../model/bench.js';
import type { DiscoveryResult } from '../../model/discovery.js';
import type { JobsResult } from '../../model/job.js';
import { jobsSentence } from '../../model/jobs-sentence.js';
import type { Validity } from '../../model/load.js';
import { failuresText, measuredText } from '../../model/measured-text.js';
import type { MonitorResult } from '../../model/monitor-result.js';
import type { RunResult } from '../../model/run.js';
import { runSentence } from '../../model/run-sentence.js';
import type { SessionResult } from '../../model/session-result.js';
import type { WorkResult } from '../../model/work-result.js';

/** How a session ended, as far as a verdict needs it; of what could not be measured, why. */
export type Verdict =
  | { readonly kind: 'result'; readonly result: SessionResult; readonly isInterrupted: boolean }
  | { readonly kind: 'unmeasured'; readonly reason: string };

/**
 * One thing that was promised or has to be so. `failed`: it was measured, and is not so. `error`: it could not be measured.
 * Where all have passed the program ends with 0; with any error 3, else with any failure 1.
 */
export type CiCase = {
  readonly name: string;
  readonly outcome: 'passed' | 'failed' | 'error';
  /** Why, in a sentence; what was found, where it has passed. */
  readonly message: string;
};

const passed = (name: string, message: string): CiCase => ({ name, outcome: 'passed', message });
const failed = (name: string, message: string): CiCase => ({ name, outcome: 'failed', message });
const error = (name: string, message: string): CiCase => ({ name, outcome: 'error', message });

/** The verdict as a list of cases, never empty. */
export function ciCases(verdict: Verdict): readonly CiCase[] {
  if (verdict.kind === 'unmeasured') return [error('it can be measured', verdict.reason)];
  const { isInterrupted, result } = verdict;
  const cut = isInterrupted ? [error('it is measured to its end', 'The session was interrupted before its end.')] : [];
  return [...cut, ...casesOf(result)];
}

function casesOf(result: SessionResult): readonly CiCase[] {
  switch (result.kind) {
    case 'run':
      return runCases(result);
    case 'discovery':
      return [...validityCase(result.validity), result.axis === 'work' ? workCase(result) : lineCase(result)];
    case 'bench':
      return benchCases(result);
    case 'suite':
      return [
        ...result.benches.flatMap((bench) => {
          const about = `${bench.workload} on ${bench.target}`;
          return benchCases(bench).map((one) => ({ ...one, name: `${about}: ${one.name}` }));
        }),
        ...result.unmeasured.map(({ reason, target, workload }) =>
          error(`${workload} on ${target} can be measured`, reason),
        ),
      ];
    case 'jobs':
      return jobsCases(result);
    case 'monitor':
      return monitorCases(result);
  }
}

function runCases(result: RunResult): readonly CiCase[] {
  const { endedBecause, ended, intended, objectives, outcomes, validity } = result;
  const promises = objectives.map((objective) => {
    const { met, text, value } = objective;
    const isKnown = value !== null || failuresText(objective, result) !== null;
    const got = isKnown ? measuredText(objective, result) : 'it could not be measured';
    return (met ? passed : failed)(text, `${text}: ${value === null ? '' : 'it was '}${got}.`);
  });
  const tripped =
    ended === 'tripped' ? [failed('no rule stops the run', `${endedBecause ?? 'a rule stopped it'}.`)] : [];
  const silent = intended.count > 0 && outcomes.ok === 0;
  const answers = silent
    ? failed('the target answers', 'Nothing was answered well.')
    : passed('the target answers', runSentence(result));
  return [...validityCase(validity), answers, ...tripped, ...promises];
}

function validityCase({ reasons, valid }: Validity): readonly CiCase[] {
  const name = 'the measurement is valid';
  return [valid ? passed(name, 'Nothing speaks against the measurement.') : error(name, reasons.join(' '))];
}

function lineCase({ estimatePerSecond, flags, sentence }: DiscoveryResult): CiCase {
  const name = 'the load line is found';
  if (flags.includes('infeasible')) return failed('the objectives are met at any rate', sentence);
  if (flags.includes('target-lost') || flags.includes('generator-limited')) return error(name, sentence);
  return estimatePerSecond !== null || flags.includes('beyond-max-rate')
    ? passed(name, sentence)
    : error(name, sentence);
}

function workCase({ ended, heaviestLevel, sentence }: WorkResult): CiCase {
  const name = 'the heaviest work is found';
  if (heaviestLevel !== null) return passed(name, sentence);
  return ended === 'infeasible' ? failed('the objectives are met at any level', sentence) : error(name, sentence);
}

function benchCases({ configurations, heaviest, heaviestLevel, sentence, validity }: BenchResult): readonly CiCase[] {
  const lines = configurations.map(({ level, result }) => {
    const name = `the load line is found at level ${level}`;
    const isFound = result.estimatePerSecond !== null || result.flags.includes('beyond-max-rate');
    return (isFound ? passed : error)(name, result.sentence);
  });
  const none = lines.length === 0 && heaviestLevel !== null ? [error('load lines are looked for', sentence)] : [];
  return [...validityCase(validity), workCase(heaviest), ...lines, ...none];
}

function jobsCases(result: JobsResult): readonly CiCase[] {
  const { ended, levels, progression, validity } = result;
  const sentence = jobsSentence(result);
  if (ended === 'target-lost') return [error('the target goes on answering', sentence)];
  const done = levels.map(({ jobs, level }) => {
    const bad = jobs.filter(({ state }) => state !== 'done');
    const name = `every job of ${level} is done`;
    if (bad.length === 0) return passed(name, `${jobs.length} done.`);
    return failed(
      name,
      bad
        .map(({ number, reason, state }) => `Job ${number} ended as ${state}${reason === null ? '' : `: ${reason}`}.`)
        .join(' '),
    );
  });
  const late = ended === 'timeout' ? [failed('no job takes too long', sentence)] : [];
  const all = [...done, ...late];
  // What was not done says more than what it would have cost.
  if (all.some(({ outcome }) => outcome === 'failed')) return all;
  const duration = progression.find(({ what }) => what === 'duration')?.verdict;
  const isOdd = duration === 'falls' || duration === 'unrelated';
  const grows = (isOdd ? failed : passed)('cost grows with the level', sentence);
  return [...validityCase(validity), ...all, grows];
}

function monitorCases({ coolDown = [], servers, streams }: MonitorResult): readonly CiCase[] {
  const seen = servers.some(({ samples }) => samples > 0) || streams.some(({ messages }) => messages > 0);
  const reasons = servers.flatMap(({ name, reason }) => (reason === null ? [] : [`${name}: ${reason}`])).join(' ');
  const name = 'something is seen';
  if (!seen) return [error(name, `No server gave a reading and no stream a message. ${reasons}`.trim())];
  const many = (count: number, what: string): string => `${count} ${count === 1 ? what : `${what}s`}`;
  const rests = coolDown.map(({ atBaseline, seconds, server }) => {
    const words = `It was ${atBaseline ? '' : 'not '}back after ${seconds} s.`;
    return (atBaseline ? passed : failed)(`${server} comes back to rest`, words);
  });
  return [
    passed(name, `${many(servers.length, 'server')} and ${many(streams.length, 'stream')} were watched.`),
    ...rests,
  ];
}
