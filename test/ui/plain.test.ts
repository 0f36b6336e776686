import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createPlainText } from '../../source/ui/plain.js';
import { searchEvents } from '../store/helpers/scripted-session.js';
import { assertFrame } from './helpers/frames.js';

test('tells a session line by line, with words for what colours say elsewhere', () => {
  const lines: string[] = [];
  const sink = createPlainText((line) => lines.push(line));
  for (const event of searchEvents()) sink(event);
  assertFrame('plain', lines);
  assert.ok(lines.some((line) => /load is running, .* asked for, p99 .* over its limit of 50 ms, errors/.test(line)));
});

test('nothing in a line moves a cursor, whatever its event says', () => {
  const lines: string[] = [];
  const sink = createPlainText((line) => lines.push(line));
  sink({ atMs: 0, kind: 'note', severity: 'critical', text: `\u001b[2Jgone\r\nover\u0007${'x'.repeat(2000)}` });
  assert.equal(lines.length, 1);
  assert.match(lines[0] ?? '', /^00:00 critical, note: gone over/);
  assert.doesNotMatch(lines[0] ?? '', /[\u0000-\u001f\u007f-\u009f]/);
  assert.ok((lines[0] ?? '').length <= 500);
});
