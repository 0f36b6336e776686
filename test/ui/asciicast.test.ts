import assert from 'node:assert/strict';
import { test } from 'node:test';
import xterm from '@xterm/headless';
import type { SessionEvent } from '../../source/model/events.js';
import { asciicastOf } from '../../source/ui/asciicast.js';
import { searchEvents } from '../store/helpers/scripted-session.js';
import { mountSession } from './helpers/mounted-session.js';

const size = { columns: 120, rows: 40 };
const about = { title: 'a search', startedAt: '2026-01-05T12:00:00.000Z' };

type CastLine = readonly [seconds: number, kind: string, text: string];

function castOf(events: Iterable<SessionEvent>) {
  const [head, ...frames] = [...asciicastOf(events, size, about)].map((line) => JSON.parse(line));
  return { head, frames: frames as CastLine[] };
}

async function screenAfter(frames: readonly CastLine[]): Promise<readonly string[]> {
  const terminal = new xterm.Terminal({ cols: size.columns, rows: size.rows, allowProposedApi: true });
  for (const [, , text] of frames) await new Promise<void>((resolve) => terminal.write(text, resolve));
  return Array.from(
    { length: size.rows },
    (_, row) => terminal.buffer.active.getLine(row)?.translateToString(true) ?? '',
  );
}

test('a cast begins with what it is, and its frames come in the order of time', () => {
  const { frames, head } = castOf(searchEvents());
  assert.deepEqual(head, {
    version: 2,
    width: 120,
    height: 40,
    timestamp: 1767614400,
    title: 'a search',
    env: { TERM: 'xterm-256color' },
  });
  for (const [at, frame] of frames.entries()) {
    assert.equal(frame[1], 'o');
    assert.ok(frame[0] >= (frames[at - 1]?.[0] ?? 0));
  }
});

test('a player shows the screen that a live viewer saw', async () => {
  const events = searchEvents();
  const { frames } = castOf(events);
  const lastSeconds = frames.at(-1)![0];
  const live = await mountSession(size.columns, size.rows, events, lastSeconds * 1000);
  try {
    assert.deepEqual(await screenAfter(frames), await live.screen());
  } finally {
    live.app.unmount();
  }
});

test('idle time is neither shortened nor filled without end', () => {
  const [first, second] = searchEvents();
  const { frames } = castOf([first!, { ...second!, atMs: 30_000 }]);
  assert.ok(frames.some(([at]) => at >= 29 && at <= 31));
  assert.ok(castOf([first!, { ...second!, atMs: 1e15 }]).frames.length < 300);
});
