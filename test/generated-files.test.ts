import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { Ajv } from 'ajv';
import { readJsonText } from '../source/config/json-text.js';
import { parseConfig } from '../source/config/parse-config.js';
import { generatedFiles, withSection } from '../source/generated-files.js';
import { projectRoot } from './helpers/project-root.js';

const read = (path: string): string => readFileSync(join(projectRoot, path), 'utf8');
const generated = generatedFiles(read);

for (const [path, text] of Object.entries(generated)) {
  test(`${path} is what npm run generate writes`, () => {
    assert.equal(read(path), text);
  });
}

test('only what stands between the marks of a section is made anew', () => {
  const text = 'before\n<!-- keys -->\nold $& text\n<!-- /keys -->\nafter\n';
  const made = withSection(text, 'keys', 'new $& text');
  assert.equal(made, 'before\n<!-- keys -->\n\nnew $& text\n\n<!-- /keys -->\nafter\n');
  assert.equal(withSection(made, 'keys', 'new $& text'), made);
});

test('a section without its marks is refused, not left out', () => {
  for (const text of ['', '<!-- keys -->', '<!-- /keys --> <!-- keys -->']) {
    assert.throws(() => withSection(text, 'keys', 'x'), { code: 'no-section' });
  }
});

const examples = readdirSync(join(projectRoot, 'config')).filter((name) => name.endsWith('.jsonc'));
const schemaText = generated['config/plimsoll.schema.json'] ?? '';

test('there is an example config for each use', () => {
  assert.deepEqual(examples.sort(), [
    'alerts.jsonc',
    'bench.jsonc',
    'cluster.jsonc',
    'fleet.jsonc',
    'jobs.jsonc',
    'mix.jsonc',
    'own-target.jsonc',
    'publish.jsonc',
    'watch.jsonc',
  ]);
});

for (const name of examples) {
  test(`config/${name} is read without a problem, and its schema agrees`, () => {
    const text = readFileSync(join(projectRoot, 'config', name), 'utf8');
    assert.deepEqual(parseConfig(text).kind, 'ok', JSON.stringify(parseConfig(text)));
    const content = readJsonText(text);
    const validate = new Ajv({ allErrors: true, strict: true, allowUnionTypes: true }).compile(JSON.parse(schemaText));
    // Ajv looks at an object's prototype, which the reader leaves out on purpose.
    assert.ok(
      content.kind === 'ok' && validate(JSON.parse(JSON.stringify(content.value))),
      JSON.stringify(validate.errors),
    );
  });
}

test('the schema refuses what the program refuses', () => {
  const validate = new Ajv({ strict: true, allowUnionTypes: true }).compile(JSON.parse(schemaText));
  for (const content of [
    { objectivs: [] },
    { load: { arrivals: 'even' } },
    { load: { seed: -1 } },
    { servers: [{}] },
    [],
  ]) {
    assert.equal(validate(content), false, JSON.stringify(content));
    assert.equal(parseConfig(JSON.stringify(content)).kind, 'problems', JSON.stringify(content));
  }
});
