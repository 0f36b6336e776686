// Run by `npm run generate`, from the root of the project.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { generatedFiles } from './generated-files.js';

for (const [path, text] of Object.entries(generatedFiles((path) => readFileSync(path, 'utf8')))) {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}
