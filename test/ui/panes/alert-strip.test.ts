import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { AlertEvent } from '../../../source/model/alert.js';
import { reduce } from '../../../source/store/reduce.js';
import { selectAlerts } from '../../../source/store/selectors/alerts.js';
import type { SessionView } from '../../../source/store/state.js';
import { initialView } from '../../../source/store/state.js';
import { glyphsOf } from '../../../source/ui/glyphs.js';
import { perform } from '../../../source/ui/keys/perform.js';
import { initialScreen } from '../../../source/ui/keys/screen-state.js';
import { runVerb } from '../../../source/ui/keys/verbs.js';
import { alertRows, paintAlertStrip } from '../../../source/ui/panes/alert-strip.js';
import { composeScreen } from '../../../source/ui/screen.js';
import { themeOf } from '../../../source/ui/theme.js';
import { factsOfRun } from '../helpers/facts.js';
import { unstyled } from '../helpers/frames.js';

function firing(...hosts: readonly string[]): SessionView {
  return hosts.reduce((view, host): SessionView => {
    const event: AlertEvent = {
      kind: 'state',
      alert: {
        id: host,
        rule: 'CpuHot',
        labels: { host },
        annotations: { summary: `CPU of ${host} is at 95 %` },
        severity: 'critical',
        phase: 'firing',
        value: 95,
        activeAtMs: 0,
        notifies: true,
      },
      from: 'pending',
      because: 'cpu.used > 90',
    };
    return reduce(view, { atMs: 1000, kind: 'alert/event', event });
  }, initialView);
}

const look = { theme: themeOf('mono', 1), glyphs: glyphsOf('ascii') };

/** The strip of a view at 35 s, without its colours. */
function stripOf(view: SessionView, width: number, screenRows: number): readonly string[] {
  const alerts = selectAlerts(view, 35_000);
  if (alerts === null) return [];
  return paintAlertStrip(alerts, width, alertRows(alerts, screenRows), look).map(unstyled);
}

test('the strip has a row for each alert that fires, three at the most, and says how many more there are', () => {
  assert.deepEqual(stripOf(firing(), 100, 50), []);
  const rows = stripOf(firing('a', 'b', 'c', 'd', 'e'), 100, 50);
  assert.equal(rows.length, 3);
  for (const row of rows) assert.equal(row.length, 100);
  assert.match(rows[0]!, /CpuHot a: CPU of a is at 95 % +K acknowledges +00:34 $/);
  assert.match(rows[2]!, /2 more/);
  const small = stripOf(firing('a', 'b'), 60, 24);
  assert.equal(small.length, 1);
  assert.match(small[0]!, /1 more/);
});

test('panes give way to the strip, and the screen stays covered exactly', () => {
  for (const [columns, rows] of [
    [80, 24],
    [120, 40],
    [60, 12],
    [20, 5],
  ] as const) {
    const tiles = composeScreen({
      view: firing('a', 'b', 'c'),
      nowMs: 35_000,
      screen: initialScreen,
      size: { columns, rows },
      look,
      isRecording: false,
    });
    const cells = tiles.reduce((sum, tile) => sum + tile.width * tile.lines.length, 0);
    assert.equal(cells, columns * rows, `${columns} x ${rows}`);
    // Bars and summary alone, which tells of the alert in its own words, where there is no room for a strip.
    if (rows < 12) assert.equal(tiles.length, 3, `${columns} x ${rows}`);
    else
      assert.ok(
        tiles.some((tile) => tile.lines.some((line) => line.includes('CpuHot a'))),
        `${columns} x ${rows}`,
      );
  }
});

test('K asks for a note, and what is entered acknowledges the most urgent alert', () => {
  const facts = factsOfRun();
  const pressed = perform(initialScreen, 'acknowledge', facts);
  assert.equal(pressed.screen.palette?.typing.text, 'ack ');
  const ran = runVerb(initialScreen, 'ack I look at it', facts);
  assert.ok(ran.kind === 'done');
  assert.deepEqual(ran.pressed.effects, [
    { kind: 'send', command: { kind: 'acknowledge', id: null, note: 'I look at it' } },
  ]);
});

test('silencing needs a time, and nothing is sent from where a session may only be watched', () => {
  const ran = runVerb(initialScreen, 'silence 30m deploy', factsOfRun());
  assert.ok(ran.kind === 'done');
  assert.deepEqual(ran.pressed.effects, [
    { kind: 'send', command: { kind: 'silence', id: null, forMs: 1_800_000, note: 'deploy' } },
  ]);
  assert.equal(runVerb(initialScreen, 'silence', factsOfRun()).kind, 'faulty');
  const refused = runVerb(initialScreen, 'ack', factsOfRun({ loadRefusal: 'this is a recording' }));
  assert.ok(refused.kind === 'done');
  assert.deepEqual(refused.pressed.effects, []);
});
