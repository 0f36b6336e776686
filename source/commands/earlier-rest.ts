import { messageOf } from '../model/error.js';
import type { Problem } from '../model/problem.js';
import type { ServerSpec } from '../model/server.js';
import { readSession } from '../record/read-session.js';
import { type Baseline, baselineOf } from '../session/baseline.js';
import { createCpuLog } from '../session/cpu-log.js';
import { findSession } from './find-session.js';

/** What servers did at rest in an earlier session, or why that is not known. */
export type EarlierRest =
  | { readonly kind: 'ok'; readonly baselines: ReadonlyMap<string, Baseline> }
  | { readonly kind: 'faulty'; readonly problem: Problem };

/** Takes the baselines of those of the servers that an earlier session watched. */
export function earlierRest(reference: string, servers: readonly ServerSpec[], folder: string): EarlierRest {
  const finding = findSession(reference, folder);
  if (finding.kind === 'problem') return { kind: 'faulty', problem: { ...finding.problem, path: '--until-rest' } };
  const reading = readSession(finding.file);
  if (reading.kind === 'unreadable') return faulty(reading.reason);
  const log = createCpuLog();
  let lastMs = 0;
  try {
    for (const event of reading.events()) {
      if (event.kind !== 'server/sample') continue;
      log.sink(event);
      lastMs = event.atMs;
    }
  } catch (error) {
    return faulty(messageOf(error));
  } finally {
    reading.close();
  }
  const readings = log.serversBetween(Number.NEGATIVE_INFINITY, lastMs);
  const baselines = new Map<string, Baseline>();
  for (const { name } of servers) {
    const baseline = baselineOf(readings.get(name) ?? []);
    if (baseline !== null) baselines.set(name, baseline);
  }
  if (baselines.size > 0) return { kind: 'ok', baselines };
  return faulty('expected five readings of a server that is watched now, got fewer of each');
}

function faulty(message: string): EarlierRest {
  const hint = 'watch the same servers at rest first: plimsoll monitor CONFIG --duration 15s';
  return { kind: 'faulty', problem: { path: '--until-rest', message: message.replace(/\.$/, ''), hint } };
}
