import type { SessionHead } from '../../model/events.js';
import type { JobState } from '../../model/job.js';
import type { RunState } from '../../model/run.js';
import type { SessionResult } from '../../model/session-result.js';
import { families } from './families.js';
import type { Labels } from './metric.js';
import { asNumber, type Part } from './part.js';

const runStates = [
  'idle',
  'warming',
  'running',
  'paused',
  'cooling',
  'finished',
  'aborted',
] as const satisfies readonly RunState[];

const jobStates = [
  'uploading',
  'running',
  'done',
  'failed',
  'timeout',
  'stopped',
] as const satisfies readonly JobState[];

/** The session itself: what it is, how it stands, what came of it, its jobs and its alerts. */
export function createSessionPart(): Part {
  let head: SessionHead | null = null;
  let state: RunState | null = null;
  let result: SessionResult | null = null;
  const jobs = new Map<number, JobState>();
  /** Rule and severity of each alert that fires, by its id. */
  const firing = new Map<string, readonly [rule: string, severity: string]>();
  return {
    observe(event) {
      switch (event.kind) {
        case 'session/started':
          head = event.head;
          return;
        case 'run/state':
          state = event.to;
          return;
        case 'result':
          result = event.result;
          return;
        case 'job/event':
          if (event.event.kind === 'job') jobs.set(event.event.status.number, event.event.status.state);
          return;
        case 'alert/event': {
          if (event.event.kind !== 'state') return;
          const { id, phase, rule, severity } = event.event.alert;
          if (phase === 'firing') firing.set(id, [rule, severity]);
          else firing.delete(id);
          return;
        }
        default:
      }
    },
    collect({ put }) {
      if (head !== null) {
        put(families.session, aboutOf(head), 1);
        put(families.sessionStart, [], Date.parse(head.startedAt) / 1000);
      }
      if (state !== null) {
        for (const one of runStates) put(families.runState, [['state', one]], asNumber(state === one));
      }
      if (jobs.size > 0) {
        const states = [...jobs.values()];
        for (const one of jobStates) put(families.jobs, [['state', one]], states.filter((own) => own === one).length);
      }
      const rules = new Map<string, { readonly labels: Labels; count: number }>();
      for (const [rule, severity] of firing.values()) {
        const key = JSON.stringify([rule, severity]);
        const known = rules.get(key);
        if (known !== undefined) known.count += 1;
        else
          rules.set(key, {
            labels: [
              ['rule', rule],
              ['severity', severity],
            ],
            count: 1,
          });
      }
      for (const { labels, count } of rules.values()) put(families.alertsFiring, labels, count);
      if (result === null) return;
      if (result.kind !== 'monitor') put(families.valid, [], asNumber(result.validity.valid));
      if (result.kind !== 'run') return;
      for (const { text, met } of result.objectives) put(families.objectiveMet, [['objective', text]], asNumber(met));
    },
  };
}

function aboutOf({ id, kind, name, target, version }: SessionHead): Labels {
  return [
    ['session', id],
    ['kind', kind],
    ['name', name ?? ''],
    ['target', target ?? ''],
    ['version', version],
  ];
}
