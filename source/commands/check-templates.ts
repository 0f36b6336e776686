import type { Config, TargetConfig } from '../config/config.js';
import type { Where } from '../config/load-shape.js';
import { type PartsConfig, type StepConfig, targetName } from '../config/mix.js';
import { suggestion } from '../config/nearest.js';
import { plainText } from '../model/plain-text.js';
import type { Problem } from '../model/problem.js';
import type { RequestSpec } from '../model/request.js';
import { readTemplate } from '../workload/template-text.js';
import { highestSizeLevel, ownNames } from '../workload/values.js';

/** A text that is a template, and where it stands. */
type Placed = { readonly path: string; readonly text: string };

/** The texts of a config that are templates, with the names that earlier steps give a value where they stand. */
type TemplateTexts = readonly { readonly placed: Placed; readonly captured: readonly string[] }[];

/**
 * Every `{{name}}` of a config that has no value, under the path of its key. `columns`: those of the feeder; `heaviest`:
 * the heaviest level that the load will have; null: none.
 */
export function templateProblems(
  config: Config,
  target: TargetConfig,
  columns: readonly string[],
  heaviest: number | null,
  where: Where,
): readonly Problem[] {
  if (config.load.workload.kind !== 'http') {
    return hostTexts(config, target, where).flatMap(literalProblems);
  }
  const texts = templateTexts(config, target, where);
  const problems = texts.flatMap(({ placed, captured }) =>
    problemsOf(placed, [...ownNames, ...columns, ...captured], heaviest),
  );
  config.requests.forEach((entry, index) => {
    if (entry.kind === 'request') return;
    entry.steps.forEach((step, place) => {
      problems.push(...captureProblems(step, `requests[${index}].steps[${place}]`, columns));
    });
  });
  return problems;
}

/** Every name that the templates of a load made of requests use. */
export function templateNames(config: Config, target: TargetConfig): ReadonlySet<string> {
  if (config.load.workload.kind !== 'http') return new Set();
  const texts = templateTexts(config, target, (name) => name);
  return new Set(
    texts.flatMap(({ placed }) => {
      const reading = readTemplate(placed.text);
      return reading.kind === 'ok' ? reading.parts.flatMap(({ kind, text }) => (kind === 'name' ? [text] : [])) : [];
    }),
  );
}

function templateTexts(config: Config, target: TargetConfig, where: Where): TemplateTexts {
  const plain = (texts: readonly Placed[]): TemplateTexts => texts.map((placed) => ({ placed, captured: [] }));
  const ownPath: Placed = { path: where('target'), text: target.address.path };
  const all = [...plain(hostTexts(config, target, where))];
  if (config.requests.length === 0) {
    const { body } = target.request;
    all.push(...plain([ownPath, ...(body === null ? [] : [{ path: where('body'), text: body }])]));
  }
  config.requests.forEach((entry, index) => {
    const path = `requests[${index}]`;
    if (entry.kind === 'request') {
      all.push(...plain(partTexts(entry.parts, path)));
      return;
    }
    const captured: string[] = [];
    entry.steps.forEach((step, place) => {
      const known = [...captured];
      for (const placed of partTexts(step.parts, `${path}.steps[${place}]`)) all.push({ placed, captured: known });
      captured.push(...step.captures.map(({ name }) => name));
    });
  });
  if (config.requests.some(asksTargetPath)) all.push(...plain([ownPath]));
  return all;
}

function hostTexts(config: Config, target: TargetConfig, where: Where): readonly Placed[] {
  return [
    ...headerTexts(target.request.headers, where('headers')),
    ...config.hosts.flatMap(({ headers }, index) => headerTexts(headers, `hosts[${index}].headers`)),
  ];
}

function asksTargetPath(entry: Config['requests'][number]): boolean {
  const parts = entry.kind === 'request' ? [entry.parts] : entry.steps.map((step) => step.parts);
  return parts.some(({ host, path }) => host === targetName && path === null);
}

function partTexts({ path, headers, body }: PartsConfig, at: string): readonly Placed[] {
  return [
    ...(path === null ? [] : [{ path: `${at}.path`, text: path }]),
    ...headerTexts(headers, `${at}.headers`),
    ...(body === null ? [] : [{ path: `${at}.body`, text: body }]),
  ];
}

function headerTexts(headers: RequestSpec['headers'], at: string): readonly Placed[] {
  return headers.map(([name, text]) => ({ path: at.startsWith('--') ? at : `${at}.${name}`, text }));
}

function problemsOf({ path, text }: Placed, known: readonly string[], heaviest: number | null): readonly Problem[] {
  const reading = readTemplate(text);
  if (reading.kind === 'faulty') return [{ path, message: reading.message, hint: reading.hint }];
  const names = new Set(reading.parts.flatMap((part) => (part.kind === 'name' ? [part.text] : [])));
  return [...names].flatMap((name): readonly Problem[] => {
    if (!known.includes(name)) {
      const message = `expected a name that has a value, got {{${plainText(name)}}}`;
      return [{ path, message, hint: suggestion(name, known) }];
    }
    if (name !== 'level' && name !== 'size') return [];
    if (heaviest === null) {
      return [{ path, message: `expected a level for {{${name}}}, got none`, hint: 'give --level, or load.level' }];
    }
    if (name === 'level' || heaviest <= highestSizeLevel) return [];
    const message = `expected a level of at most ${highestSizeLevel} for {{size}}, which is 2^level, got ${heaviest}`;
    return [{ path, message, hint: null }];
  });
}

/** The fields of a host stand as they are where a workload makes the requests. */
function literalProblems({ path, text }: Placed): readonly Problem[] {
  const reading = readTemplate(text);
  if (reading.kind === 'ok' && reading.parts.every(({ kind }) => kind === 'text')) return [];
  return [{ path, message: 'expected no {{name}} beside a workload, got one', hint: 'the workload says it itself' }];
}

function captureProblems({ captures }: StepConfig, at: string, columns: readonly string[]): readonly Problem[] {
  const taken: readonly string[] = [...ownNames, ...columns];
  return captures.flatMap(({ name }) => {
    if (!taken.includes(name)) return [];
    const message = `expected a name that has no value yet, got "${plainText(name)}"`;
    return [{ path: `${at}.capture.${name}`, message, hint: `${taken.join(', ')} have one` }];
  });
}
