import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Key } from 'ink';
import { strokesOf } from '../../../source/ui/keys/strokes.js';

const none: Key = {
  upArrow: false,
  downArrow: false,
  leftArrow: false,
  rightArrow: false,
  pageDown: false,
  pageUp: false,
  home: false,
  end: false,
  return: false,
  escape: false,
  ctrl: false,
  shift: false,
  tab: false,
  backspace: false,
  delete: false,
  meta: false,
  super: false,
  hyper: false,
  capsLock: false,
  numLock: false,
};

const rows: readonly (readonly [string, Partial<Key>, readonly string[]])[] = [
  ['S', { shift: true }, ['S']],
  ['+', {}, ['+']],
  [' ', {}, ['space']],
  ['', { tab: true }, ['tab']],
  ['', { tab: true, shift: true }, ['shift-tab']],
  ['\r', { return: true }, ['enter']],
  ['', { escape: true }, ['escape']],
  ['c', { ctrl: true }, ['ctrl-c']],
  ['P+- \tq', {}, ['P', '+', '-', 'space', 'tab', 'q']],
  ['q\u0003', {}, ['q', 'ctrl-c']],
  ['q', { meta: true }, []],
  ['', { upArrow: true }, ['up']],
  ['', { leftArrow: true }, ['left']],
  ['', { leftArrow: true, shift: true }, ['shift-left']],
  ['', { home: true }, ['home']],
  ['', { pageDown: true }, ['page-down']],
  ['', { backspace: true }, ['backspace']],
  ['', { delete: true }, ['backspace']],
  ['++++++++++++', {}, Array.from({ length: 12 }, () => '+')],
  ['12345678', {}, [...'12345678']],
  ['Stop it: X y C', {}, []],
  ['git push\rX\ry\r', {}, []],
  ['Stop it: X y\u0003', {}, ['ctrl-c']],
  ['S', { eventType: 'release' }, []],
];

for (const [input, key, strokes] of rows) {
  test(`${JSON.stringify(input)} with ${JSON.stringify(key)} is ${JSON.stringify(strokes)}`, () => {
    assert.deepEqual(strokesOf(input, { ...none, ...key }), strokes);
  });
}
