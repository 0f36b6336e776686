import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from '../../helpers/project-root.js';

const folder = join(projectRoot, 'test', 'fixtures', 'frames');

/**
 * Compares a frame with the one kept under test/fixtures/frames. With UPDATE_FRAMES set it is kept instead: look at the
 * difference before committing it.
 */
export function assertFrame(name: string, lines: readonly string[]): void {
  const path = join(folder, `${name}.txt`);
  const text = `${lines.map((line) => line.trimEnd()).join('\n')}\n`;
  if (process.env.UPDATE_FRAMES) {
    mkdirSync(folder, { recursive: true });
    writeFileSync(path, text);
  }
  assert.equal(text, readFileSync(path, 'utf8'));
}

/** Compares a picture with the one under docs/screens, which the documentation shows; kept anew like a frame. */
export function assertScreen(name: string, svg: string): void {
  const path = join(projectRoot, 'docs', 'screens', `${name}.svg`);
  if (process.env.UPDATE_FRAMES) writeFileSync(path, svg);
  assert.equal(svg, readFileSync(path, 'utf8'));
}

/** A painted text without its styles. */
export function unstyled(text: string): string {
  return text.replace(/\u001b\[[0-9;]*m/g, '');
}
