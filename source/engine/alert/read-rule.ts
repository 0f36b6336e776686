import type { AlertAction } from '../../model/alert.js';
import type { Severity } from '../../model/events.js';
import type { Problem } from '../../model/problem.js';
import { type Condition, readCondition } from './check-expression.js';
import type { Expression, ExpressionFault, LabelMatcher } from './expression.js';
import { clearFault, templateProblems } from './odd-rule.js';
import type { Inhibition, Rule } from './rule.js';
import { isShortClear, readShortClear } from './short-clear.js';
import type { Labels } from './table.js';

/** A rule as the config has it: its parts are checked, its expressions are not read yet. */
export type RuleText = {
  readonly alert: string;
  readonly expr: string;
  readonly for?: number | undefined;
  readonly keep_firing_for?: number | undefined;
  readonly clear?: string | undefined;
  readonly labels?: Labels | undefined;
  readonly annotations?: Labels | undefined;
  readonly action?: AlertAction | undefined;
  readonly notify?: boolean | undefined;
};

/** Inhibition as the config has it. */
export type InhibitionText = {
  readonly source: string;
  readonly target: string;
  readonly equal?: readonly string[] | undefined;
};

/** Reads the expressions of all rules; every fault of all of them, with its place. */
export function readRules(texts: readonly RuleText[]): {
  readonly rules: readonly Rule[];
  readonly problems: readonly Problem[];
} {
  const problems: Problem[] = [];
  const rules: Rule[] = [];
  for (const [index, text] of texts.entries()) {
    const read = (key: 'expr' | 'clear', source: string): Condition | null => {
      const reading = readCondition(source);
      if (reading.kind === 'ok') return reading.value;
      problems.push(problemAt(`alerts[${index}].${key}`, source, reading.fault));
      return null;
    };
    const condition = read('expr', text.expr);
    const readClear = (clear: string): Condition | null => {
      if (condition === null || !isShortClear(clear)) return read('clear', clear);
      const reading = readShortClear(clear, condition);
      if (reading.kind === 'ok') return reading.value;
      problems.push(problemAt(`alerts[${index}].clear`, clear, reading.fault));
      return null;
    };
    const clear = text.clear === undefined ? null : readClear(text.clear);
    if (clear !== null && condition !== null && clear.scope !== condition.scope && clear.scope !== 'load') {
      const message = `expected series of the same kind as in expr, which are of a ${condition.scope}, got those of a ${clear.scope}`;
      problems.push({ path: `alerts[${index}].clear`, message, hint: null });
    }
    const odd = condition === null || clear === null ? null : clearFault(condition, clear);
    if (odd !== null) problems.push({ path: `alerts[${index}].clear`, ...odd });
    if (condition === null) continue;
    const path = `alerts[${index}].annotations`;
    problems.push(...templateProblems(text.annotations ?? {}, text.labels ?? {}, condition, path));
    rules.push(ruleOf(text, condition, clear));
  }
  return { rules, problems };
}

function ruleOf(text: RuleText, condition: Condition, clear: Condition | null): Rule {
  const labels = text.labels ?? {};
  return {
    name: text.alert,
    condition,
    clear,
    forMs: text.for ?? 0,
    keepFiringForMs: text.keep_firing_for ?? 0,
    labels,
    annotations: text.annotations ?? {},
    severity: severityOf(labels.severity),
    action: text.action ?? null,
    notifies: text.notify ?? !hasAnomaly(condition.tree),
  };
}

function severityOf(label: string | undefined): Severity {
  if (label === 'critical' || label === 'page' || label === 'error') return 'critical';
  return label === 'info' || label === 'none' ? 'info' : 'warning';
}

/** An anomaly marks the chart, and tells nobody unless the rule says so. */
function hasAnomaly(tree: Expression): boolean {
  switch (tree.kind) {
    case 'number':
    case 'metric':
      return false;
    case 'unary':
      return hasAnomaly(tree.of);
    case 'binary':
      return hasAnomaly(tree.left) || hasAnomaly(tree.right);
    case 'call':
      return tree.name === 'anomaly' || tree.name === 'anomaly_z' || tree.args.some(hasAnomaly);
  }
}

/** A fault of an expression as a problem: with the place and what stands there. */
function problemAt(path: string, source: string, { at, message, hint }: ExpressionFault): Problem {
  const place = at >= source.length ? 'at the end' : `at character ${at + 1}`;
  return {
    path,
    message: `${message} (${place} of "${source.length > 80 ? `${source.slice(0, 79)}…` : source}")`,
    hint,
  };
}

/** Reads inhibitions: `alert=HostSilent` or `severity!=critical,host=api-*`. */
export function readInhibitions(texts: readonly InhibitionText[]): {
  readonly inhibitions: readonly Inhibition[];
  readonly problems: readonly Problem[];
} {
  const problems: Problem[] = [];
  const inhibitions = texts.map(({ source, target, equal = [] }, index): Inhibition => {
    const read = (key: string, text: string): readonly LabelMatcher[] => {
      const matchers = readMatchers(text);
      if (matchers !== null) return matchers;
      const message = `expected labels such as alert=HostSilent or severity!=critical,host=api-*, got "${text.slice(0, 60)}"`;
      problems.push({ path: `inhibit[${index}].${key}`, message, hint: null });
      return [];
    };
    return { source: read('source', source), target: read('target', target), equal };
  });
  return { inhibitions, problems };
}

/** Reads `label=glob` and `label!=glob`, with commas between them; null where it is no such text. */
export function readMatchers(text: string): readonly LabelMatcher[] | null {
  const matchers = text.split(',').map((part): LabelMatcher | null => {
    const match = /^\s*([A-Za-z_]\w{0,63})\s*(!?=)\s*(.{1,200}?)\s*$/u.exec(part);
    return match === null ? null : { label: match[1]!, isEqual: match[2] === '=', glob: match[3]! };
  });
  return matchers.every((matcher) => matcher !== null) ? matchers : null;
}
