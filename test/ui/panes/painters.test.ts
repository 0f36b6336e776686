import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import stringWidth from 'string-width';
import type { SessionEvent, SessionHead } from '../../../source/model/events.js';
import { noOutcomes } from '../../../source/model/outcome.js';
import { glyphNames, paneIds, themeNames } from '../../../source/model/screen.js';
import { reduce } from '../../../source/store/reduce.js';
import { selectAnswer } from '../../../source/store/selectors/answer.js';
import { selectDiscovery } from '../../../source/store/selectors/discovery.js';
import { selectLog } from '../../../source/store/selectors/log.js';
import { selectServers } from '../../../source/store/selectors/servers.js';
import { selectStatus } from '../../../source/store/selectors/status.js';
import { selectStreams } from '../../../source/store/selectors/streams.js';
import { initialView, type SessionView } from '../../../source/store/state.js';
import { createRandom } from '../../../source/time/random.js';
import type { Canvas } from '../../../source/ui/canvas.js';
import { createGrid, unknown, writeLine } from '../../../source/ui/display/grid.js';
import { createStyles } from '../../../source/ui/display/styles.js';
import { glyphsOf } from '../../../source/ui/glyphs.js';
import { initialScreen } from '../../../source/ui/keys/screen-state.js';
import { paintBanner } from '../../../source/ui/panes/banner.js';
import { paintHintBar } from '../../../source/ui/panes/hint-bar.js';
import { paintPane } from '../../../source/ui/panes/paint-pane.js';
import { paintStatusBar } from '../../../source/ui/panes/status-bar.js';
import { paintSummary } from '../../../source/ui/panes/summary.js';
import { composeScreen } from '../../../source/ui/screen.js';
import { themeOf } from '../../../source/ui/theme.js';
import { interval, scriptedAnswer, scriptedHead, searchEvents } from '../../store/helpers/scripted-session.js';
import { assertFrame, unstyled } from '../helpers/frames.js';

const searching = searchEvents().reduce(reduce, initialView);
const endMs = (searchEvents().at(-1)?.atMs ?? 0) + 300;

function canvas(width: number, height: number): Canvas {
  return {
    width,
    height,
    theme: themeOf('default'),
    glyphs: glyphsOf('block'),
    number: 3,
    isFocused: false,
  };
}

/** Names and sentences as a hostile server, file or payload may send them. */
const hostile = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 60 }),
  fc.constantFrom(
    '',
    '\u001b[2J\u001b[1;1Hgone',
    '\u001b]0;title\u0007after',
    '\u009b31mred',
    'a\u0000b\u0008c\rd\ne\tf\u007f',
    '\u202eright to left\u202c',
    '数据库服务器一号',
    '👩‍👩‍👧‍👦🏳️‍🌈🇩🇪 family',
    'é̂̃̄̅e\u0301',
    '가나다ไทยहिन्दी',
    'x'.repeat(500),
    '\u200b\u200d\ufeff',
    '\ud800 lone',
  ),
);

const rate = fc.oneof(
  fc.constantFrom(0, 1, 0.001, 1e9, Number.NaN, Number.POSITIVE_INFINITY),
  fc.double({ min: 0, max: 1e6, noNaN: true }),
);

/** A session in which everything that can be a name or a sentence is hostile, and every number is as odd as it can be. */
const hostileView = fc
  .record({ name: hostile, stream: hostile, text: hostile, url: hostile, perSecond: rate, ms: rate })
  .map(({ name, stream, text, url, perSecond, ms }): SessionView => {
    const head: SessionHead = {
      ...scriptedHead,
      target: url,
      objectives: [{ kind: 'latency', text, statistic: 'p99', limitMs: 50 }],
      servers: [
        { name, address: 'local' },
        { name: `${name}2`, address: 'local' },
      ],
      streams: [
        { name: stream, url, server: name },
        { name: `${stream}2`, url, server: null },
      ],
    };
    const odd = Number.isFinite(perSecond) ? perSecond : 1;
    const events: readonly SessionEvent[] = [
      { atMs: 0, kind: 'session/started', head },
      { atMs: 1, kind: 'note', severity: 'critical', text },
      { atMs: 2, kind: 'run/state', from: 'idle', to: 'running', cause: 'key', reason: text },
      { atMs: 3, kind: 'load/rate', perSecond, cause: 'key', reason: text },
      { atMs: 4, kind: 'server/state', server: name, state: { kind: 'live' } },
      { atMs: 4, kind: 'server/state', server: `${name}2`, state: { kind: 'down', reason: text } },
      {
        atMs: 5,
        kind: 'server/sample',
        sample: {
          server: name,
          cpuPercent: perSecond,
          cores: 4,
          memoryUsedBytes: perSecond * 1e9,
          memoryTotalBytes: 1e9,
          load1: 1,
          rttMs: ms,
        },
      },
      {
        atMs: 6,
        kind: 'stream/sample',
        sample: {
          stream,
          server: name,
          values: { cpuPercent: perSecond, rssBytes: ms, queueDepth: perSecond },
          rttMs: ms,
        },
      },
      {
        atMs: 7,
        kind: 'stream/health',
        stream,
        circuit: { kind: 'open', sinceMs: 0, nextProbeAtMs: ms, reason: text },
        queue: { accepted: 5, sent: 1, dropped: 1, expired: 1, pending: 2 },
        counts: { messages: 1e9, unreadable: 1, reconnects: 1e6, opened: 3 },
      },
      { atMs: 8, kind: 'discovery/event', event: { kind: 'phase', phase: 'bisect', reason: text } },
      {
        atMs: 9,
        kind: 'discovery/event',
        event: {
          kind: 'verdict',
          perSecond,
          phase: 'ramp',
          verdict: 'unclear',
          badRatio: odd,
          requests: 5,
          reason: text,
        },
      },
      { atMs: 9, kind: 'discovery/event', event: { kind: 'bracket', lowerPerSecond: perSecond, upperPerSecond: ms } },
      { atMs: 9, kind: 'discovery/event', event: { kind: 'probe', perSecond: ms, seconds: 5, phase: 'bisect' } },
      {
        atMs: 1000,
        kind: 'load/interval',
        interval: {
          ...interval(0, 40, 100, createRandom(1)),
          phase: text,
          intendedPerSecond: perSecond,
          outcomes: { ...noOutcomes, ok: 3, timeout: 4, unsent: 5 },
        },
      },
      { atMs: 1001, kind: 'result', result: { ...scriptedAnswer, sentence: text, estimatePerSecond: perSecond } },
    ];
    return events.reduce(reduce, initialView);
  });

const views = fc.oneof(fc.constant(initialView), fc.constant(searching), hostileView);

function assertExact(lines: readonly string[], width: number, height: number): void {
  assert.equal(lines.length, height);
  for (const line of lines) {
    const text = unstyled(line);
    assert.doesNotMatch(text, /[\u0000-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/);
    assert.equal(stringWidth(text), width, JSON.stringify(text));
  }
}

test('every painter fills exactly its rectangle, whatever names and sizes it is given', () => {
  fc.assert(
    fc.property(
      views,
      fc.integer({ min: 20, max: 200 }),
      fc.integer({ min: 3, max: 60 }),
      fc.constantFrom(...glyphNames),
      fc.constantFrom(...themeNames),
      (view, width, height, glyphs, theme) => {
        const place: Canvas = { ...canvas(width, height), glyphs: glyphsOf(glyphs), theme: themeOf(theme, 8) };
        for (const pane of paneIds) assertExact(paintPane(pane, view, 2000, place), width, height);
        const answer = selectAnswer(view);
        if (answer !== null) assertExact(paintBanner(answer, place), width, height);
        const status = selectStatus(view, 2000);
        assertExact(
          [paintStatusBar({ status, mode: { kind: 'live', behindMs: 61_000 }, isRecording: true }, width, place)],
          width,
          1,
        );
        assertExact(
          [
            paintHintBar(
              {
                screen: initialScreen,
                runState: 'paused',
                hasLoad: true,
                hasPlan: true,
                ratePerSecond: 200,
                isHeld: false,
              },
              width,
              place,
            ),
          ],
          width,
          1,
        );
        const summary = {
          status,
          servers: selectServers(view, 2000),
          streams: selectStreams(view, 2000),
          discovery: selectDiscovery(view, 2000),
          log: selectLog(view),
          jobs: null,
          answer,
        };
        assertExact(paintSummary(summary, width, height, place), width, height);
      },
    ),
    { numRuns: 150 },
  );
});

test('a whole screen is exactly as large as the terminal, even one of a single cell', () => {
  fc.assert(
    fc.property(
      views,
      fc.integer({ min: 1, max: 220 }),
      fc.integer({ min: 1, max: 70 }),
      fc.constantFrom(null, ...paneIds),
      fc.boolean(),
      (view, columns, rows, zoom, help) => {
        const look = canvas(1, 1);
        const screen = { ...initialScreen, zoom, help };
        const tiles = composeScreen({ view, nowMs: 2000, screen, size: { columns, rows }, look, isRecording: true });
        const grid = createGrid(columns, rows, unknown);
        const styles = createStyles();
        for (const tile of tiles) {
          assertExact(tile.lines, tile.width, tile.lines.length);
          for (const [row, line] of tile.lines.entries()) {
            writeLine(grid, tile.row + row, tile.column, tile.width, line, styles);
          }
        }
        const lines = Array.from({ length: rows }, (_, row) =>
          grid.texts.slice(row * columns, (row + 1) * columns).join(''),
        );
        assertExact(lines, columns, rows);
      },
    ),
    { numRuns: 150 },
  );
});

for (const pane of paneIds) {
  test(`paints ${pane} small, medium and large`, () => {
    for (const [width, height] of [
      [40, 8],
      [72, 16],
      [116, 30],
    ] as const) {
      assertFrame(
        `pane-${pane}-${width}x${height}`,
        paintPane(pane, searching, endMs, canvas(width, height)).map(unstyled),
      );
    }
  });
}

test('says in words what a pane has nothing to show of', () => {
  const text = (pane: (typeof paneIds)[number]): string =>
    paintPane(pane, initialView, 0, canvas(60, 8)).map(unstyled).join('\n');
  assert.match(text('load'), /no request has ended yet/);
  assert.match(text('servers'), /no server is watched/);
  assert.match(text('streams'), /no metric stream is read/);
  assert.match(text('discovery'), /the search has not begun/);
  assert.match(text('events'), /nothing has happened yet/);
});

test('tells every circuit by lamp and word', () => {
  const health = (circuit: Extract<SessionEvent, { kind: 'stream/health' }>['circuit']): string => {
    const view = reduce(searching, {
      atMs: endMs,
      kind: 'stream/health',
      stream: 'worker-2',
      circuit,
      queue: { accepted: 0, sent: 0, dropped: 0, expired: 0, pending: 0 },
      counts: { messages: 0, unreadable: 0, reconnects: 0, opened: 0 },
    });
    return paintPane('streams', view, endMs, canvas(60, 14)).map(unstyled).join('\n');
  };
  assert.match(health({ kind: 'closed', failures: 0 }), /● closed {4}worker-2/);
  assert.match(health({ kind: 'half-open', sinceMs: 0 }), /◐ half-open worker-2/);
  const open = health({ kind: 'open', sinceMs: 0, nextProbeAtMs: endMs + 4200, reason: 'no answer' });
  assert.match(open, /○ OPEN {6}worker-2 .*probe in 5 s/);
  assert.match(open, /no answer/);
});

test('a focused pane is told from the rest by a glyph too, for who sees no colours', () => {
  const look = { ...canvas(60, 8), theme: themeOf('mono') };
  const [plainTop = ''] = paintPane('load', searching, endMs, look);
  const [focusedTop = ''] = paintPane('load', searching, endMs, { ...look, isFocused: true });
  assert.notEqual(unstyled(plainTop), unstyled(focusedTop));
});

test('a focused pane has another border style than the rest', () => {
  const [plain] = paintPane('load', searching, endMs, canvas(60, 8));
  const [focused] = paintPane('load', searching, endMs, { ...canvas(60, 8), isFocused: true });
  assert.notEqual(plain, focused);
});
