import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import type { SessionEvent } from '../../../source/model/events.js';
import { openMetricsOf } from '../../../source/report/export/openmetrics.js';
import { isInstalled } from '../../helpers/server-program.js';
import { withFolder } from '../../record/helpers.js';
import { about, bytesOf, exportedEvents } from './helpers.js';

const events = exportedEvents();
const lines = bytesOf(openMetricsOf(events, about)).toString().trimEnd().split('\n');

test('every line is a sample, or says what a family is; the last one ends the text', () => {
  const sample =
    /^plimsoll_[a-z0-9_]+\{session="scripted"(?:,[a-z]+="(?:[^"\\]|\\.)*")*\} -?\d+(?:\.\d+)?(?:e[-+]?\d+)? \d+\.\d{3}$/;
  assert.equal(lines.at(-1), '# EOF');
  for (const line of lines.slice(0, -1))
    assert.match(line, line.startsWith('#') ? /^# (TYPE|UNIT|HELP) plimsoll_/ : sample);
});

test('a family stands together, and its series have times that only grow', () => {
  const seen = new Set<string>();
  let family = '';
  const last = new Map<string, number>();
  for (const line of lines) {
    const typed = /^# TYPE (\S+)/.exec(line)?.[1];
    if (typed !== undefined) {
      assert.ok(!seen.has(typed), `${typed} came twice`);
      seen.add(typed);
      family = typed;
    }
    if (line.startsWith('#')) continue;
    assert.ok(line.startsWith(family));
    const [series = '', , at = ''] = line.split(' ');
    assert.ok(Number(at) > (last.get(series) ?? 0), series);
    last.set(series, Number(at));
  }
});

test('counters count from the beginning, and the histogram holds every answer', () => {
  const intervals = events.flatMap((event) => (event.kind === 'load/interval' ? [event.interval] : []));
  const lastOf = (pattern: RegExp): number =>
    Number(
      lines
        .filter((line) => pattern.test(line))
        .at(-1)
        ?.split(' ')[1],
    );
  const sum = (of: (interval: (typeof intervals)[number]) => number): number =>
    intervals.reduce((all, one) => all + of(one), 0);
  assert.equal(
    lastOf(/^plimsoll_sent_total/),
    sum(({ sent }) => sent),
  );
  assert.equal(
    lastOf(/^plimsoll_settled_total.*outcome="ok"/),
    sum(({ outcomes }) => outcomes.ok),
  );
  assert.equal(
    lastOf(/^plimsoll_response_time_seconds_count/),
    sum(({ responseTime }) => responseTime.count),
  );
  assert.equal(
    lastOf(/^plimsoll_response_time_seconds_bucket.*le="\+Inf"/),
    sum(({ responseTime }) => responseTime.count),
  );
  assert.equal(
    lastOf(/^plimsoll_response_time_seconds_bucket.*le="134\.217728"/),
    sum(({ responseTime }) => responseTime.count),
  );
});

test('names from outside cannot end a label', () => {
  const server = 'a"} 1\n# EOF\\';
  const event: SessionEvent = {
    atMs: 1,
    kind: 'server/sample',
    sample: {
      server,
      cpuPercent: 50,
      cores: null,
      memoryUsedBytes: null,
      memoryTotalBytes: null,
      load1: null,
      rttMs: null,
    },
  };
  const text = bytesOf(openMetricsOf([event], about)).toString();
  assert.match(text, /server="a\\"\} 1\ufffd# EOF\\\\"\} 0\.5 /);
});

test('a session that is larger than memory allows goes through files, and leaves none', () =>
  withFolder((folder) => {
    function* many(): Generator<SessionEvent> {
      const [sample] = events.filter((event) => event.kind === 'load/interval');
      for (let at = 1; at <= 3000; at++) yield { ...sample!, atMs: at * 1000 };
    }
    const kept = process.env.TMPDIR;
    process.env.TMPDIR = folder;
    try {
      let fromFiles = 0;
      for (const piece of openMetricsOf(many(), about)) {
        if (typeof piece === 'string') continue;
        fromFiles += piece.length;
        assert.deepEqual(readdirSync(folder), []);
      }
      assert.ok(fromFiles > 1e6);
    } finally {
      if (kept === undefined) delete process.env.TMPDIR;
      else process.env.TMPDIR = kept;
    }
    assert.deepEqual(readdirSync(folder), []);
  }));

test('Prometheus is filled with it', { skip: isInstalled('promtool') ? false : 'promtool is not installed' }, () =>
  withFolder((folder) => {
    const file = join(folder, 'session.txt');
    writeFileSync(file, `${lines.join('\n')}\n`);
    const made = spawnSync('promtool', ['tsdb', 'create-blocks-from', 'openmetrics', file, join(folder, 'data')], {
      encoding: 'utf8',
      timeout: 60_000,
    });
    assert.equal(made.status, 0, made.stderr);
    assert.ok(existsSync(join(folder, 'data')));
    const samples = lines.filter((line) => !line.startsWith('#')).length;
    assert.match(made.stdout, new RegExp(` ${samples} `));
  }),
);
