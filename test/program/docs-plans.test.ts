import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { Ajv } from 'ajv';
import { parse } from 'jsonc-parser';
import { documentedEnv } from '../helpers/documented.js';
import { projectRoot } from '../helpers/project-root.js';

const text = readFileSync(join(projectRoot, 'docs', 'plans.md'), 'utf8');

function run(block: string, folder: string): string {
  const env = documentedEnv(folder);
  const { status, stderr, stdout } = spawnSync('/bin/sh', ['-e', '-c', block], {
    cwd: folder,
    env,
    encoding: 'utf8',
    timeout: 60_000,
  });
  assert.equal(status, 0, `${block}\n${stdout}\n${stderr}`);
  return stdout;
}

test('the plan and the schedule of the documentation are good ones, and do what is said there', (context) => {
  const folder = mkdtempSync(join(tmpdir(), 'plimsoll-docs-'));
  context.after(() => rmSync(folder, { recursive: true, force: true }));
  const files = [...text.matchAll(/^```jsonc (\S+)\n([\s\S]*?)^```/gm)];
  assert.deepEqual(
    files.map(([, name]) => name),
    ['nightly.jsonc', 'service.jsonc', 'schedule.jsonc'],
  );
  for (const [, name, content] of files) writeFileSync(join(folder, name ?? ''), content ?? '');
  const shown = [...text.matchAll(/^```sh\n([\s\S]*?)^```/gm)].map(([, block]) => run(block ?? '', folder));
  assert.equal(shown.length, 2);
  assert.match(shown[0] ?? '', /soak: run .* at a rate that is not known before; under a condition/);
  assert.match(shown[1] ?? '', /^nightly: 30 2 \* \* \* \(Europe\/Berlin\)/);
});

test('the examples of plans and schedules are good ones, by their schemas too', (context) => {
  const folder = mkdtempSync(join(tmpdir(), 'plimsoll-docs-'));
  context.after(() => rmSync(folder, { recursive: true, force: true }));
  const examples = join(projectRoot, 'config', 'plans');
  for (const name of readdirSync(examples)) writeFileSync(join(folder, name), readFileSync(join(examples, name)));
  run('plimsoll plan nightly.jsonc --dry-run; plimsoll schedule schedule.jsonc --dry-run', folder);
  for (const [name, schema] of [
    ['nightly.jsonc', 'plan'],
    ['schedule.jsonc', 'schedule'],
  ] as const) {
    const validate = new Ajv({ allErrors: true, strict: false }).compile(
      JSON.parse(readFileSync(join(projectRoot, 'config', `${schema}.schema.json`), 'utf8')),
    );
    assert.ok(validate(parse(readFileSync(join(examples, name), 'utf8'))), JSON.stringify(validate.errors));
  }
});
