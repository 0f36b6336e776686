import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import type { SessionEvent } from '../../source/model/events.js';
import type { JobsResult } from '../../source/model/job.js';
import { createSystemClock } from '../../source/time/clock.js';
import { createRandom } from '../../source/time/random.js';
import { type JobServer, type JobServerWish, type ServedJob, startJobServer } from '../helpers/job-server.js';
import { smallLevels, startJobs } from './run-jobs.js';

async function start(context: TestContext, wish: JobServerWish = {}): Promise<JobServer> {
  const server = await startJobServer(wish);
  context.after(() => server.close());
  return server;
}

type OnTrain = NonNullable<JobServerWish['onTrain']>;

function show(job: ServedJob, fields: object): object {
  job.shown = { ...(job.shown as object), ...fields };
  return job.shown;
}

/** Says on the stream and by GET how a job goes, and does not wait. */
function finish(job: ServedJob, server: JobServer, accuracy = 0.9): void {
  for (const progress of [0.25, 0.5]) server.tell({ type: 'job', job: show(job, { progress }) });
  server.tell({ type: 'job', job: show(job, { state: 'done', progress: 1, accuracy }) });
}

/** Jobs are held back until the stream is heard, so that nothing depends on which of the two is faster. */
function heldUntilHeard(end: (job: ServedJob, server: JobServer) => void): OnTrain {
  return (job, server) => {
    const clock = createSystemClock();
    const cancel = clock.every(5, () => {
      if (server.listeners() === 0) return;
      cancel();
      end(job, server);
    });
  };
}

function verdicts(result: JobsResult, check: string): readonly string[] {
  return result.authenticity.filter((one) => one.check === check).map(({ verdict }) => verdict);
}

/** Tells CPU readings on the stream every 10 ms: at rest, and while a job runs. */
function tellsCpu(context: TestContext, server: JobServer, percentOf: (isBusy: boolean) => number): void {
  const clock = createSystemClock();
  const isBusy = (): boolean => server.jobs.some(({ shown }) => (shown as { state?: string }).state === 'training');
  context.after(
    clock.every(10, () => server.tell({ type: 'metrics', cpuPercent: percentOf(isBusy()), rssBytes: 1e8 })),
  );
}

/** A job runs for as many readings as it takes to tell. */
function doneAfter(readings: number): OnTrain {
  return (job, server) => {
    const clock = createSystemClock();
    let left = readings;
    const cancel = clock.every(10, () => {
      left -= 1;
      if (left > 0) return;
      cancel();
      finish(job, server);
    });
  };
}

const restful = { restLimitMs: 5000, settleMs: 20 };

test('uploads each level, follows its job on the stream, and tells what it came to', async (context) => {
  const server = await start(context, {
    onTrain: heldUntilHeard((job, own) => finish(job, own, 0.8 + job.csv.length / 100)),
  });
  const { end, events } = startJobs(context, server, { levels: smallLevels(3), following: { pollMs: 60_000 } });
  const { result, end: how } = await end();
  assert.equal(result.ended, 'finished');
  assert.equal(how.isInterrupted, false);
  assert.equal(server.polls(), 3, 'once each, when the counts are compared');
  assert.deepEqual(
    result.levels.map(({ level, rows, jobs }) => [level, rows, jobs.map(({ id, state }) => `${id} ${state}`)]),
    [
      ['level 1', 1, ['j1 done']],
      ['level 2', 2, ['j2 done']],
      ['level 3', 3, ['j3 done']],
    ],
  );
  for (const { jobs, sizeBytes } of result.levels) {
    assert.deepEqual(jobs[0]?.heard, { stream: 3, poll: 0 });
    assert.ok(jobs[0]?.accuracy !== null && sizeBytes > 0);
  }
  assert.deepEqual(verdicts(result, 'counts-agree'), ['authentic', 'authentic', 'authentic']);
  assert.match(result.authenticity[1]!.evidence, /^client 1, stream 1, server 1; rows: client 1, server 1$/);
  assert.equal(result.progression[0]?.verdict, 'too-few');
  assert.match(result.sentence, /did 3 of 3 training jobs at 3 of 3 levels/);
  const states = events.flatMap((event) =>
    event.kind === 'job/event' && event.event.kind === 'job' ? [event.event.status.state] : [],
  );
  assert.deepEqual(states.slice(0, 3), ['uploading', 'running', 'running']);
  assert.equal(events.filter((event) => event.kind === 'result').length, 1);
});

test('asks for the job where there is no stream', async (context) => {
  const server = await start(context, {
    hasStream: false,
    onPoll: (job) => void show(job, { state: 'done', accuracy: 0.7 }),
  });
  const { result } = await startJobs(context, server).end();
  const [job] = result.levels[0]!.jobs;
  assert.equal(job?.state, 'done');
  assert.equal(job?.heard.stream, 0);
  assert.ok(job !== undefined && job.heard.poll > 0);
  assert.match(result.authenticity[1]!.evidence, /^client 1, server 1;/);
});

test('asks for the job from when the stream is lost, and claims nothing of what a lost stream did not say', async (context) => {
  const server = await start(context, {
    onTrain: heldUntilHeard((job, own) => {
      own.tell({ type: 'job', job: show(job, { progress: 0.5 }) });
      show(job, { state: 'done', progress: 1, accuracy: 0.75 });
    }),
  });
  const jobs = startJobs(context, server);
  await jobs.when(
    (event) => event.kind === 'job/event' && event.event.kind === 'job' && event.event.status.progress === 0.5,
  );
  server.cutStream();
  const { result } = await jobs.end();
  const [job] = result.levels[0]!.jobs;
  assert.equal(job?.state, 'done');
  assert.ok(job !== undefined && job.heard.stream === 1 && job.heard.poll === 1);
  assert.match(result.authenticity[1]!.evidence, /^client 1, server 1;/);
});

test('a job that fails is told with its reason, and the next level is run', async (context) => {
  const server = await start(context, {
    onTrain: heldUntilHeard((job, own) => {
      if (job.id === 'j2') return finish(job, own);
      own.tell({ type: 'job', job: show(job, { state: 'failed', error: 'out of \u001b memory' }) });
    }),
  });
  const { result } = await startJobs(context, server, { levels: smallLevels(2) }).end();
  assert.deepEqual(
    result.levels.map(({ jobs }) => [jobs[0]?.state, jobs[0]?.reason]),
    [
      ['failed', 'out of \ufffd memory'],
      ['done', null],
    ],
  );
  assert.equal(result.ended, 'finished');
  assert.match(result.sentence, /did 1 of 2 training jobs/);
});

test('a job that takes too long is given up, and nothing heavier is begun', async (context) => {
  const server = await start(context);
  const { result } = await startJobs(context, server, { levels: smallLevels(3), following: { timeoutMs: 200 } }).end();
  assert.equal(result.ended, 'timeout');
  assert.equal(result.levels.length, 1);
  assert.equal(server.jobs.length, 1);
  assert.equal(result.levels[0]?.jobs[0]?.reason, 'it was not done after 0.2 s');
  assert.equal(result.validity.valid, false);
});

test('several jobs of a level run together, each with a dataset of its own', async (context) => {
  const begun: ServedJob[] = [];
  const server = await start(context, {
    onTrain(job, own) {
      begun.push(job);
      // None ends before all have begun: they really run together.
      if (begun.length === 4) for (const each of begun) finish(each, own, 0.8 + Number(each.id.slice(1)) / 100);
    },
  });
  const { result } = await startJobs(context, server, { atOnce: 4 }).end();
  assert.deepEqual(result.levels[0]?.jobs.map(({ id, state }) => `${id} ${state}`).sort(), [
    'j1 done',
    'j2 done',
    'j3 done',
    'j4 done',
  ]);
  assert.equal(new Set(server.uploads).size, 4);
  assert.match(result.authenticity[1]!.evidence, /^client 4,.* server 4; rows: client 4, server 4$/);
});

test('an upload that is refused, or answered with garbage, is a failed job with the reason', async (context) => {
  const answers = [
    { status: 413, body: '{"error":"too large"}' },
    { status: 200, body: 'hello' },
  ];
  const server = await start(context, { onUpload: () => answers.shift() ?? { status: 500, body: '' } });
  const { result } = await startJobs(context, server, { levels: smallLevels(2) }).end();
  const reasons = result.levels.map(({ jobs }) => jobs[0]?.reason ?? '');
  assert.match(reasons[0]!, /got 413 \{"error":"too large"\}$/);
  assert.match(reasons[1]!, /^expected the dataset's id as id .* got hello$/);
  assert.deepEqual(
    result.levels.map(({ jobs }) => jobs[0]?.uploadSeconds),
    [null, null],
  );
  assert.equal(result.ended, 'finished');
});

test('garbage about a job, on the stream and by GET, is survived until something sensible is heard', async (context) => {
  const server = await start(context, {
    onTrain(job, own) {
      for (const message of [[], { job: 7 }, { job: { id: job.id } }, { job: { id: {}, state: 'done' } }])
        own.tell(message);
      job.shown = 'no JSON';
    },
    onPoll(job) {
      if (server.polls() === 3) show(job, { id: job.id, state: 'done', accuracy: 'perfect' });
    },
  });
  const { result } = await startJobs(context, server).end();
  assert.deepEqual(
    result.levels[0]?.jobs.map(({ state, accuracy }) => [state, accuracy]),
    [['done', null]],
  );
});

test('a target that goes away ends the session, which says so', async (context) => {
  const server = await start(context, { onTrain: () => void server.close() });
  const { result } = await startJobs(context, server, { levels: smallLevels(3) }).end();
  assert.equal(result.ended, 'target-lost');
  assert.equal(result.levels.length, 1);
  assert.match(result.levels[0]?.jobs[0]?.reason ?? '', /^expected an answer to (?:GET|POST) /);
});

test('a target that is not there is not measured at all', async (context) => {
  const server = await start(context);
  await server.close();
  const { session } = startJobs(context, server, {}, []);
  const end = await session.firstEnd;
  assert.ok(end.kind === 'unmeasured');
  assert.match(end.reason, /the connection was refused/);
});

test('a stop ends it at once, C after the level under way, and an interrupt too', async (context) => {
  const isRunning = (event: SessionEvent): boolean =>
    event.kind === 'job/event' && event.event.kind === 'job' && event.event.status.state === 'running';
  const server = await start(context);
  const stopped = startJobs(context, server, { levels: smallLevels(2) });
  await stopped.when(isRunning);
  stopped.session.send({ kind: 'stop' });
  const { result: afterStop } = await stopped.end();
  assert.equal(afterStop.ended, 'stopped');
  assert.equal(afterStop.levels[0]?.jobs[0]?.state, 'stopped');

  const interrupted = startJobs(context, server, { levels: smallLevels(2) });
  await interrupted.when(isRunning);
  void interrupted.session.close('interrupted');
  const { end, result } = await interrupted.end();
  assert.equal(result.ended, 'interrupted');
  assert.equal(end.isInterrupted, true);

  const other = await start(context, { onPoll: (job) => void (other.polls() > 3 && show(job, { state: 'done' })) });
  const cooled = startJobs(context, other, { levels: smallLevels(2) }, []);
  await cooled.when(isRunning);
  cooled.session.send({ kind: 'pause' });
  cooled.session.send({ kind: 'cool-down' });
  const { result: afterCoolDown } = await cooled.end();
  assert.equal(afterCoolDown.ended, 'stopped');
  assert.deepEqual(
    afterCoolDown.levels.map(({ jobs }) => jobs[0]?.state),
    ['done'],
  );
  assert.ok(cooled.events.some((event) => event.kind === 'note' && /cannot be paused/.test(event.text)));
});

test('a stream that says done while the server says otherwise is suspicious', async (context) => {
  const server = await start(context, {
    onTrain: heldUntilHeard((job, own) =>
      own.tell({ type: 'job', job: { id: job.id, state: 'done', progress: 1, accuracy: 0.99 } }),
    ),
  });
  const { result } = await startJobs(context, server).end();
  assert.equal(result.levels[0]?.jobs[0]?.state, 'done');
  assert.deepEqual(verdicts(result, 'counts-agree'), ['suspicious']);
  assert.match(result.authenticity[1]!.evidence, /^client 1, stream 1, server 0;/);
  assert.match(result.validity.reasons.join(' '), /^Counts disagree in level 1: client 1, stream 1, server 0/);
});

test('an open stream that keeps a job for unfinished that the server calls done is suspicious', async (context) => {
  const server = await start(context, {
    onTrain: heldUntilHeard((job, own) => {
      own.tell({ type: 'job', job: show(job, { progress: 0.5 }) });
      show(job, { state: 'done', progress: 1 });
    }),
  });
  // The first job waits for readings of the stream, so it is open before.
  tellsCpu(context, server, () => 1);
  const { result } = await startJobs(context, server, restful).end();
  assert.deepEqual(verdicts(result, 'counts-agree'), ['suspicious']);
  assert.match(result.authenticity[1]!.evidence, /^client 1, stream 0, server 1;/);
});

test('a server that read fewer rows than were sent is suspicious', async (context) => {
  const server = await start(context, {
    onUpload: () => ({ status: 201, body: '{"id":"d1","rows":2}' }),
    onPoll: (job) => void show(job, { state: 'done' }),
  });
  const { result } = await startJobs(context, server, { levels: smallLevels(3).slice(2) }, []).end();
  assert.deepEqual(verdicts(result, 'counts-agree'), ['suspicious']);
  assert.match(result.authenticity[1]!.evidence, /rows: client 3, server 2$/);
});

test('one and the same accuracy of every dataset is suspicious', async (context) => {
  const server = await start(context, { onPoll: (job) => void show(job, { state: 'done', accuracy: 0.9 }) });
  const { result } = await startJobs(context, server, { levels: smallLevels(5) }, []).end();
  assert.deepEqual(verdicts(result, 'results-live'), ['suspicious']);
  assert.equal(result.validity.valid, false);
});

test('a load that is seen on a process is measured beside what it does at rest', async (context) => {
  const server = await start(context, { onTrain: doneAfter(25) });
  const random = createRandom(3);
  tellsCpu(context, server, (isBusy) => (isBusy ? 80 : 2) + 10 * random());
  const { result } = await startJobs(context, server, restful).end();
  assert.deepEqual(verdicts(result, 'load-visible'), ['authentic']);
  assert.deepEqual(verdicts(result, 'values-live'), ['authentic']);
  assert.deepEqual(result.validity, { valid: true, reasons: [] });
  const [use] = result.levels[0]!.uses;
  assert.equal(use?.kind, 'process');
  const { cpuPercent: cpu, cpuSeconds, memoryBytes } = use!;
  assert.ok(cpu !== null && cpu.baseline < 13 && cpu.before !== null && cpu.before < 13);
  assert.ok(
    cpu.peak >= 80 && cpu.mean > cpu.baseline && cpu.peakIncrease > 60 && cpu.increase > 30,
    JSON.stringify(cpu),
  );
  assert.ok(cpuSeconds !== null && cpuSeconds > 0);
  assert.equal(memoryBytes?.peak, 1e8);
});

test('a job without any load on the process that says it runs it is suspicious', async (context) => {
  const server = await start(context, { onTrain: doneAfter(25) });
  const random = createRandom(4);
  tellsCpu(context, server, () => 2 + random() / 10);
  const { result } = await startJobs(context, server, restful).end();
  assert.deepEqual(verdicts(result, 'load-visible'), ['suspicious']);
  assert.match(result.validity.reasons.join(' '), /^No server shows the load in level 1: CPU of stream 1/);
});

test('readings that never change, or come again and again, are suspicious', async (context) => {
  let turn = 0;
  for (const percentOf of [() => 42, () => [11.5, 37.25, 80.125, 52.75, 23.5][turn++ % 5]!]) {
    const server = await start(context, { onTrain: doneAfter(40) });
    tellsCpu(context, server, percentOf);
    const { result } = await startJobs(context, server, restful).end();
    assert.deepEqual(verdicts(result, 'values-live'), ['suspicious']);
    assert.match(result.validity.reasons.join(' '), /Readings repeat in level 1: CPU of stream 1: /);
  }
});
