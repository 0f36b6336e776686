import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { SessionEvent, SessionHead } from '../../source/model/events.js';
import { openSpanReader, type SpanReader } from '../../source/record/read-span.js';
import { createRecorder } from '../../source/record/session-file.js';
import { startReplay } from '../../source/replay/player.js';
import { planPhases } from '../../source/session/plan.js';
import { startSession } from '../../source/session/session.js';
import { createStore } from '../../source/store/store.js';
import { createSystemClock } from '../../source/time/clock.js';
import { createVirtualClock } from '../../source/time/virtual-clock.js';
import { mountApp } from '../../source/ui/mount.js';
import { startNodeServer } from '../helpers/http-servers.js';
import { plainHost, plainWork } from '../helpers/plain-load.js';
import { withFolder } from '../record/helpers.js';
import { scriptedAnswer, scriptedHead, searchEvents } from '../store/helpers/scripted-session.js';
import { createFakeViewer } from '../ui/helpers/fake-viewer.js';
import { mountSession } from '../ui/helpers/mounted-session.js';
import { longHead, longSession } from './helpers/long-session.js';
import { asTold, record } from './helpers/recorded.js';
import { assertSameFrames } from './helpers/same-frames.js';

test('a replay of a search shows the frames of the live session, cell by cell', () =>
  withFolder((folder) => {
    const events = [...asTold(searchEvents())];
    const endMs = events.at(-1)?.atMs ?? 0;
    events.push({ atMs: endMs + 10, kind: 'result', result: scriptedAnswer });
    events.push({
      atMs: endMs + 20,
      kind: 'run/state',
      from: 'running',
      to: 'finished',
      cause: 'plan',
      reason: 'done',
    });
    assertSameFrames(record(folder, scriptedHead, events), events, 23);
  }));

test('a replay of hours of load and servers shows the frames of the live session, cell by cell', () =>
  withFolder((folder) => {
    const of = { seconds: 1300, servers: 3, streams: 2 };
    const events = [...longSession(of)];
    assertSameFrames(record(folder, longHead(of), events), events, 1201);
  }));

test('a replay of a real run shows the frames that were there while it ran', { timeout: 60_000 }, () =>
  withFolder(async (folder) => {
    const server = await startNodeServer('http', (_, response) => response.end('ok'));
    const head: SessionHead = {
      ...scriptedHead,
      kind: 'run',
      target: `http://127.0.0.1:${server.port}/`,
      servers: [{ name: 'here', address: 'local' }],
      streams: [],
    };
    const clock = createSystemClock();
    const recorder = createRecorder(folder, head, clock, assert.fail);
    const events: SessionEvent[] = [];
    const session = startSession({
      head,
      job: {
        kind: 'run',
        plan: {
          target: head.target ?? '',
          load: {
            hosts: [plainHost(server.port)],
            work: plainWork(),
            arrivals: 'paced',
            seed: 1,
            inFlightLimit: 100,
            timeoutMs: 2000,
            limitsMs: [50],
            workers: 1,
          },
          phases: planPhases({ kind: 'constant', perSecond: 60 }, 3000, 0),
          objectives: head.objectives,
          maxPerSecond: null,
          limits: { stops: [], tripWires: true, health: null },
        },
      },
      clock,
      checkTimeoutMs: 2000,
      sinks: [recorder.sink, (event) => events.push(event)],
    });
    await session.firstEnd;
    await session.close('done');
    recorder.close();
    await server.stop();
    assertSameFrames(recorder.file ?? '', events, 1);
  }),
);

test('the panes on the screen of a replay are those on the screen of the live session', async (context) => {
  const events = asTold(searchEvents());
  const atMs = 30_000;
  const live = await mountSession(
    120,
    40,
    events.filter((event) => event.atMs <= atMs),
    atMs,
  );
  context.after(() => live.app.unmount());
  await withFolder(async (folder) => {
    const reader: SpanReader = openSpanReader(record(folder, scriptedHead, events));
    const fake = createFakeViewer(120, 40);
    const store = createStore();
    const clock = createVirtualClock();
    const replay = startReplay(reader, store, clock, { speed: 1, fromMs: atMs, follow: false });
    const app = mountApp(fake.viewer, {
      store,
      clock: replay.clock,
      replay: { ...replay, tickMs: clock.nowMs },
      kind: 'replay',
      send: () => assert.fail('a replay sends nothing'),
      quit: () => {},
    });
    await app.flush();
    const [was, is] = [await live.screen(), await fake.screen()];
    assert.match(is[0] ?? '', /REPLAY 1x/);
    // The bars differ: they tell what it is, how far it goes, and which keys there are.
    assert.deepEqual(is.slice(2, -1), was.slice(2, -1));
    app.unmount();
    replay.close();
    reader.close();
  });
});
