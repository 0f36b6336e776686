import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import type { SessionEvent } from '../../source/model/events.js';
import { createRandom } from '../../source/time/random.js';
import { createKeymap } from '../../source/ui/keys/keymap.js';
import { interval, scriptedAnswer, scriptedHead, searchEvents } from '../store/helpers/scripted-session.js';
import { assertFrame } from './helpers/frames.js';
import { type MountedSession, mountSession } from './helpers/mounted-session.js';

const events = searchEvents();
const endMs = (events.at(-1)?.atMs ?? 0) + 300;

async function mounted(
  context: TestContext,
  columns: number,
  rows: number,
  given: readonly SessionEvent[] = events,
): Promise<MountedSession> {
  const session = await mountSession(columns, rows, given, endMs);
  context.after(() => session.app.unmount());
  return session;
}

const has =
  (text: string) =>
  (lines: readonly string[]): boolean =>
    lines.some((line) => line.includes(text));

for (const [columns, rows] of [
  [80, 24],
  [120, 40],
  [40, 12],
  [200, 60],
] as const) {
  test(`draws a search under way at ${columns}x${rows}`, async (context) => {
    const session = await mounted(context, columns, rows);
    const lines = await session.screen();
    assert.equal(lines.length, rows);
    assertFrame(`app-${columns}x${rows}`, lines);
  });
}

test('shows the answer in front until enter closes it', async (context) => {
  const session = await mounted(context, 120, 40);
  session.store.apply({ atMs: endMs, kind: 'result', result: scriptedAnswer });
  session.store.apply({
    atMs: endMs,
    kind: 'run/state',
    from: 'running',
    to: 'finished',
    cause: 'plan',
    reason: 'done',
  });
  session.clock.advance(1000);
  assertFrame('app-120x40-answer', await session.screenOnce(has('carries 1,210 requests a second')));
  session.type('\r');
  const closed = await session.screenOnce((lines) => !has('enter closes')(lines));
  assert.ok(has('✓ finished')(closed));
});

test('shows the answer beside panes on the smallest screen that has them', async (context) => {
  const session = await mounted(context, 60, 12);
  session.store.apply({ atMs: endMs, kind: 'result', result: scriptedAnswer });
  session.clock.advance(1000);
  assertFrame('app-60x12-answer', await session.screenOnce(has('carries 1,210')));
});

test('the log is scrolled no further than to its oldest line, and back by as many keys', async (context) => {
  const session = await mounted(context, 120, 40);
  for (let turn = 0; turn < 5; turn++) session.type('\u001b[6~');
  const oldest = await session.screenOnce(has('demo of http'));
  const newer = Number(/ (\d+) newer/.exec(oldest.join('\n'))?.[1]);
  assert.ok(newer > 0 && newer < 20);
  for (let turn = 0; turn < newer; turn++) session.type('k');
  await session.screenOnce((lines) => !has('newer')(lines));
});

test('lines that come while older ones are read do not push those away', async (context) => {
  const session = await mounted(context, 120, 40);
  session.type('jj');
  const before = await session.screenOnce(has('2 newer'));
  const read = before.filter((line) => /^│ 00:\d\d {2}/.test(line)).map((line) => line.slice(0, 60));
  for (let turn = 0; turn < 3; turn++) {
    session.store.apply({ atMs: endMs, kind: 'note', severity: 'info', text: `later ${turn}` });
    session.clock.advance(300);
    await session.app.flush();
  }
  const after = await session.screenOnce(has('5 newer'));
  assert.deepEqual(
    after.filter((line) => /^│ 00:\d\d {2}/.test(line)).map((line) => line.slice(0, 60)),
    read,
  );
});

test('who sees no colours sees by glyph and weight which pane is gone to', async (context) => {
  const session = await mountSession(120, 40, events, endMs, { colourDepth: 1 });
  context.after(() => session.app.unmount());
  session.type('\t');
  await session.screenOnce(has('╭▶ 1 load'));
  assert.ok((await session.screen()).filter((line) => /╭▶/.test(line)).length === 1);
});

test('shows the answer on a screen too small for panes', async (context) => {
  const session = await mounted(context, 40, 12);
  session.store.apply({ atMs: endMs, kind: 'result', result: scriptedAnswer });
  session.clock.advance(1000);
  await session.screenOnce(has('carries 1,210 requests a second'));
});

test('sends what the load keys ask for, and nothing for their lower case', async (context) => {
  const session = await mounted(context, 120, 40);
  session.type('PCRA');
  await session.screenOnce(() => session.sent.length === 4);
  assert.deepEqual(session.sent, [
    { kind: 'pause' },
    { kind: 'cool-down' },
    { kind: 'reset-circuits' },
    { kind: 'accept' },
  ]);
  session.type('p');
  await session.screenOnce(has('load keys are upper case: P means pause'));
  assert.equal(session.sent.length, 4);
});

test('stops only after a yes', async (context) => {
  const session = await mounted(context, 80, 24);
  session.type('X');
  await session.screenOnce(has('Stop the load now?'));
  assert.equal(session.sent.length, 0);
  session.type('n');
  await session.screenOnce((lines) => !has('Stop the load now?')(lines));
  session.type('Xy');
  await session.screenOnce(() => session.sent.length > 0);
  assert.deepEqual(session.sent, [{ kind: 'stop' }]);
});

test('asks before quitting under load, and never at ctrl-c', async (context) => {
  const session = await mounted(context, 80, 24);
  session.type('q');
  await session.screenOnce(has('Stop it and quit?'));
  assert.equal(session.quits(), 0);
  session.type('\u0003');
  await session.screenOnce(() => session.quits() === 1);
});

test('writes not one byte while frozen, whatever happens, and is up to date when live again', async (context) => {
  const session = await mounted(context, 120, 40);
  session.type(' ');
  await session.screenOnce(has('FROZEN'));
  const before = session.bytes();
  const random = createRandom(3);
  for (let second = 0; second < 20; second++) {
    const atMs = endMs + second * 1000;
    session.store.apply({ atMs, kind: 'load/interval', interval: interval(atMs, 700, 1240, random) });
    session.store.apply({ atMs, kind: 'note', severity: 'critical', text: `note ${second}` });
    session.clock.advance(1000);
    await session.app.flush();
  }
  assert.equal(session.bytes(), before);
  session.type(' ');
  const lines = await session.screenOnce(has('● LIVE'));
  assert.ok(has('note 19')(lines));
});

test('writes nothing more once the session has ended and nothing changes on the screen', async (context) => {
  const session = await mounted(context, 80, 24, [
    { atMs: 0, kind: 'note', severity: 'info', text: 'quiet' },
    { atMs: 10, kind: 'session/ended', reason: 'done' },
  ]);
  const before = session.bytes();
  session.clock.advance(5000);
  await session.app.flush();
  assert.equal(session.bytes(), before);
});

test('draws store changes at most four times a second, and all of them together', async (context) => {
  const session = await mounted(context, 120, 40);
  const before = session.bytes();
  for (let index = 0; index < 100; index++) {
    session.store.apply({ atMs: endMs, kind: 'note', severity: 'info', text: `burst ${index}` });
  }
  await session.app.flush();
  assert.equal(session.bytes(), before, 'no frame before the clock turns');
  session.clock.advance(250);
  await session.screenOnce(has('burst 99'));
});

test('zooms a pane by its digit and goes back by esc', async (context) => {
  const session = await mounted(context, 80, 24);
  session.type('3');
  const zoomed = await session.screenOnce((lines) => !has('1 load')(lines));
  assertFrame('app-80x24-servers', zoomed);
  session.type('\u001b');
  await session.screenOnce(has('1 load'));
});

test('shows every key in the help', async (context) => {
  const session = await mounted(context, 80, 24);
  session.type('?');
  assertFrame('app-80x24-help', await session.screenOnce(has('Cool down: send nothing more')));
  session.type('?');
  await session.screenOnce(has('1 load'));
});

test('hands the terminal over on ctrl-z and draws everything anew after', async (context) => {
  const session = await mounted(context, 80, 24);
  const before = await session.screen();
  session.type('\u001a');
  await session.screenOnce(() => session.suspends() === 1);
  assert.deepEqual(await session.screenOnce(has('1 load')), before);
});

/** The digit and the first word of each pane's title. */
function titlesOf(lines: readonly string[]): readonly string[] {
  return lines.flatMap((line) => [...line.matchAll(/[╭+][─-] (\d [a-z]+)/g)].map((found) => found[1]!)).toSorted();
}

/** A run at 200/s, eight seconds in. */
function runEvents(): readonly SessionEvent[] {
  const random = createRandom(11);
  return [
    { atMs: 0, kind: 'session/started', head: { ...scriptedHead, kind: 'run' } },
    { atMs: 10, kind: 'run/state', from: 'idle', to: 'running', cause: 'plan', reason: 'measure begins' },
    { atMs: 10, kind: 'load/rate', perSecond: 200, cause: 'plan', reason: 'measure' },
    ...Array.from({ length: 8 }, (_, second): SessionEvent => {
      const startMs = second * 1000 + 10;
      return { atMs: startMs + 1000, kind: 'load/interval', interval: interval(startMs, 200, 1240, random) };
    }),
  ];
}

test('takes a rate after =, asks where it is a large step, and sends it', async (context) => {
  const session = await mounted(context, 80, 24, runEvents());
  session.type('=');
  await session.screenOnce(has('now 200/s'));
  session.type('220');
  assertFrame('app-80x24-rate', await session.screenOnce(has('220▏')));
  session.type('\r');
  await session.screenOnce(() => session.sent.length === 1);
  session.type('=+50%');
  await session.screenOnce(has('+50%▏'));
  session.type('\r');
  await session.screenOnce(has('Change the rate from 200/s to 300/s?'));
  assert.equal(session.sent.length, 1);
  session.type('y');
  await session.screenOnce(() => session.sent.length === 2);
  assert.deepEqual(session.sent, [
    { kind: 'set-rate', change: { kind: 'to', perSecond: 220 } },
    { kind: 'set-rate', change: { kind: 'times', factor: 1.5 } },
  ]);
});

test('shows that the rate is held, and lets it go', async (context) => {
  const session = await mounted(context, 120, 40, runEvents());
  session.type('H');
  await session.screenOnce(() => session.sent.length === 1);
  session.store.apply({ atMs: endMs, kind: 'load/rate', perSecond: 200, cause: 'key', reason: 'held', held: true });
  session.clock.advance(1000);
  await session.screenOnce(has('H go on'));
  session.type('H');
  await session.screenOnce(() => session.sent.length === 2);
  assert.deepEqual(session.sent, [{ kind: 'hold' }, { kind: 'go-on' }]);
});

test('ignores pasted text that the terminal does not mark, with a prompt open and without', async (context) => {
  const session = await mounted(context, 80, 24, runEvents());
  // One after the other: what lies there together when it is read is one paste.
  const typeAlone = async (text: string): Promise<void> => {
    session.type(text);
    await session.screenOnce(() => true);
  };
  await typeAlone('PCXy and more that is no key');
  session.type('=');
  await session.screenOnce(has('now 200/s'));
  await typeAlone('\u001b[200~900\r\u001b[201~');
  await typeAlone('900, please\rPCXy');
  session.type('\u001b');
  await session.screenOnce(has('H hold'));
  assert.deepEqual(session.sent, []);
});

test('walks back through a live session, keeps still there, and comes back to live', async (context) => {
  const session = await mounted(context, 120, 40);
  session.type('\u001b[D');
  const back = await session.screenOnce(has('FROZEN -00:01'));
  assert.ok(has('1 load')(back));
  session.type('\u001b[H');
  await session.screenOnce(has('FROZEN -00:5'));
  const before = session.bytes();
  session.store.apply({ atMs: endMs, kind: 'note', severity: 'critical', text: 'meanwhile' });
  session.clock.advance(3000);
  await session.app.flush();
  assert.equal(session.bytes(), before);
  session.type('\u001b[F');
  await session.screenOnce((lines) => has('● LIVE')(lines) && has('meanwhile')(lines));
});

test('runs a command of the palette, and sets a mark', async (context) => {
  const session = await mounted(context, 80, 24);
  session.type(':');
  await session.screenOnce(has('tab completes'));
  session.type('zoom ev');
  await session.screenOnce(has(':zoom ev'));
  session.type('\t\r');
  await session.screenOnce((lines) => !has('1 load')(lines) && has('6 events')(lines));
  session.type('m');
  await session.screenOnce(has(':mark '));
  session.type('\u001b[200~deployed\nthe canary\u001b[201~');
  await session.screenOnce(has(':mark deployed the canary'));
  session.type('\r');
  await session.screenOnce(has('marked: deployed the canary'));
  assert.deepEqual(session.marks, ['deployed the canary']);
});

test('a filter shows only what has its words, and esc shows all again', async (context) => {
  const session = await mounted(context, 120, 40);
  session.type('/');
  await session.screenOnce(has(':filter '));
  session.type('circuit');
  session.type('\r');
  const filtered = await session.screenOnce(has('/circuit'));
  assert.ok(has('worker-2: closed to open')(filtered) && !has('1,245/s unclear')(filtered));
  session.type('\u001b');
  await session.screenOnce(has('1,245/s unclear'));
});

test('a viewer that may only watch is told so, and quits without a question', async (context) => {
  const session = await mountSession(120, 40, events, endMs, {}, { kind: 'read-only' });
  context.after(() => session.app.unmount());
  session.type('P');
  await session.screenOnce(has('this viewer may only watch'));
  assert.ok(has('READ-ONLY')(await session.screen()));
  session.type('q');
  await session.screenOnce(() => session.quits() === 1);
  assert.deepEqual(session.sent, []);
});

test('a question of an engine stands in front of everything and takes every key', async (context) => {
  const session = await mounted(context, 80, 24);
  const answer = session.app.ask({
    title: 'unknown host',
    lines: ['db.example has a key that is not known: SHA256:abc.', 'Type its name to trust it.'],
    kind: 'text',
    expected: 'db.example',
  });
  await session.screenOnce(has('unknown host'));
  session.type('XP');
  session.type('\r');
  assertFrame('app-80x24-ask', await session.screenOnce(has('expected db.example, got XP')));
  session.type('db.example');
  session.type('\r');
  await session.screenOnce((lines) => !has('unknown host')(lines));
  assert.equal(await answer, 'db.example');
  assert.deepEqual(session.sent, []);
});

test('a secret is not shown', async (context) => {
  const session = await mounted(context, 80, 24);
  const answer = session.app.ask({ title: 'passphrase', lines: ['of id_ed25519'], kind: 'secret' });
  await session.screenOnce(has('passphrase'));
  session.type('geheim');
  await session.screenOnce(has('> ●●●●●●'));
  assert.doesNotMatch(session.written(), /geheim/);
  session.type('\r');
  assert.equal(await answer, 'geheim');
});

test('the mouse goes to panes and scrolls them once it is on, and is off at the end', async (context) => {
  const session = await mounted(context, 120, 40);
  session.type('e');
  await session.screenOnce(has('mouse on'));
  assert.ok(session.written().includes('\u001b[?1000h'));
  session.type('\u001b[<65;10;36M');
  await session.screenOnce(has('3 newer'));
  session.type('\u001b[<0;90;5M');
  session.type('\u001b[<0;90;5M');
  await session.screenOnce((lines) => !has('2 response time')(lines) && has('1 load')(lines));
  session.app.unmount();
  await session.app.waitUntilExit();
  assert.ok(session.written().lastIndexOf('\u001b[?1000l') > session.written().lastIndexOf('\u001b[?1000h'));
});

test('copies the pane gone to by the terminal itself', async (context) => {
  const session = await mounted(context, 120, 40);
  session.type('\ty');
  await session.screenOnce(has('load copied'));
  const copied = /\u001b\]52;c;([^\u0007]*)\u0007/.exec(session.written())?.[1] ?? '';
  assert.match(Buffer.from(copied, 'base64').toString(), /1 load[\s\S]*achieved/);
});

test('begins with the panes, the looks and the mouse that the viewer wants', async (context) => {
  const begin = { panes: ['events', 'servers'], theme: 'mono', glyphs: 'ascii', isMouseOn: true } as const;
  const session = await mountSession(120, 40, events, endMs, {}, { begin });
  context.after(() => session.app.unmount());
  const lines = await session.screen();
  assert.deepEqual(titlesOf(lines), ['3 servers', '6 events']);
  assert.ok(lines.every((line) => /^[ -~]*$/.test(line)));
  assert.ok(session.written().includes('\u001b[?1000h'));
  assert.doesNotMatch(session.written(), /\u001b\[(3[0-7]|9[0-7]|38)m/);
  session.type('\u001b');
  await session.screenOnce(has('1 load'));
});

test('a preset can be what one begins with', async (context) => {
  const session = await mountSession(120, 40, events, endMs, {}, { begin: { preset: 'servers' } });
  context.after(() => session.app.unmount());
  assert.deepEqual(titlesOf(await session.screen()), ['3 servers', '4 breakers', '6 events', '9 queues']);
});

test('other keys do what they are bound to, in the help too', async (context) => {
  const session = await mountSession(120, 40, events, endMs, {}, { keymap: createKeymap({ freeze: ['f'] }) });
  context.after(() => session.app.unmount());
  await session.screenOnce(has('f freeze'));
  session.type('f');
  await session.screenOnce(has('FROZEN'));
});

test('ignores pasted text', async (context) => {
  const session = await mounted(context, 80, 24);
  session.type('\u001b[200~PCXy\u001b[201~?');
  await session.screenOnce(has('Cool down: send nothing more'));
  assert.deepEqual(session.sent, []);
});

test('follows every resize once it has settled, and draws exactly what fits', async (context) => {
  const session = await mounted(context, 120, 40);
  for (const [columns, rows] of [
    [80, 24],
    [200, 60],
    [60, 12],
    [40, 12],
    [20, 4],
    [120, 40],
    [81, 25],
    [2, 1],
    [80, 24],
  ] as const) {
    session.resize(columns, rows);
    session.clock.advance(1000);
    await session.app.flush();
    const fresh = await mountSession(columns, rows, events, session.clock.nowMs());
    assert.deepEqual(await session.screen(), await fresh.screen(), `${columns}x${rows}`);
    fresh.app.unmount();
  }
  assert.doesNotMatch(session.written(), /\n/);
});

test('draws a window that is being dragged only once it rests', async (context) => {
  const session = await mounted(context, 120, 40);
  const before = session.bytes();
  for (let columns = 119; columns > 80; columns--) {
    session.resize(columns, 30);
    session.clock.advance(10);
    await session.app.flush();
  }
  assert.equal(session.bytes(), before);
  session.clock.advance(60);
  await session.screenOnce((lines) => lines.length === 30 && has('1 load')(lines));
});

test('gives the terminal back as it was', async () => {
  const session = await mountSession(80, 24, events, endMs);
  assert.ok(session.isAlternate() && session.isRaw());
  session.app.unmount();
  session.app.unmount();
  await session.app.waitUntilExit();
  await session.screen();
  assert.ok(!session.isAlternate());
  assert.ok(!session.isRaw());
  assert.ok(session.written().includes('\u001b[?2004l'), 'bracketed paste is off');
  assert.ok(
    session.written().lastIndexOf('\u001b[?25h') > session.written().lastIndexOf('\u001b[?25l'),
    'the cursor is shown',
  );
  assert.equal(session.resizeListeners(), 0);
});

test('draws in ASCII and without colour for a viewer that has neither', async (context) => {
  const session = await mountSession(80, 24, events, endMs, { colourDepth: 1, isUnicode: false });
  context.after(() => session.app.unmount());
  const lines = await session.screen();
  assert.ok(lines.every((line) => /^[ -~]*$/.test(line)));
  assert.doesNotMatch(session.written(), /\u001b\[(3[0-7]|9[0-7]|38)m/);
  assertFrame('app-80x24-ascii', lines);
});
