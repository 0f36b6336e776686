import type { FollowLimits } from '../engine/job/follow-job.js';
import { type JobTarget, openJobClient } from '../engine/job/job-client.js';
import type { HostSpec } from '../engine/load/load.js';
import { checkAuthenticity, type LevelSeen } from '../measure/authenticity.js';
import type { JobLevel, JobLevelResult, JobsResult } from '../model/job.js';
import { coolDown } from './cool-down.js';
import { createJobControl } from './job-control.js';
import { type RestOf, restsOf, usesOf } from './job-uses.js';
import { createJobWords } from './job-words.js';
import { jobsResult } from './jobs-result.js';
import { type JobRun, runDatasetJob } from './run-dataset-job.js';
import { interruptedWords, type Stage } from './stage.js';

/** Datasets to be uploaded and trained on, level by level. */
export type JobsPlan = {
  readonly target: string;
  readonly job: JobTarget;
  /** How it is asked before the first job whether it is there at all. */
  readonly host: HostSpec;
  /** At least one; lightest first. */
  readonly levels: readonly JobLevelPlan[];
  /** Jobs of a level that are under way together. */
  readonly atOnce: number;
  readonly follow: FollowLimits;
  readonly seed: number;
  /** How long streams get at most to tell what processes do at rest. */
  readonly restLimitMs: number;
  /** Waited after the last job of a level: a reading tells of the second before it, and a stream may have a last word. */
  readonly settleMs: number;
};

export type JobLevelPlan = {
  readonly level: string;
  readonly rows: number;
  readonly columns: number;
  /** The text to upload for the `copy`th job of the level, from 0 on. */
  readonly csv: (copy: number) => string;
};

/** Readings that tell what a source does at rest lie no further back. */
const restSpanMs = 30_000;
/** As many as a baseline needs. */
const restReadings = 5;

/**
 * Runs the levels one after the other, each with a cool-down behind it, and judges what was measured. The machine is left in
 * `finished` or `aborted`.
 */
export async function performJobs(plan: JobsPlan, stage: Stage): Promise<JobsResult> {
  const { clock, emit, machine, uses, words } = stage;
  const beganMs = clock.nowMs();
  const control = createJobControl(stage);
  const heard = createJobWords(plan.job.api, words);
  const client = await openJobClient(plan.job, clock);
  const levels: JobLevelResult[] = [];
  const seen: LevelSeen[] = [];
  /** Why no heavier level is begun; and who ended it all from outside. */
  let lastEnd: 'timeout' | 'target-lost' | null = null;
  let leave: ReturnType<typeof control.ending> = null;
  let jobs = 0;

  const hasRest = (): boolean => {
    if (!words.isAnyHopeful() || clock.nowMs() - beganMs >= plan.restLimitMs) return true;
    const processes = uses.sources(clock.nowMs() - restSpanMs, clock.nowMs()).filter(({ kind }) => kind === 'process');
    return processes.length > 0 && processes.every(({ samples }) => samples >= restReadings);
  };
  const runLevel = async (index: number, rests: readonly RestOf[]): Promise<void> => {
    const { csv, ...spec } = plan.levels[index]!;
    // Made before the clock runs: large ones take a moment.
    const texts = Array.from({ length: plan.atOnce }, (_, copy) => csv(copy));
    const sizeBytes = Buffer.byteLength(texts[0]!);
    const level: JobLevel = { ...spec, sizeBytes, number: index + 1, of: plan.levels.length, atOnce: plan.atOnce };
    machine.become('warming', stage.startedBy, `${level.number} of ${level.of} levels`);
    emit({ kind: 'job/event', event: { kind: 'level', level } });
    machine.become('running', stage.startedBy, `the jobs of ${level.level}`);
    const fromMs = clock.nowMs();
    const running = texts.map((text) => {
      jobs += 1;
      const order = { number: jobs, level: level.level, csv: text, limits: plan.follow };
      return runDatasetJob(order, client, heard, clock, (status) =>
        emit({ kind: 'job/event', event: { kind: 'job', status } }),
      );
    });
    const all = Promise.all(running.map(({ ended }) => ended));
    await control.waitFor((done) => {
      void all.then(done);
      return () => {};
    });
    if (control.ending() !== null) {
      for (const job of running) job.stop();
      await client.close();
    }
    const runs = await all;
    const endedMs = clock.nowMs();
    await control.waitFor((done) => clock.after(plan.settleMs, done));
    const counts = await countsOf(runs, fromMs);
    const toMs = clock.nowMs();
    const reason = 'waiting for the servers to come back to rest';
    const cooled =
      control.ending() === null
        ? await coolDown(null, stage, { cause: 'plan', reason, drainLimitMs: 0, withServers: true })
        : null;
    const result: JobLevelResult = {
      ...level,
      beganAtSeconds: Math.round(fromMs) / 1000,
      durationSeconds: Math.round(endedMs - fromMs) / 1000,
      jobs: runs.map((run) => run.result),
      uses: usesOf(uses, rests, { fromMs, toMs, cooledMs: clock.nowMs() }),
      coolDown: cooled?.servers ?? [],
    };
    levels.push(result);
    seen.push({
      level: level.level,
      servers: serversSeen(rests, fromMs, toMs),
      counts,
      rows: rowsOf(runs, level.rows),
      results: runs.flatMap((run) => run.result.accuracy ?? []),
    });
    emit({ kind: 'job/event', event: { kind: 'level-done', result } });
    if (runs.some((run) => run.result.state === 'timeout')) lastEnd = 'timeout';
    if (runs.some((run) => run.isLost)) lastEnd = 'target-lost';
    if (cooled?.kind === 'left') leave = { how: 'interrupted', cause: cooled.cause };
    if (cooled?.kind === 'done' && cooled.isStopAsked) leave = { how: 'stopped', cause: 'key' };
  };
  /** Jobs that were done, as the client saw it, as the streams told it and as the server says when it is asked again. */
  const countsOf = async (runs: readonly JobRun[], sinceMs: number): Promise<LevelSeen['counts']> => {
    const ids = runs.flatMap(({ result }) => (result.id === null ? [] : [result.id]));
    const done = runs.filter(({ result }) => result.state === 'done').length;
    const toldDone = ids.filter(heard.wasToldDone).length;
    const isStreamSure = toldDone === done || words.wereOpenSince(sinceMs);
    const stream = ids.some(heard.wasToldOf) && isStreamSure ? toldDone : null;
    const answers = control.ending() === null ? await Promise.all(ids.map((id) => client.job(id))) : [];
    const isServerSure = answers.length > 0 && answers.every(({ kind }) => kind === 'ok');
    const saysDone = answers.filter((answer) => answer.kind === 'ok' && answer.value.state === 'done').length;
    return { client: done, stream, server: isServerSure ? saysDone : null };
  };
  const serversSeen = (rests: readonly RestOf[], fromMs: number, toMs: number): LevelSeen['servers'] =>
    uses.sources(fromMs, toMs).flatMap(({ source, cpu }) => {
      const baseline = rests.find((rest) => rest.source === source)?.cpu ?? null;
      return baseline === null ? [] : [{ server: source, baseline, cpuRatios: cpu.map(({ ratio }) => ratio) }];
    });

  try {
    if (!hasRest()) await control.waitFor((done) => clock.every(250, () => hasRest() && done()));
    const rests = restsOf(uses, clock.nowMs() - restSpanMs, clock.nowMs());
    for (let index = 0; index < plan.levels.length; index++) {
      leave ??= control.ending();
      if (leave !== null || lastEnd !== null || control.isLast()) break;
      await runLevel(index, rests);
    }
  } finally {
    heard.stop();
    await client.close();
  }
  leave ??= control.ending();
  const isShort = levels.length < plan.levels.length;
  const ended = leave?.how ?? lastEnd ?? (isShort ? 'stopped' : 'finished');
  const durationSeconds = Math.round((clock.nowMs() - beganMs) / 100) / 10;
  const result = jobsResult({ plan, levels, authenticity: checkAuthenticity(seen), ended, durationSeconds });
  emit({ kind: 'result', result });
  if (ended === 'interrupted') {
    const cause = leave?.cause ?? 'signal';
    machine.become('aborted', cause, interruptedWords(cause, stage));
  } else machine.become('finished', leave?.cause ?? 'plan', 'the jobs are done');
  return result;
}

/** Rows sent in good uploads, and those that the server says it read; null where it does not say it of each. */
function rowsOf(runs: readonly JobRun[], rows: number): NonNullable<LevelSeen['rows']> {
  const uploaded = runs.filter(({ result }) => result.uploadSeconds !== null);
  const told = uploaded.flatMap((run) => run.rows ?? []);
  return {
    client: rows * uploaded.length,
    server: told.length === 0 || told.length < uploaded.length ? null : told.reduce((sum, count) => sum + count, 0),
  };
}
