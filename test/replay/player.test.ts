import assert from 'node:assert/strict';
import { DatabaseSync } from 'node:sqlite';
import { type TestContext, test } from 'node:test';
import type { SessionEvent } from '../../source/model/events.js';
import type { ReplayStatus } from '../../source/model/replay.js';
import { openSpanReader } from '../../source/record/read-span.js';
import { type Replay, type ReplayOptions, startReplay } from '../../source/replay/player.js';
import { createStore, type Store } from '../../source/store/store.js';
import type { Clock } from '../../source/time/clock.js';
import { createVirtualClock, type VirtualClock } from '../../source/time/virtual-clock.js';
import { note, withFolder } from '../record/helpers.js';
import { scriptedHead, searchEvents } from '../store/helpers/scripted-session.js';
import { longHead, longSession } from './helpers/long-session.js';
import { asTold, record, startRecording, withoutTallies } from './helpers/recorded.js';

type Played = { readonly replay: Replay; readonly store: Store; readonly clock: VirtualClock };

const plain: ReplayOptions = { speed: 1, fromMs: null, follow: false };

/** Plays a file; its end is that of the test. */
function play(context: TestContext, file: string, options: Partial<ReplayOptions> = {}, given?: Clock): Played {
  const reader = openSpanReader(file);
  const store = createStore();
  const clock = createVirtualClock();
  const replay = startReplay(reader, store, given ?? clock, { ...plain, ...options });
  context.after(() => {
    replay.close();
    reader.close();
  });
  return { replay, store, clock };
}

const of = { seconds: 130, servers: 2, streams: 1 };
const events = [...longSession(of)];

const onFile = (use: (file: string, folder: string) => void | Promise<void>): Promise<void> =>
  withFolder((folder) => use(record(folder, longHead(of), events), folder));

/** What a live session would have shown. */
function liveState(atMs: number, among: readonly SessionEvent[] = events) {
  const store = createStore();
  for (const event of among) if (event.atMs <= atMs) store.apply(event);
  return store.getState();
}

test('plays as it happened, at the speed that is asked for', (context) =>
  onFile((file) => {
    const { replay, store, clock } = play(context, file);
    assert.equal(replay.clock.nowMs(), 3.5);
    clock.advance(10_000);
    assert.equal(replay.clock.nowMs(), 10_003.5);
    assert.deepEqual(store.getState(), liveState(10_003.5));
    replay.command({ kind: 'speed', speed: 8 });
    clock.advance(10_000);
    assert.equal(replay.clock.nowMs(), 90_003.5);
    assert.deepEqual(store.getState(), liveState(90_003.5));
    replay.command({ kind: 'speed', speed: 0.25 });
    clock.advance(4000);
    assert.equal(replay.clock.nowMs(), 91_003.5);
    assert.equal(replay.status().speed, 0.25);
  }));

test('stands while it is paused, goes on from there, and begins anew when it is played at its end', (context) =>
  onFile((file) => {
    const { replay, store, clock } = play(context, file);
    clock.advance(5000);
    replay.command({ kind: 'toggle' });
    const { state, step, steps } = replay.status();
    assert.deepEqual({ state, step, steps }, { state: 'paused', step: 0, steps: 126 });
    clock.advance(5000);
    assert.equal(replay.clock.nowMs(), 5003.5);
    replay.command({ kind: 'toggle' });
    replay.command({ kind: 'speed', speed: 64 });
    clock.advance(5000);
    assert.equal(replay.status().state, 'ended');
    assert.equal(replay.status().step, 126);
    assert.equal(replay.clock.nowMs(), 130_950);
    assert.deepEqual(store.getState(), liveState(Number.POSITIVE_INFINITY));
    replay.command({ kind: 'toggle' });
    assert.equal(replay.status().state, 'playing');
    assert.equal(replay.clock.nowMs(), 3.5);
    assert.deepEqual(store.getState(), liveState(3.5));
  }));

test('goes to any time, within what there is', (context) =>
  onFile((file) => {
    const { replay, store, clock } = play(context, file);
    for (const atMs of [100_000, 50_000, 50_500, 51_400, 120_000, 119_000]) {
      replay.command({ kind: 'seek', atMs });
      assert.equal(replay.clock.nowMs(), atMs);
      assert.deepEqual(store.getState(), liveState(atMs), `${atMs} ms`);
    }
    replay.command({ kind: 'seek', atMs: -5 });
    assert.equal(replay.clock.nowMs(), 3.5);
    replay.command({ kind: 'seek', atMs: 1e9 });
    assert.equal(replay.clock.nowMs(), 130_950);
    assert.equal(replay.status().state, 'playing');
    clock.advance(100);
    assert.equal(replay.status().state, 'ended');
    // From the end back, it stands where one wanted to look.
    replay.command({ kind: 'seek', atMs: 60_000 });
    assert.equal(replay.status().state, 'paused');
  }));

test('steps from interval to interval, and by seconds where there is no load', (context) =>
  onFile((file) => {
    const { replay, store } = play(context, file, { fromMs: 2000 });
    const steps = [];
    for (const by of [1, 1, 1, 1, 1, -1, -1, -1, -1] as const) {
      replay.command({ kind: 'step', by });
      steps.push(replay.clock.nowMs());
    }
    assert.deepEqual(steps, [3000, 4000, 5000, 5900, 6900, 5900, 4900, 3900, 2900]);
    assert.equal(replay.status().state, 'paused');
    assert.deepEqual(store.getState(), liveState(2900));
  }));

test('however one comes to the end, it is the end', (context) =>
  onFile((file) => {
    const { replay } = play(context, file);
    replay.command({ kind: 'toggle' });
    for (const command of [{ kind: 'seek', atMs: 3_600_000 }, { kind: 'follow' }, { kind: 'step', by: 1 }] as const) {
      replay.command({ kind: 'seek', atMs: 130_920 });
      assert.equal(replay.status().state, 'paused');
      replay.command(command);
      assert.deepEqual([replay.status().state, replay.clock.nowMs()], ['ended', 130_950], command.kind);
    }
  }));

test('a session without load is counted in seconds', (context) =>
  withFolder((folder) => {
    const watched = { seconds: 20, servers: 3, streams: 0, hasLoad: false };
    const { replay, clock } = play(context, record(folder, longHead(watched), longSession(watched)));
    clock.advance(5000);
    const { step, steps } = replay.status();
    assert.deepEqual({ step, steps }, { step: 5, steps: 20 });
  }));

test('begins where it is told to', (context) =>
  onFile((file) => {
    const { replay, store } = play(context, file, { fromMs: 70_000, speed: 2 });
    assert.equal(replay.clock.nowMs(), 70_000);
    assert.deepEqual(store.getState(), liveState(70_000));
  }));

/** A search of which the first 20 s are recorded, and the rest is still to come. */
function recordEarly(folder: string) {
  const writer = startRecording(folder, scriptedHead);
  const live = asTold(searchEvents());
  const [early, late] = [live.filter(({ atMs }) => atMs < 20_000), live.filter(({ atMs }) => atMs >= 20_000)];
  for (const event of early) writer.sink(event);
  writer.pass(250);
  return { writer, live, early, late };
}

test('keeps up with a session that is being recorded, and says when it has ended', (context) =>
  withFolder((folder) => {
    const { writer, live, early, late } = recordEarly(folder);
    const { replay, store, clock } = play(context, writer.file, { follow: true });
    assert.equal(replay.status().state, 'following');
    assert.deepEqual(store.getState(), liveState(20_000, early));
    // Its clock goes on, though nothing happens.
    clock.advance(700);
    assert.equal(replay.clock.nowMs(), (early.at(-1)?.atMs ?? 0) + 700);
    for (const event of late) {
      writer.sink(event);
      clock.advance(150);
    }
    writer.pass(250);
    clock.advance(150);
    assert.deepEqual(store.getState(), liveState(Number.POSITIVE_INFINITY, live));
    assert.equal(replay.status().state, 'following');
    // Looking back leaves the present, and asking for it goes there again.
    replay.command({ kind: 'seek', atMs: 30_000 });
    assert.equal(replay.status().state, 'playing');
    assert.deepEqual(store.getState(), liveState(30_000, live));
    replay.command({ kind: 'follow' });
    assert.equal(replay.status().state, 'following');
    writer.close();
    clock.advance(1100);
    const { state, writer: said } = replay.status();
    assert.deepEqual({ state, said }, { state: 'ended', said: 'complete' });
    assert.equal(replay.clock.nowMs() < (live.at(-1)?.atMs ?? 0) + 5000, true);
  }));

test('there are never fewer steps, nor less time, than have been', (context) =>
  withFolder((folder) => {
    const { writer, live, late } = recordEarly(folder);
    const { replay, clock } = play(context, writer.file, { follow: true });
    const hold = (): void => {
      const { step, steps, toMs } = replay.status();
      assert.ok(
        step <= steps && replay.clock.nowMs() <= toMs,
        `${step} of ${steps}, ${replay.clock.nowMs()} of ${toMs}`,
      );
    };
    for (const event of late) {
      writer.sink(event);
      writer.pass(250);
      // Shorter than what lies between two looks at how far the recording goes.
      clock.advance(50);
      hold();
    }
    clock.advance(900);
    hold();
    const database = new DatabaseSync(writer.file);
    database.exec("UPDATE session_head SET writer_start = 'another'");
    database.close();
    clock.advance(1100);
    assert.equal(replay.status().state, 'ended');
    assert.equal(replay.clock.nowMs(), live.at(-1)?.atMs);
    hold();
    writer.close();
  }));

test('playing up to the present goes on along with it', (context) =>
  withFolder((folder) => {
    const writer = startRecording(folder, scriptedHead);
    for (const event of searchEvents()) writer.sink(event);
    writer.pass(250);
    const { replay, clock } = play(context, writer.file, { speed: 64 });
    clock.advance(2000);
    assert.equal(replay.status().state, 'following');
    writer.close();
  }));

test('says that a session was interrupted, when whoever wrote it is gone', (context) =>
  withFolder((folder) => {
    const writer = startRecording(folder, scriptedHead);
    writer.sink({ atMs: 1, kind: 'session/started', head: scriptedHead });
    writer.sink(note(500));
    writer.pass(250);
    const { replay, clock } = play(context, writer.file, { follow: true });
    const database = new DatabaseSync(writer.file);
    database.exec("UPDATE session_head SET writer_start = 'another'");
    database.close();
    clock.advance(1100);
    const { state, writer: said } = replay.status();
    assert.deepEqual({ state, said }, { state: 'ended', said: 'interrupted' });
    writer.close();
  }));

test('a time that is not known yet is gone to as soon as it is', (context) =>
  onFile((file) => {
    // Time goes by with every look at it: reading takes long.
    const base = createVirtualClock();
    const slow = { ...base, nowMs: () => base.nowMs() + looks++ * 20 };
    let looks = 0;
    const seen: ReplayStatus[] = [];
    const onStatus = (status: ReplayStatus): number => seen.push(status);
    const { replay, store } = play(context, withoutTallies(file), { fromMs: 100_000, onStatus }, slow);
    assert.equal(replay.status().awaitedMs, 100_000);
    assert.equal(replay.status().readRatio < 1, true);
    // Meanwhile there is the beginning to be seen.
    assert.equal(store.getState().head?.id, 'long');
    replay.command({ kind: 'toggle' });
    const arrivals: number[] = [];
    replay.onArrival(() => arrivals.push(replay.clock.nowMs()));
    for (let turn = 0; turn < 1000 && replay.status().awaitedMs !== null; turn++) base.advance(10);
    assert.equal(replay.clock.nowMs(), 100_000);
    // Whoever waits for the frame is told at once.
    assert.deepEqual(arrivals, [100_000]);
    assert.deepEqual(store.getState(), liveState(100_000));
    assert.equal(new Set(seen.map(({ readRatio }) => readRatio)).size > 2, true);
  }));

test('knows the phases, alerts and marks of the whole recording', (context) =>
  onFile((file) => {
    const { replay } = play(context, file);
    const { view, nowMs, moments } = replay.overview();
    assert.equal(nowMs, 130_950);
    assert.deepEqual(view.phases, liveState(Number.POSITIVE_INFINITY).phases);
    assert.deepEqual(
      moments.map(({ kind, text }) => `${kind} ${text}`),
      ['mark deployed at 100'],
    );
  }));

test('what cannot be read is said, and what could be stays', (context) =>
  onFile((file) => {
    const reader = openSpanReader(file);
    const store = createStore();
    const clock = createVirtualClock();
    const replay = startReplay(reader, store, clock, plain);
    context.after(replay.close);
    reader.close();
    replay.command({ kind: 'seek', atMs: 60_000 });
    const { state, fault } = replay.status();
    assert.equal(state, 'paused');
    assert.match(fault ?? '', /cannot be read any further/);
    assert.equal(store.getState().head?.id, 'long');
    clock.advance(1000);
  }));
