import type { JobsResult } from '../model/job.js';
import { failuresText } from '../model/measured-text.js';
import type { MonitorResult } from '../model/monitor-result.js';
import { badOutcomes } from '../model/outcome.js';
import { countText, millisecondsText, rateNumber, rateText, shareText } from '../model/quantity-text.js';
import type { RunResult } from '../model/run.js';
import { linesOf, workOf } from './answer-parts.js';
import type { Digest } from './digest/digest.js';
import { type Headline, intervalText, quantity } from './headline.js';
import { importedHeadlines } from './imported-words.js';
import { knownMilliseconds } from './known-text.js';
import { levelHeadline, lineHeadline, lineHeadlines, workHeadlines } from './search-headlines.js';

/** The numbers that matter most, by what the session was for. */
export function headlinesOf(digest: Digest): readonly Headline[] {
  const { answer, imported } = digest;
  if (imported !== null) return importedHeadlines(imported);
  if (answer === null) return loadHeadlines(digest);
  switch (answer.kind) {
    case 'run':
      return runHeadlines(answer, digest);
    case 'discovery':
      return answer.axis === 'work' ? workHeadlines(answer) : lineHeadlines(answer);
    case 'bench':
    case 'suite':
      return [
        ...workOf(answer)
          .slice(0, 3)
          .map((work) => levelHeadline(work, work.workload)),
        ...linesOf(answer)
          .slice(0, 6)
          .map(({ name, result }) => lineHeadline(result, name)),
      ];
    case 'jobs':
      return jobHeadlines(answer);
    case 'monitor':
      return monitorHeadlines(answer, digest);
  }
}

function runHeadlines(answer: RunResult, { load }: Digest): readonly Headline[] {
  const { achieved, intended, objectives, outcomes, responseTimeMs, validity } = answer;
  const bad = badOutcomes(outcomes);
  const met = objectives.filter((objective) => objective.met).length;
  const interval = load?.responseTimeMs.intervals95.p99 ?? null;
  return [
    {
      label: 'Answered well',
      value: rateNumber(achieved.perSecond),
      unit: '/s',
      detail: `of ${rateText(intended.perSecond)} asked for, ${countText(outcomes.ok)} in all`,
      tone: validity.valid ? 'plain' : 'critical',
    },
    {
      label: 'p99 response time',
      ...quantity(knownMilliseconds(responseTimeMs.p99)),
      detail: interval === null ? `p50 ${knownMilliseconds(responseTimeMs.p50)}` : `95 %: ${intervalText(interval)}`,
      tone: 'plain',
    },
    {
      label: 'Bad requests',
      ...quantity(shareText(intended.count === 0 ? 0 : bad / intended.count, 3)),
      detail: `${countText(bad)} of ${countText(intended.count)}`,
      tone: bad === 0 ? 'good' : 'plain',
    },
    ...(objectives.length === 0
      ? []
      : [
          {
            label: 'Objectives met',
            value: `${met} of ${objectives.length}`,
            unit: '',
            detail: objectives.map((one) => objectiveText(one, answer)).join('; '),
            tone: met === objectives.length ? ('good' as const) : ('critical' as const),
          },
        ]),
  ];
}

/** Whether it was met, and the reason where the numbers beside it do not show one. */
function objectiveText(objective: RunResult['objectives'][number], answer: RunResult): string {
  const failures = objective.met ? null : failuresText(objective, answer);
  return `${objective.text} ${objective.met ? 'met' : 'missed'}${failures === null ? '' : `: ${failures}`}`;
}

function jobHeadlines({ levels, plannedLevels, progression, validity }: JobsResult): readonly Headline[] {
  const jobs = levels.flatMap((level) => level.jobs);
  const done = jobs.filter(({ state }) => state === 'done').length;
  const last = levels.at(-1);
  const [growth] = progression;
  return [
    {
      label: 'Levels measured',
      value: `${levels.length} of ${plannedLevels}`,
      unit: '',
      detail: last === undefined ? 'none was finished' : `the last was ${last.level}`,
      tone: !validity.valid ? 'critical' : levels.length === plannedLevels ? 'good' : 'warning',
    },
    {
      label: 'Jobs done',
      value: `${done} of ${jobs.length}`,
      unit: '',
      detail: 'of those that were begun',
      tone: done === jobs.length ? 'good' : 'warning',
    },
    ...(last === undefined
      ? []
      : [
          {
            label: `Time of ${last.level}`,
            ...quantity(millisecondsText(last.durationSeconds * 1000, 3)),
            detail: `${countText(last.rows)} rows of ${countText(last.columns)} columns`,
            tone: 'plain' as const,
          },
        ]),
    ...(growth === undefined
      ? []
      : [{ label: 'Cost by level', value: growth.verdict, unit: '', detail: growth.what, tone: 'plain' as const }]),
  ];
}

function monitorHeadlines({ durationSeconds, servers, streams }: MonitorResult, digest: Digest): readonly Headline[] {
  const live = servers.filter(({ state }) => state === 'live').length;
  const open = streams.filter(({ state }) => state === 'open').length;
  const busiest = digest.servers
    .flatMap(({ name, series }) =>
      series.filter((one) => one.name === 'cpuPercent').map(({ mean, max }) => ({ name, mean, max })),
    )
    .toSorted((a, b) => b.mean - a.mean)[0];
  return [
    {
      label: 'Servers live',
      value: `${live} of ${servers.length}`,
      unit: '',
      detail: `watched for ${countText(durationSeconds)} s`,
      tone: live === servers.length ? 'good' : 'warning',
    },
    ...(streams.length === 0
      ? []
      : [
          {
            label: 'Streams open',
            value: `${open} of ${streams.length}`,
            unit: '',
            detail: `${countText(streams.reduce((sum, { messages }) => sum + messages, 0))} messages`,
            tone: open === streams.length ? ('good' as const) : ('warning' as const),
          },
        ]),
    ...(busiest === undefined
      ? []
      : [
          {
            label: 'Busiest server',
            value: shareText(busiest.mean / 100),
            unit: '',
            detail: `CPU of ${busiest.name}, at most ${shareText(busiest.max / 100)}`,
            tone: 'plain' as const,
          },
        ]),
  ];
}

/** What is known of a session that came to no answer. */
function loadHeadlines({ load, session }: Digest): readonly Headline[] {
  const recorded: Headline = {
    label: 'Recorded',
    value: countText(session.durationSeconds),
    unit: ' s',
    detail: session.state,
    tone: 'warning',
  };
  if (load === null) return [recorded];
  return [
    recorded,
    {
      label: 'Answered well',
      value: countText(load.outcomes.ok),
      unit: '',
      detail: `of ${countText(load.due)} requests`,
      tone: 'plain',
    },
    {
      label: 'p99 response time',
      ...quantity(knownMilliseconds(load.responseTimeMs.p99)),
      detail: 'of all that was answered',
      tone: 'plain',
    },
  ];
}
