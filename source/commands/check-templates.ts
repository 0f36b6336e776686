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

/** Every `{{name}}` of a config that has no value, under the path of its key. `columns`: those of the feeder. */
export function templateProblems(
  config: Config,
  target: TargetConfig,
  columns: readonly string[],
  where: Where,
): readonly Problem[] {
  const { level, workload } = config.load;
  const hostHeaders = [
    ...headerTexts(target.request.headers, where('headers')),
    ...config.hosts.flatMap(({ headers }, index) => headerTexts(headers, `hosts[${index}].headers`)),
  ];
  if (workload.kind !== 'http') return hostHeaders.flatMap(literalProblems);
  const problems: Problem[] = [];
  const check = (texts: readonly Placed[], captured: readonly string[] = []): void => {
    for (const text of texts) problems.push(...problemsOf(text, [...ownNames, ...columns, ...captured], level));
  };
  check(hostHeaders);
  if (config.requests.length === 0) {
    check([{ path: where('target'), text: target.address.path }]);
    if (target.request.body !== null) check([{ path: where('body'), text: target.request.body }]);
  }
  config.requests.forEach((entry, index) => {
    const path = `requests[${index}]`;
    if (entry.kind === 'request') {
      check(partTexts(entry.parts, path));
      return;
    }
    const captured: string[] = [];
    entry.steps.forEach((step, place) => {
      check(partTexts(step.parts, `${path}.steps[${place}]`), captured);
      problems.push(...captureProblems(step, `${path}.steps[${place}]`, columns));
      captured.push(...step.captures.map(({ name }) => name));
    });
  });
  const isTargetAsked = config.requests.some(asksTargetPath);
  if (isTargetAsked) check([{ path: where('target'), text: target.address.path }]);
  return problems;
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

function problemsOf({ path, text }: Placed, known: readonly string[], level: number | null): readonly Problem[] {
  const reading = readTemplate(text);
  if (reading.kind === 'faulty') return [{ path, message: reading.message, hint: reading.hint }];
  const names = new Set(reading.parts.flatMap((part) => (part.kind === 'name' ? [part.text] : [])));
  return [...names].flatMap((name): readonly Problem[] => {
    if (!known.includes(name)) {
      const message = `expected a name that has a value, got {{${plainText(name)}}}`;
      return [{ path, message, hint: suggestion(name, known) }];
    }
    if (name !== 'level' && name !== 'size') return [];
    if (level === null) {
      return [{ path, message: `expected a level for {{${name}}}, got none`, hint: 'give --level, or load.level' }];
    }
    if (name === 'level' || level <= highestSizeLevel) return [];
    const message = `expected a level of at most ${highestSizeLevel} for {{size}}, which is 2^level, got ${level}`;
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
