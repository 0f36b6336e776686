import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { SessionEvent, SessionHead } from '../../source/model/events.js';
import { openSpanReader, type SpanReader } from '../../source/record/read-span.js';
import { createRecorder } from '../../source/record/session-file.js';
import { createOutline } from '../../source/replay/outline.js';
import { startReplay } from '../../source/replay/player.js';
import { viewAt } from '../../source/replay/recording.js';
import { planPhases } from '../../source/session/plan.js';
import { startSession } from '../../source/session/session.js';
import { reduce } from '../../source/store/reduce.js';
import { initialView, type SessionView } from '../../source/store/state.js';
import { createStore } from '../../source/store/store.js';
import { createSystemClock } from '../../source/time/clock.js';
import { createVirtualClock } from '../../source/time/virtual-clock.js';
import { initialScreen } from '../../source/ui/keys/screen-state.js';
import { mountApp } from '../../source/ui/mount.js';
import { composeScreen, panesOf } from '../../source/ui/screen.js';
import { lookOf } from '../../source/ui/viewer.js';
import { startNodeServer } from '../helpers/http-servers.js';
import { plainHost, plainWork } from '../helpers/plain-load.js';
import { withFolder } from '../record/helpers.js';
import { scriptedAnswer, scriptedHead, searchEvents } from '../store/helpers/scripted-session.js';
import { createFakeViewer } from '../ui/helpers/fake-viewer.js';
import { mountSession } from '../ui/helpers/mounted-session.js';
import { longHead, longSession } from './helpers/long-session.js';
import { asTold, record } from './helpers/recorded.js';

const look = lookOf({ colourDepth: 8, isUnicode: true });
const sizes = [
  { columns: 80, rows: 24 },
  { columns: 120, rows: 40 },
  { columns: 240, rows: 70 },
] as const;

/** Every cell with its colours: the whole screen in three sizes, and each pane alone. */
function framesOf(view: SessionView, nowMs: number): unknown {
  const compose = (screen: typeof initialScreen, size: (typeof sizes)[number]): unknown =>
    composeScreen({ view, nowMs, screen, size, look, isRecording: false, kind: 'replay' });
  return [
    ...sizes.map((size) => compose(initialScreen, size)),
    ...panesOf(view).map((zoom) => compose({ ...initialScreen, zoom }, sizes[1])),
  ];
}

/** Compares what was seen live after each of some events with what a replay of the file shows at those times. */
function assertSameFrames(file: string, events: readonly SessionEvent[], every: number): void {
  const reader = openSpanReader(file);
  const outline = createOutline(reader, createVirtualClock());
  while (!outline.readOn(1000));
  let view = initialView;
  let compared = 0;
  for (const [index, event] of events.entries()) {
    view = reduce(view, event);
    // Between two events of one time nobody saw a frame.
    const isSeen = event.atMs !== events[index + 1]?.atMs;
    if (!isSeen || (index % every !== 0 && index < events.length - 3)) continue;
    const replayed = viewAt(reader, outline, reader.seqUntil(event.atMs));
    assert.deepEqual(framesOf(replayed, event.atMs), framesOf(view, event.atMs), `${event.kind} at ${event.atMs} ms`);
    compared += 1;
  }
  reader.close();
  assert.ok(compared > 3, `${compared} frames compared`);
}

test('a replay of a search shows the frames of the live session, cell by cell', () =>
  withFolder((folder) => {
    const events = [...asTold(searchEvents())];
    const endMs = events.at(-1)?.atMs ?? 0;
    events.push({ atMs: endMs + 10, kind: 'result', result: scriptedAnswer });
    events.push({ atMs: endMs + 20, kind: 'run/state', from: 'running', to: 'finished', cause: 'plan', reason: 'done' });
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
  }));

test('the panes on the screen of a replay are those on the screen of the live session', async (context) => {
  const events = asTold(searchEvents());
  const atMs = 30_000;
  const live = await mountSession(120, 40, events.filter((event) => event.atMs <= atMs), atMs);
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
