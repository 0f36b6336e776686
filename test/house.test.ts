import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { test } from 'node:test';
import { projectRoot } from './helpers/project-root.js';

/**
 * Data flows one way: a folder imports only folders of a lower rank. The same table stands in docs/architecture.md.
 */
const ranks: Readonly<Record<string, number>> = {
  model: 0,
  time: 1,
  measure: 1,
  resilience: 1,
  config: 1,
  workload: 2,
  'engine/load': 3,
  'engine/discovery': 3,
  'engine/monitor': 3,
  'engine/subscription': 3,
  'engine/job': 3,
  'engine/alert': 3,
  store: 4,
  record: 4,
  replay: 5,
  ui: 5,
  report: 5,
  publish: 5,
  session: 5,
  demo: 5,
  commands: 6,
};

/** Packages that a folder may import besides node: modules; everything not named here may import none. */
const packages: Readonly<Record<string, readonly string[]>> = {
  config: ['zod', 'jsonc-parser'],
  'engine/load': ['undici', 'tough-cookie'],
  'engine/job': ['undici'],
  'engine/alert': ['nodemailer'],
  resilience: ['xxhash-wasm'],
  'engine/monitor': ['ssh2', 'systeminformation'],
  'engine/subscription': ['ws'],
  workload: ['csv-parse'],
  demo: ['ws'],
  record: ['zod'],
  publish: ['pino', 'rotating-file-stream', 'snappyjs'],
  report: ['zod', 'd3-scale', 'd3-shape', '@resvg/resvg-wasm', 'hyparquet-writer', 'string-width'],
  ui: ['ink', 'react', 'asciichart', 'string-width', 'es-toolkit'],
  commands: ['meow', 'ink', 'react'],
  '': ['meow'],
};

/** Folders that run anywhere: no node: module either. */
const pure = new Set(['model', 'measure', 'engine/discovery', 'store', 'ui']);

const source = join(projectRoot, 'source');

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name));
}

/** The folder of the house that a file belongs to; '' for the files of source/ itself. */
function houseOf(path: string): string {
  const parts = relative(source, dirname(path)).split('/');
  return parts[0] === 'engine' ? parts.slice(0, 2).join('/') : (parts[0] ?? '');
}

function importsOf(path: string): string[] {
  const text = readFileSync(path, 'utf8');
  const found: string[] = [];
  // Statements begin a line and name nothing in quotes before `from`; a dynamic import has its parenthesis.
  for (const match of text.matchAll(
    /^\s*(?:import|export)\b(?:[^'"]*\bfrom)?\s*['"]([^'"]+)['"]|\bimport\(\s*['"]([^'"]+)['"]/gm,
  )) {
    found.push(match[1] ?? match[2]!);
  }
  return found;
}

const files = filesBelow(source);

test('every folder of source/ has a rank', () => {
  const unknown = new Set(files.map(houseOf).filter((house) => house !== '' && ranks[house] === undefined));
  assert.deepEqual([...unknown], []);
});

test('a folder imports only folders of a lower rank', () => {
  const wrong: string[] = [];
  for (const file of files) {
    const from = houseOf(file);
    for (const name of importsOf(file)) {
      if (!name.startsWith('.')) continue;
      const to = houseOf(resolve(dirname(file), name));
      if (to === from) continue;
      const fromRank = from === '' ? Number.POSITIVE_INFINITY : ranks[from]!;
      const toRank = to === '' ? Number.POSITIVE_INFINITY : ranks[to]!;
      if (toRank >= fromRank) wrong.push(`${relative(source, file)} -> ${name}`);
    }
  }
  assert.deepEqual(wrong, []);
});

test('a folder imports only the packages that it may', () => {
  const wrong: string[] = [];
  for (const file of files) {
    const house = houseOf(file);
    for (const name of importsOf(file)) {
      if (name.startsWith('.')) continue;
      if (name.startsWith('node:')) {
        if (pure.has(house)) wrong.push(`${relative(source, file)} -> ${name}`);
        continue;
      }
      const root = name.startsWith('@') ? name.split('/').slice(0, 2).join('/') : name.split('/')[0]!;
      if (!(packages[house] ?? []).includes(root)) wrong.push(`${relative(source, file)} -> ${name}`);
    }
  }
  assert.deepEqual(wrong, []);
});

test('only time/ reads the clock, sets timers or throws dice', () => {
  const wrong: string[] = [];
  // The demo target is a program of its own and the worker's hot loop reads one shared clock: both say so where they do.
  const excused = /^(time|demo)\//;
  for (const file of files) {
    const path = relative(source, file);
    if (excused.test(path)) continue;
    const text = readFileSync(file, 'utf8').replace(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, '');
    for (const match of text.matchAll(
      /\b(Date\.now|Math\.random|setTimeout|setInterval|performance\.now|new Date\(\))/g,
    )) {
      wrong.push(`${path}: ${match[1]}`);
    }
  }
  assert.deepEqual(wrong, []);
});

test('only the front door ends the process', () => {
  const wrong = files
    .filter((file) => /\bprocess\.exit\b/.test(readFileSync(file, 'utf8')))
    .map((file) => relative(source, file))
    .filter((path) => path !== 'cli.ts' && !path.startsWith('demo/'));
  assert.deepEqual(wrong, []);
});

test('source/ has no barrel files', () => {
  assert.deepEqual(
    files.filter((file) => /\/(index|utils)\.tsx?$/.test(file)).map((file) => relative(source, file)),
    [],
  );
});
