import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import type { SessionEvent, SessionHead } from '../../source/model/events.js';
import { createRecorder } from '../../source/record/session-file.js';
import { createVirtualClock } from '../../source/time/virtual-clock.js';
import { startProgram } from '../helpers/program.js';
import { searchWithAnswer, steadyLoad } from '../report/sample-digest.js';
import { scriptedHead } from '../store/helpers/scripted-session.js';

/** A folder with a session of a search and a session of a run in it, the run being the last. */
function recorded(folder: string): void {
  const record = (changed: Partial<SessionHead>, events: Iterable<SessionEvent>): void => {
    const head = { ...scriptedHead, ...changed };
    const recorder = createRecorder(folder, head, createVirtualClock(Date.parse(head.startedAt)), assert.fail);
    for (const event of events) recorder.sink(event);
    recorder.close();
  };
  record({ id: 'search1', kind: 'discovery', startedAt: '2026-01-05T12:00:00.000Z' }, searchWithAnswer());
  record({ id: 'idle1', kind: 'run', startedAt: '2026-01-04T12:00:00.000Z' }, []);
  record({ id: 'run1', kind: 'run', startedAt: '2026-01-06T12:00:00.000Z' }, steadyLoad(20));
}

type Report = (
  ...args: readonly string[]
) => Promise<{ readonly code: number | null; readonly stdout: string; readonly stderr: string }>;

async function withSessions(use: (report: Report, folder: string) => Promise<void>): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'plimsoll-report-'));
  try {
    const sessions = join(folder, 'sessions');
    recorded(sessions);
    await use((...args) => startProgram(['report', ...args, '--sessions', sessions]).ended, folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

test('a report is written in each format, where it is wanted', () =>
  withSessions(async (report, folder) => {
    const page = join(folder, 'page.html');
    const made = await report('search1', '--output', page);
    assert.deepEqual([made.code, made.stdout], [0, '']);
    assert.match(made.stderr, /wrote .*page\.html/);
    assert.match(readFileSync(page, 'utf8'), /^<!DOCTYPE html>/);

    const json = await report('search', '--format', 'json');
    assert.equal((JSON.parse(json.stdout) as { kind: string }).kind, 'report');

    const markdown = join(folder, 'ticket/');
    assert.equal((await report('search1', '--format', 'md', '--output', markdown)).code, 0);
    const files = readdirSync(markdown);
    assert.ok(files.includes('plimsoll-search1.md') && files.includes('latency.svg'), files.join());

    const png = join(folder, 'curve.png');
    assert.equal((await report('search1', '--chart', 'curve', '--output', png)).code, 0);
    assert.equal(readFileSync(png).subarray(1, 4).toString(), 'PNG');

    const csv = await report('last', '--table', 'rates');
    assert.match(csv.stdout, /^configuration,rate_per_second/);

    const charts = join(folder, 'charts/');
    assert.equal((await report('last', '--format', 'svg', '--output', charts)).code, 0);
    assert.ok(readdirSync(charts).includes('heatmap.svg'));
  }));

test('the charts and tables that a session has are listed by name', () =>
  withSessions(async (report) => {
    const { stdout } = await report('search1', '--list');
    assert.match(stdout, /^charts: curve, bottleneck, latency, /);
    assert.match(stdout, /^tables: rates, time, /m);
  }));

test('several sessions are set side by side by the name of an analysis', () =>
  withSessions(async (report) => {
    const { code, stdout } = await report('search1', 'last', '--analysis', 'cpu-usage-compare');
    assert.equal(code, 0);
    assert.match(stdout, /\| server \| search1 \| run1 \|/);
    assert.match(stdout, /\| this-machine \| \d+ % \| – \|/);
  }));

test('what cannot be reported is refused in a sentence that says what to do', () =>
  withSessions(async (report) => {
    const rows: readonly (readonly [args: readonly string[], expected: RegExp])[] = [
      [[], /session: expected a session, got none \(plimsoll report last\)/],
      [['nobody'], /session: expected the id of a session/],
      [['search1', 'last'], /expected one session, got 2 .*--analysis/],
      [
        ['search1', '--chart', 'nose', '--format', 'svg'],
        /--chart: expected a chart that the session has, got nose .*latency/,
      ],
      [['search1', '--chart', 'latency', '--format', 'csv'], /--chart: expected no chart for csv/],
      [['search1', '--format', 'pdf'], /--format: expected html, md, json, csv, svg or png, got "pdf"/],
      [
        ['search1', '--analysis', 'mood'],
        /--analysis: expected avg-response-time, cpu-usage-compare or the path of a module/,
      ],
    ];
    for (const [args, expected] of rows) {
      const { code, stderr } = await report(...args);
      assert.equal(code, 2, args.join(' '));
      assert.match(stderr, expected);
      assert.doesNotMatch(stderr, /config file/, 'a session is not taken for a config');
    }
  }));

test('a report that cannot be written ends with 2, as any other answer', () =>
  withSessions(async (report, folder) => {
    for (const file of ['/dev/full', join(folder, 'nowhere', 'page.html')]) {
      const { code, stderr } = await report('search1', '--output', file);
      assert.equal(code, 2, file);
      assert.match(stderr, /--output: expected a place that can be written/);
    }
  }));

test('a report is for its owner alone, as the session is', () =>
  withSessions(async (report, folder) => {
    const page = join(folder, 'page.html');
    assert.equal((await report('search1', '--output', page)).code, 0);
    assert.equal(statSync(page).mode & 0o777, 0o600);
  }));

test('a file whose ending is that of no format is refused, unless the format is said', () =>
  withSessions(async (report, folder) => {
    const file = join(folder, 'page.pdf');
    const { code, stderr } = await report('search1', '--output', file);
    assert.equal(code, 2);
    assert.match(
      stderr,
      /--output: expected a file that ends in \.html, .*\.svg or \.png, got .*page\.pdf \(add --format/,
    );
    assert.equal(existsSync(file), false);
    assert.equal((await report('search1', '--format', 'html', '--output', file)).code, 0);
    const picture = join(folder, 'curve.PNG');
    assert.equal((await report('search1', '--chart', 'curve', '--output', picture)).code, 0);
    assert.equal(readFileSync(picture).subarray(1, 4).toString(), 'PNG');
  }));

test('an analysis of which no session has numbers is refused in every format', () =>
  withSessions(async (report, folder) => {
    const nothing = join(folder, 'nothing.html');
    const { code, stderr } = await report('idle1', '--analysis', 'avg-response-time', '--output', nothing);
    assert.equal(code, 2);
    assert.match(stderr, /avg-response-time: expected sessions that have numbers for it, got none/);
    assert.equal(existsSync(nothing), false);
    assert.equal((await report('idle1', '--analysis', 'avg-response-time')).code, 2);
  }));

test('several charts are not written into what is called like one file', () =>
  withSessions(async (report, folder) => {
    const file = join(folder, 'two.svg');
    const { code, stderr } = await report('search1', '--chart', 'curve', '--chart', 'latency', '--output', file);
    assert.equal(code, 2);
    assert.match(stderr, /--output: expected a folder for 2 files, got .*two\.svg \(add a slash/);
    assert.equal(existsSync(file), false);
    assert.equal((await report('search1', '--chart', 'curve', '--chart', 'latency', '--output', `${file}/`)).code, 0);
    assert.deepEqual(readdirSync(file).toSorted(), ['curve.svg', 'latency.svg']);
  }));
