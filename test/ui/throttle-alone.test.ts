import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import * as alone from '../../source/ui/throttle-alone.js';

test('Ink takes nothing of es-toolkit/compat but what stands in its place', async () => {
  const build = dirname(fileURLToPath(import.meta.resolve('ink')));
  const files = readdirSync(build, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.js'));
  const imports = files.flatMap((file) =>
    [...readFileSync(join(build, file), 'utf8').matchAll(/import (.*?) from ['"]es-toolkit([^'"]*)['"]/g)].map(
      ([, names, path]) => [file, names, path],
    ),
  );
  assert.deepEqual(imports, [['ink.js', '{ throttle }', '/compat']]);
  const { throttle } = await import('es-toolkit/compat');
  assert.deepEqual({ ...alone }, { throttle });
});
