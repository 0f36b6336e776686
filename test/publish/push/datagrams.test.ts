import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createDatagrams } from '../../../source/publish/push/datagrams.js';

test('a host that nobody knows is told by what was wrong with its name', async () => {
  const datagrams = createDatagrams('no-such-host.invalid', 8125);
  await assert.rejects(datagrams.send(['a:1|c']), /it could not be sent: .*\((?:ENOTFOUND|EAI_AGAIN)\)/);
  datagrams.close();
});
