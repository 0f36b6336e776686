import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { Ajv } from 'ajv';
import { runProgram } from '../helpers/program.js';
import { projectRoot } from '../helpers/project-root.js';
import { openTerminal } from '../helpers/terminal.js';

let folder = '';
let server: Server;
let url = '';
/** From then on every request but the first one of a run fails. */
let isBroken = false;
let answered = 0;

before(async () => {
  folder = mkdtempSync(join(tmpdir(), 'plimsoll-control-'));
  server = createServer((_request, response) => {
    if (isBroken && answered++ > 0) response.statusCode = 500;
    response.end('ok');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  url = `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}/`;
});

after(() => {
  server.closeAllConnections();
  server.close();
  rmSync(folder, { recursive: true, force: true });
});

async function answerOf(
  args: readonly string[],
): Promise<{ readonly code: number | null; readonly answer: Record<string, unknown>; readonly stderr: string }> {
  const ended = await runProgram(['run', url, ...args, '--headless', '--output', '-', '--sessions', folder]);
  assert.notEqual(ended.stdout, '', ended.stderr);
  const answer: Record<string, unknown> = JSON.parse(ended.stdout);
  const schema = JSON.parse(readFileSync(join(projectRoot, 'config', 'run-result.schema.json'), 'utf8'));
  const validate = new Ajv({ allErrors: true, strict: false }).compile(schema);
  const isValid: boolean = validate(answer);
  assert.ok(isValid, JSON.stringify(validate.errors));
  return { code: ended.code, answer, stderr: ended.stderr };
}

/** A machine that is busy with something else makes any measurement invalid, which has its own exit code. */
function wantedCode({ validity }: Record<string, unknown>, wanted: number): number {
  return (validity as { readonly valid: boolean }).valid ? wanted : 3;
}

const countOf = (answer: Record<string, unknown>): unknown => (answer.intended as { readonly count: number }).count;

test('a spike, a sine and a profile send what they are drawn to send', { timeout: 60_000 }, async () => {
  const profile = join(folder, 'rates.csv');
  writeFileSync(profile, 'seconds,rate\n0,40\n1,40\n1,200\n2,200\n2,0\n2.5,0\n');
  const rows: readonly (readonly [readonly string[], number])[] = [
    [['--spike', '40..200@500ms+1s', '--duration', '2500ms'], 260],
    [['--sine', '100~100/500ms', '--duration', '2s'], 200],
    [['--profile', profile], 240],
  ];
  for (const [args, count] of rows) {
    const { code, answer, stderr } = await answerOf([...args, '--arrivals', 'paced']);
    assert.equal(code, wantedCode(answer, 0), stderr);
    assert.equal(countOf(answer), count, args[0]);
    assert.deepEqual(answer.outcomes, {
      ok: count,
      badStatus: 0,
      timeout: 0,
      connectionFailed: 0,
      unsent: 0,
      unfinished: 0,
    });
  }
});

test('a stop rule ends a run with its reason and exit code 1', { timeout: 60_000 }, async (t) => {
  isBroken = true;
  answered = 0;
  t.after(() => {
    isBroken = false;
  });
  const { code, answer, stderr } = await answerOf([
    '--rate',
    '50',
    '--duration',
    '60s',
    '--stop',
    'errors > 20% for 1s',
  ]);
  assert.equal(answer.ended, 'tripped');
  assert.match(String(answer.endedBecause), /ended badly \(errors > 20% for 1s\)$/);
  assert.match(stderr, /critical: stopped sending: /);
  assert.equal(code, wantedCode(answer, 1));
});

test('far more than one worker can send exits with 3, and names the limits of the generator', {
  timeout: 60_000,
}, async () => {
  const args = ['--rate', '1000000', '--duration', '1s', '--workers', '1', '--arrivals', 'paced'];
  const { code, answer } = await answerOf([...args, '--objective', 'p99 < 1s']);
  assert.equal(code, 3);
  const { valid, reasons } = answer.validity as { readonly valid: boolean; readonly reasons: readonly string[] };
  assert.equal(valid, false);
  assert.ok(
    reasons.some((reason) => /^The generator/.test(reason)),
    reasons.join('\n'),
  );
});

test('a run is steered by its keys in a terminal, and an abort exits with 130', { timeout: 60_000 }, async (t) => {
  const args = ['run', url, '--ramp', '50..60', '--duration', '60s', '--sessions', folder];
  const terminal = openTerminal(args, { columns: 120, rows: 40 });
  t.after(terminal.close);
  await terminal.waitFor(/phase measure/);

  terminal.press('=');
  await terminal.waitFor(/enter apply/);
  terminal.press('+10%');
  await terminal.waitFor(/\+10%/);
  terminal.press('\r');
  await terminal.waitFor(/by key: rate \+10 %/);

  terminal.press('=');
  await terminal.waitFor(/enter apply/);
  terminal.press('200');
  await terminal.waitFor(/200/);
  terminal.press('\r');
  await terminal.waitFor(/Change the rate from/);
  terminal.press('y');
  await terminal.waitFor(/H go on/);
  await terminal.waitFor(/phase measure, held/);
  terminal.press('H');
  await terminal.waitFor(/H hold/);

  // A terminal that marks pasted text: nothing of it is a key.
  terminal.press('\u001b[200~X\ry\r!y\u001b[201~');
  terminal.press('!');
  await terminal.waitFor(/Abort now/);
  terminal.press('y');
  await terminal.waitFor(/aborted/);
  terminal.press('q');
  const { exitCode } = await terminal.ended;
  assert.equal(exitCode, 130);
  assert.match(terminal.scrollback(), /ended early: aborted by key/);
});
