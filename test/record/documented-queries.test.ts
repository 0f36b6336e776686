import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { test } from 'node:test';
import { createRecorder } from '../../source/record/session-file.js';
import { createVirtualClock } from '../../source/time/virtual-clock.js';
import { projectRoot } from '../helpers/project-root.js';
import { longSession } from '../replay/helpers/long-session.js';
import { scriptedAnswer, scriptedHead, searchEvents } from '../store/helpers/scripted-session.js';
import { withFolder } from './helpers.js';

const text = readFileSync(join(projectRoot, 'docs', 'sessions.md'), 'utf8');
const queries = [...text.matchAll(/```sql\n([\s\S]*?)```/g)].map((match) => match[1]!);

/** A scripted search, with what every query asks for in it. */
function recordSearch(folder: string): string {
  const clock = createVirtualClock(Date.parse(scriptedHead.startedAt));
  const generator = {
    node: 'v24',
    system: 'Linux',
    release: '6',
    architecture: 'x64',
    cpuModel: 'c',
    cores: 2,
    memoryBytes: 1,
  };
  const recorder = createRecorder(folder, { ...scriptedHead, name: 'nightly' }, clock, assert.fail, {
    plan: {},
    generator,
  });
  let last = 0;
  for (const event of searchEvents()) {
    recorder.sink(event);
    last = event.atMs;
    clock.advance(10);
  }
  const sample = { stream: 'worker-1', server: null, values: { queueDepth: 3 }, rttMs: null };
  recorder.sink({ atMs: last, kind: 'stream/sample', sample });
  for (const event of longSession({ seconds: 3, servers: 2, streams: 0, hasLoad: false })) {
    if (event.kind === 'server/sample') recorder.sink({ ...event, atMs: last });
  }
  recorder.sink({ atMs: last, kind: 'load/rate', perSecond: 5, cause: 'key', reason: '+5 %' });
  recorder.sink({ atMs: last, kind: 'result', result: scriptedAnswer });
  recorder.close();
  return recorder.file ?? assert.fail('nothing was recorded');
}

test('every documented query answers something, in any client', () =>
  withFolder((folder) => {
    const file = recordSearch(folder);
    const hasClient = spawnSync('sqlite3', ['-version']).status === 0;
    const database = new DatabaseSync(file, { readOnly: true });
    assert.ok(queries.length >= 8, `${queries.length} queries`);
    for (const query of queries) {
      const rows = database.prepare(query).all();
      assert.ok(rows.length > 0, query);
      assert.ok(
        rows.some((row) => Object.values(row).every((value) => value !== undefined)) &&
          Object.values(rows[0]!).some((value) => value !== null),
        query,
      );
      if (!hasClient) continue;
      const client = spawnSync('sqlite3', ['-readonly', file, query], { encoding: 'utf8' });
      assert.deepEqual(
        [client.status, client.stderr, client.stdout.split('\n').length - 1],
        [0, '', rows.length],
        query,
      );
    }
    database.close();
  }));

test('every documented table and view is there', () =>
  withFolder((folder) => {
    const database = new DatabaseSync(recordSearch(folder), { readOnly: true });
    const found = database
      .prepare('SELECT name FROM sqlite_schema')
      .all()
      .map(({ name }) => name);
    const [, kept = ''] = /## What is kept, and where([\s\S]*?)\nA secret/.exec(text) ?? [];
    const named = [...kept.matchAll(/`([a-z_]+)`/g)].map((match) => match[1]!);
    assert.ok(named.length > 10, named.join());
    assert.deepEqual(
      named.filter((name) => !found.includes(name)),
      [],
    );
    database.close();
  }));
