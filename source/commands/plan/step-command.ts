import { join, resolve } from 'node:path';
import { suggestion } from '../../config/nearest.js';
import { quoted } from '../../config/quote.js';
import type { Problem } from '../../model/problem.js';
import type { PlanSpec, RawSettings, SessionRef, StepSpec } from '../../plan/plan-spec.js';
import { withResults } from '../../plan/result-values.js';
import type { StepAction } from '../../plan/step-action.js';
import { type Command, type Invocation, readInvocation } from '../invocation.js';
import type { ReadFile } from '../load-files.js';
import type { Surroundings } from '../surroundings.js';
import { placeWithin } from './output-place.js';

/** What steps are made into commands with. */
export type StepReader = {
  readonly plan: PlanSpec;
  /** Path of the plan file, and the folder that it lies in. */
  readonly file: string;
  readonly folder: string;
  readonly around: Surroundings;
  readonly readFile: ReadFile;
  /** Flags of the plan's own command line that are meant for every step. */
  readonly flags: readonly string[];
  /** Hosts that somebody has named for the whole plan. */
  readonly allowed: ReadonlySet<string>;
};

/** What is known of the steps before one. */
export type KnownBefore = {
  /** What names a session that a step is about. */
  readonly sessionOf: (reference: SessionRef) => string;
  /** The answer of a step; null where it gave none, or is not over. */
  readonly resultOf: (step: string) => unknown;
};

/** A step as the command that it is, or everything that is wrong with it. */
export type StepReading =
  | { readonly kind: 'ok'; readonly command: Command; readonly answer: string }
  | { readonly kind: 'problems'; readonly problems: readonly Problem[] }
  /** All is well but that nobody named these hosts. */
  | {
      readonly kind: 'unconfirmed';
      readonly hosts: readonly string[];
      readonly problems: readonly Problem[];
      /** What it would be with them. */
      readonly command: Command;
    };

/** The commands that actions are. */
const commandOf = { baseline: 'monitor', 'cool-down': 'monitor' } as const;

/** What an action assumes where neither plan nor step says otherwise, in the words of the config. */
const assumed: { readonly [action in StepAction]?: RawSettings } = {
  baseline: { monitor: { duration: '15s' } },
  'cool-down': { monitor: { duration: '60s' } },
};

/** Flags that a step about sessions may say. */
const recordFlags: { readonly [action in StepAction]?: readonly string[] } = {
  report: ['format', 'chart', 'table', 'analysis', 'output'],
  compare: ['fail-on', 'noise-band', 'output'],
  export: ['format', 'table', 'size', 'output'],
};

/**
 * Reads a step as `plimsoll` would read the command line that does the same, with what plan and step say laid over the config
 * file. `runFolder` is where answers go.
 */
export function readStep(step: StepSpec, reader: StepReader, runFolder: string, known: KnownBefore): StepReading {
  const flags = recordFlags[step.action];
  return flags === undefined
    ? readSessionStep(step, reader, runFolder, known)
    : readRecordStep(step, flags, reader, runFolder, known);
}

function readSessionStep(step: StepSpec, reader: StepReader, runFolder: string, known: KnownBefore): StepReading {
  const { action, config, name, of, settings } = step;
  const answer = join(runFolder, `${name}.json`);
  const command = action === 'baseline' || action === 'cool-down' ? commandOf[action] : action;
  const about = of.map(
    (reference) => `${action === 'discover' ? '--warm-start' : '--until-rest'}=${known.sessionOf(reference)}`,
  );
  const argv = [
    command,
    ...(config === null ? [] : [config]),
    '--headless',
    `--output=${answer}`,
    ...about,
    ...reader.flags,
  ];
  const said = [assumed[action] ?? {}, reader.plan.settings, withResults(settings, known.resultOf)];
  // What a plan says lies where the plan does: its paths begin there.
  const over = said.map((content) => ({ kind: 'file', path: reader.file, text: JSON.stringify(content) }) as const);
  return withPlace(readInvocation(argv, reader.readFile, reader.around, over), step, reader, answer);
}

function readRecordStep(
  step: StepSpec,
  allFlags: readonly string[],
  reader: StepReader,
  runFolder: string,
  known: KnownBefore,
): StepReading {
  const { action, name, of, settings } = step;
  const problems: Problem[] = [];
  const flags: string[] = [];
  let output: string | null = null;
  for (const [flag, value] of Object.entries(settings)) {
    const path = `with.${flag}`;
    const values = Array.isArray(value) ? value : [value];
    if (!allFlags.includes(flag)) {
      const message = `expected a flag of ${action}, got ${quoted(flag)}`;
      problems.push({ path, message, hint: suggestion(flag, allFlags) });
      continue;
    }
    for (const one of values) {
      if (typeof one !== 'string' && typeof one !== 'number') {
        problems.push({ path, message: `expected a text or a number, got ${quoted(one)}`, hint: null });
      } else if (flag === 'output') {
        const place = placeWithin(String(one), reader.folder);
        if (place.kind === 'problem') problems.push({ path, message: place.message, hint: place.hint });
        else output = place.path;
      } else flags.push(`--${flag}=${flag === 'analysis' ? analysisIn(String(one), reader.folder) : one}`);
    }
  }
  const answer = output ?? join(runFolder, `${name}${extensionOf(action, settings)}`);
  const references = of.map(known.sessionOf);
  const argv = [action, ...flags, `--output=${answer}`, ...reader.flags.filter(isOfSessions), '--', ...references];
  const reading = withPlace(readInvocation(argv, reader.readFile, reader.around), step, reader, answer);
  if (problems.length === 0) return reading;
  return {
    kind: 'problems',
    problems: [...problems.map((problem) => placed(problem, step)), ...(reading.kind === 'ok' ? [] : reading.problems)],
  };
}

const isOfSessions = (flag: string): boolean => flag.startsWith('--sessions=');

function withPlace(invocation: Invocation, step: StepSpec, { allowed }: StepReader, answer: string): StepReading {
  switch (invocation.kind) {
    case 'ok':
      return { kind: 'ok', command: invocation, answer };
    case 'unconfirmed': {
      const hosts = invocation.hosts.filter((host) => !allowed.has(host));
      if (hosts.length === 0) return { kind: 'ok', command: invocation.confirmed, answer };
      const problems = invocation.problems.map((problem) => placed(problem, step));
      return { kind: 'unconfirmed', hosts, problems, command: invocation.confirmed };
    }
    case 'problems':
      return { kind: 'problems', problems: invocation.problems.map((problem) => placed(problem, step)) };
    case 'print': {
      const problem: Problem = { path: 'with', message: 'expected settings, got a request for help', hint: null };
      return { kind: 'problems', problems: [placed(problem, step)] };
    }
  }
}

function placed(problem: Problem, { name, path }: StepSpec): Problem {
  return { ...problem, path: `${path} (${name}): ${problem.path}` };
}

function analysisIn(text: string, folder: string): string {
  return /[/\\]|\.[cm]?[jt]s$/.test(text) ? resolve(folder, text) : text;
}

function extensionOf(action: StepAction, { analysis, chart, format, table }: RawSettings): string {
  if (action === 'compare') return '.json';
  const assumedFormat =
    action === 'export'
      ? 'ndjson'
      : analysis !== undefined
        ? 'md'
        : table !== undefined
          ? 'csv'
          : chart !== undefined
            ? 'svg'
            : 'html';
  const written = typeof format === 'string' && /^[a-z0-9]{1,20}$/.test(format) ? format : assumedFormat;
  return written === 'asciicast' ? '.cast' : `.${written}`;
}
