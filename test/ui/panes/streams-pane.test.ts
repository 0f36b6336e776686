import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { SessionEvent } from '../../../source/model/events.js';
import type { CircuitState } from '../../../source/model/stream.js';
import { reduce } from '../../../source/store/reduce.js';
import { selectStreams } from '../../../source/store/selectors/streams.js';
import { initialView } from '../../../source/store/state.js';
import { glyphsOf } from '../../../source/ui/glyphs.js';
import { circuitLine } from '../../../source/ui/panes/circuit-line.js';
import { paintStreams } from '../../../source/ui/panes/streams-pane.js';
import { themeOf } from '../../../source/ui/theme.js';
import { watchedView } from '../../store/helpers/watched-stream.js';
import { assertFrame, unstyled } from '../helpers/frames.js';

function painted(width: number, height: number): readonly string[] {
  const look = { theme: themeOf('default'), glyphs: glyphsOf('block'), number: 3, isFocused: true };
  return paintStreams(selectStreams(watchedView(60), 60_300), { ...look, width, height }).map(unstyled);
}

test('the history of a circuit has the worst state of each column, and where one looks', () => {
  const health = (atMs: number, circuit: CircuitState): SessionEvent => ({
    atMs,
    kind: 'stream/health',
    stream: 'worker-1',
    circuit,
    queue: { accepted: 0, sent: 0, dropped: 0, expired: 0, pending: 0 },
    counts: { messages: 0, unreadable: 0, reconnects: 0, opened: 0 },
  });
  const open: CircuitState = { kind: 'open', sinceMs: 10_000, nextProbeAtMs: 15_000, reason: 'gone' };
  const view = [
    health(2000, { kind: 'closed', failures: 0 }),
    health(10_000, open),
    health(15_200, { kind: 'half-open', sinceMs: 15_200 }),
    health(15_400, open),
    health(20_000, { kind: 'half-open', sinceMs: 20_000 }),
    health(21_000, { kind: 'closed', failures: 0 }),
  ].reduce(reduce, initialView);
  const line = (seconds: number, atMs: number | null = null): string => {
    const walk = atMs === null ? null : { newest: view, newestMs: 30_000, atMs };
    const { rows, time } = selectStreams(view, atMs ?? 30_000, seconds, walk);
    return circuitLine(rows[0]!, time, 60, glyphsOf('block'))
      .map(({ text, style }) => (style === 'chosen' ? `[${text}]` : text))
      .join('')
      .trimEnd();
  };
  assert.equal(line(1), '  circuit    ━━━━━━━━○○○○○○○○○○○◐━━━━━━━━━');
  assert.equal(line(5), '  circuit  ━━○○○━━');
  assert.equal(line(1, 12_000), '  circuit    ━━━━━━━━○○[○]○○○○○○○○◐━━━━━━━━━');
});

test('a stream with the pane to itself shows all that it tells', () => {
  assertFrame('pane-streams-details-100x14', painted(100, 14));
});

test('with less room the least wanted lines go first, and nothing is wider than the pane', () => {
  const wanted = [
    /ping, mean of 10 s +3\.0 ms/,
    /memory held +68 KiB rising/,
    /retries that succeeded 90 %/,
    /last 60 s/,
  ];
  for (let height = 8; height <= 15; height++) {
    for (const width of [30, 50, 80, 120]) {
      const lines = painted(width, height);
      assert.equal(lines.length, height);
      for (const line of lines) assert.equal([...line].length, width);
    }
    const text = painted(80, height).join('\n');
    const shown = wanted.filter((pattern) => pattern.test(text)).length;
    assert.equal(shown, Math.min(wanted.length, Math.max(0, height - 2 - 6)), `${height} rows`);
  }
});
