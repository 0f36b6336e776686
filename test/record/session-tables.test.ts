import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { test } from 'node:test';
import { secondTables, thirdTables } from '../../source/record/earlier-tables.js';
import { firstTables } from '../../source/record/first-tables.js';
import { type Table, tables } from '../../source/record/session-tables.js';

function hashOf(all: Readonly<Record<string, Table>>): string {
  const words = Object.values(all).map(({ sql }) => sql);
  return createHash('sha256').update(words.join('\n')).digest('hex');
}

// Readers compare these words with those in a file: other words are another version, with a reader of its own, or no file
// that was recorded before can be read any more.
test('the tables of each version are word for word what they were', () => {
  assert.equal(hashOf(firstTables), '42f0d73f1d3055b5239c0fb7fd39dbfc0236c4fa9ad7a004f51e3d686732ad0e');
  assert.equal(hashOf(secondTables), '40d1eda2beaf355d863cf1e50221bae9aae07247182ccf67ee4691231ef15dc0');
  assert.equal(hashOf(thirdTables), '8bb0e37ed1ed14e4b28b728429086fa718dd8bfb9434e724a06c40259ca69350');
  assert.equal(hashOf(tables), '501eddf5431d29d7f09a18e917b8ee23339fe4c11a481f9d969bd990156942e2');
});
