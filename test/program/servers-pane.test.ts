import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, type TestContext, test } from 'node:test';
import { createSshdHouse, type Sshd, skipWithoutSshd } from '../helpers/sshd.js';
import { openTerminal, type TerminalOptions } from '../helpers/terminal.js';

const house = skipWithoutSshd === false ? createSshdHouse() : null;
after(() => house?.close());
const options = { skip: skipWithoutSshd, timeout: 120_000 };

/** The monitor on these servers, in a pseudo-terminal that goes with the test. */
function monitor(context: TestContext, name: string, servers: readonly object[], size: TerminalOptions) {
  const config = house!.write(`${name}.json`, JSON.stringify({ servers }));
  const terminal = openTerminal(['monitor', config, '--sessions', join(house!.folder, 'sessions')], size);
  context.after(terminal.close);
  return terminal;
}

/** So many servers, and a file with the keys of all. */
async function several(count: number, knownHosts: string) {
  const servers = await Promise.all(Array.from({ length: count }, () => house!.start()));
  house!.write(knownHosts, servers.map(({ knownHostsLine }) => knownHostsLine).join(''));
  return servers;
}

const entry = (name: string, { port }: Pick<Sshd, 'port'>, knownHostsFile: string) => ({
  name,
  address: `ssh://127.0.0.1:${port}`,
  identityFile: 'id',
  knownHostsFile,
});

test('one server is told in full, and every core of it while it is selected', options, async (context) => {
  const [server] = await several(1, 'known_1');
  const terminal = monitor(context, 'one', [entry('api', server!, 'known_1')], { columns: 100, rows: 30 });
  await terminal.waitFor('1 of 1 live');
  terminal.press('3');
  await terminal.waitFor(/ssh ping[\s\S]*● api .*ms │/);
  // The facts come behind the first reading.
  await terminal.waitFor(/processes[\s\S]*pressure cpu/);
  assert.doesNotMatch(terminal.text(), /cores \d/, 'nobody has asked for them');
  terminal.press('j');
  await terminal.waitFor(/read by \w+[\s\S]*lost 0 % of the last minute[\s\S]*cores \d/);
  terminal.press('\u001b');
  await terminal.waitUntil('cores are told no more', () => !/cores \d/.test(terminal.text()));
  terminal.press('q');
  assert.equal((await terminal.ended).exitCode, 0);
});

test('five servers say how each is, and one that was refused is tried again by a key', options, async (context) => {
  const servers = await several(5, 'known_5');
  const late = house!.makeKey('late', { isLetIn: false });
  const entries = servers.map((server, index) => entry(`api-${index + 1}`, server, 'known_5'));
  const [, , third] = entries;
  const terminal = monitor(
    context,
    'five',
    [...entries.filter((one) => one !== third), { ...third, identityFile: late }],
    {
      columns: 120,
      rows: 30,
    },
  );
  await terminal.waitFor('4 of 5 live');
  terminal.press('3');
  await terminal.waitFor(/✗ api-3 +refused: .*let nobody in: tried/);
  assert.equal(servers[2]!.log().match(/Connection from/g)?.length, 1, 'it is not tried by itself');
  // Up from nowhere is the last one.
  terminal.press('k');
  await terminal.waitFor(/5\/5 +▲ 4 of 5 live/);
  house!.write('authorized_keys', `${readKeys(['id.pub', 'late.pub'])}`);
  terminal.press('r');
  await terminal.waitFor('5 of 5 live');
  // What is sorted and filtered is what is walked through.
  terminal.press('o');
  await terminal.waitFor(/servers by name/);
  terminal.press('/');
  terminal.press('api-2');
  terminal.press('\r');
  await terminal.waitUntil('one server is left', () => (terminal.text().match(/● api-/g) ?? []).length === 1);
  await servers[1]!.stop();
  await terminal.waitFor(/✗ api-2 +down: again in \d+ s:/);
  terminal.press('q');
  assert.equal((await terminal.ended).exitCode, 0);
});

function readKeys(names: readonly string[]): string {
  return names.map((name) => readFileSync(join(house!.folder, name), 'utf8')).join('');
}

test('two hundred servers are groups with the worst of them, and each can be walked to', options, async (context) => {
  const servers = await several(10, 'known_200');
  const entries = servers.flatMap((server, index) =>
    Array.from({ length: 20 }, (_, turn) => ({
      ...entry(`api-${index * 20 + turn + 1}`, server, 'known_200'),
      group: index < 5 ? 'front' : 'back',
    })),
  );
  const terminal = monitor(context, 'fleet', entries, { columns: 110, rows: 40 });
  terminal.press('3');
  await terminal.waitFor('200 of 200 live', 90_000);
  const text = await terminal.waitFor(/front 100\/100[\s\S]*cpu median \d+% worst \d+% api-\d+[\s\S]*back 100\/100/);
  assert.match(text, /and \d+ more: tab here, down walks through them/);
  terminal.press('k');
  await terminal.waitFor(/200\/200 +● 200 of 200 live/);
  await terminal.waitFor(/● api-200 .*\n.*Linux|read by/);
  for (const row of terminal.rows()) assert.ok(row.length <= 110);
  terminal.press('q');
  assert.equal((await terminal.ended).exitCode, 0);
});
