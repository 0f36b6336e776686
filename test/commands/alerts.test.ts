import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { readInvocation } from '../../source/commands/invocation.js';
import { processIo } from '../../source/commands/io.js';
import { readAlerts } from '../../source/commands/read-alerts.js';
import { parseConfig } from '../../source/config/parse-config.js';
import { runProgram } from '../helpers/program.js';
import { projectRoot } from '../helpers/project-root.js';

const example = join(projectRoot, 'config', 'alerts.jsonc');

/** The problems of a config that is otherwise in order. */
function problemsOf(content: object): readonly string[] {
  const text = JSON.stringify({ servers: [{ name: 'here', address: 'local' }], ...content });
  const invocation = readInvocation(['monitor', 'c.json'], () => text);
  return invocation.kind === 'problems' ? invocation.problems.map(({ path, message }) => `${path}: ${message}`) : [];
}

test('every fault of rules and routes is told at once, with its key', () => {
  const problems = problemsOf({
    alerts: [
      { alert: 'A', expr: 'cpu.usd > 90' },
      { alert: 'A', expr: 'cpu.used > 90', clear: 'cpu.used <' },
    ],
    route: {
      escalate: [
        { after: '2m', to: ['terminal', 'chatt'] },
        { after: '1m', to: ['chat'] },
      ],
    },
    inhibit: [{ source: 'alert', target: 'severity=warning' }],
    channels: { chat: { type: 'slack', url: '$' + '{CHAT}' } },
  });
  assert.deepEqual(
    problems.map((problem) => problem.split(':')[0]),
    [
      'alerts[0].expr',
      'alerts[1].clear',
      'inhibit[0].source',
      'route.escalate[0].to[1]',
      'route.escalate[1].after',
      'alerts[1].alert',
    ],
  );
});

test('a secret is never written into a config, and unknown keys are refused', () => {
  const problems = problemsOf({
    alerts: [{ alert: 'A', exprr: 'cpu.used > 90', labels: { 'not a name': 'x' } }],
    channels: { chat: { type: 'slack', url: 'https://hooks.example.org/very-secret' }, 'x y': { type: 'terminal' } },
  });
  assert.ok(problems.length >= 3, problems.join('\n'));
  assert.ok(problems.every((problem) => !problem.includes('very-secret')));
});

test('the example is read, and its secrets are fetched where they are', async () => {
  const reading = parseConfig(readFileSync(example, 'utf8'));
  assert.ok(reading.kind === 'ok');
  const without = await readAlerts(reading.config.alerts, { ...processIo, env: {} });
  assert.ok(without.kind === 'problems');
  assert.deepEqual(
    without.problems.map(({ path }) => path),
    ['channels.ops-chat.url'],
  );
  const ready = await readAlerts(reading.config.alerts, {
    ...processIo,
    env: { OPS_CHAT_URL: 'http://127.0.0.1:9/x' },
  });
  assert.ok(ready.kind === 'ok' && ready.plan !== null);
  assert.deepEqual(
    ready.plan.channels.map(({ name }) => name),
    ['terminal', 'ops-chat', 'on-call'],
  );
  assert.equal(ready.plan.route?.steps.length, 3);
});

test('alerts check tells the rules, and what they would have done in a recorded session', {
  timeout: 60_000,
}, async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'plimsoll-alerts-'));
  t.after(() => rmSync(folder, { recursive: true }));
  const config = join(folder, 'c.json');
  writeFileSync(config, JSON.stringify({ servers: [{ name: 'here', address: 'local' }] }));
  await runProgram(['monitor', config, '--duration', '3s', '--headless', '--sessions', folder]);
  writeFileSync(config, JSON.stringify({ alerts: [{ alert: 'Any', expr: 'cpu.used >= 0' }] }));
  const rules = await runProgram(['alerts', 'check', config]);
  assert.equal(rules.stdout, 'Any: for each server, cpu.used >= 0\n');
  const played = await runProgram(['alerts', 'check', config, 'last', '--sessions', folder]);
  assert.equal(played.code, 0);
  assert.match(played.stdout, /firing {4}Any here: .*\n(?:.*\n)*1 rule fired (?:1 time|2 times) in the session/);
  const wrong = await runProgram(['alerts', 'chek', config]);
  assert.equal(wrong.code, 2);
  assert.match(wrong.stderr, /did you mean check\?/);
});

test('alerts test sends one message and says what came of it', { timeout: 60_000 }, async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'plimsoll-alerts-'));
  t.after(() => rmSync(folder, { recursive: true }));
  const config = join(folder, 'c.json');
  const fails = { type: 'command', run: [process.execPath, '-e', 'process.exit(4)'] };
  const takes = { type: 'command', run: [process.execPath, '-e', 'process.stdin.resume()'] };
  writeFileSync(config, JSON.stringify({ channels: { fails, takes } }));
  const taken = await runProgram(['alerts', 'test', 'takes', config]);
  assert.equal(taken.stdout, 'takes took the test message\n');
  const failed = await runProgram(['alerts', 'test', 'fails', config]);
  assert.equal(failed.code, 3);
  assert.match(failed.stderr, /fails was not reached: .* code 4/);
  const unknown = await runProgram(['alerts', 'test', 'fail', config]);
  assert.match(unknown.stderr, /did you mean fails\?/);
});

test('without a name the rules and channels of the project are meant', { timeout: 60_000 }, async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'plimsoll-alerts-'));
  t.after(() => rmSync(folder, { recursive: true }));
  const env = { XDG_STATE_HOME: join(folder, 'state') };
  const none = await runProgram(['alerts', 'check'], env, folder);
  assert.equal(none.code, 2);
  assert.match(none.stderr, /expected a config file, got none \(name one; /);
  const takes = { type: 'command', run: ['./takes'] };
  const content = { alerts: [{ alert: 'Any', expr: 'cpu.used >= 0' }], channels: { takes } };
  writeFileSync(join(folder, 'plimsoll.json'), JSON.stringify(content));
  writeFileSync(join(folder, 'takes'), '#!/bin/sh\ncat > /dev/null\n', { mode: 0o755 });
  assert.match(
    (await runProgram(['alerts', 'test', 'takes'], env, folder)).stderr,
    /expected a project file that is trusted/,
  );
  assert.equal((await runProgram(['trust'], env, folder)).code, 0);
  const deep = join(folder, 'deep');
  mkdirSync(deep);
  assert.equal((await runProgram(['alerts', 'check'], env, deep)).stdout, 'Any: for each server, cpu.used >= 0\n');
  // What a file names beside it lies there, wherever the program is started.
  assert.equal((await runProgram(['alerts', 'test', 'takes'], env, deep)).stdout, 'takes took the test message\n');
});
