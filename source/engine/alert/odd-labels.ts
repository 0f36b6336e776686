import { suggestion } from '../../config/nearest.js';
import type { Problem } from '../../model/problem.js';
import { matchesGlob } from './match-labels.js';
import { scopeLabels } from './metric-table.js';
import { type InhibitionText, readMatchers } from './read-rule.js';
import type { Rule } from './rule.js';

/** Labels in inhibitions and in the grouping of notifications that no alert of these rules can have, and names of no rule. */
export function labelProblems(
  rules: readonly Pick<Rule, 'name' | 'labels'>[],
  inhibitions: readonly InhibitionText[],
  groupBy: readonly string[],
): readonly Problem[] {
  const own = rules.flatMap(({ labels }) => Object.keys(labels));
  const known = [...new Set(['alert', 'severity', ...Object.values(scopeLabels).flat(), ...own])];
  const names = rules.map(({ name }) => name);
  const unknown = (label: string, path: string): readonly Problem[] =>
    known.includes(label)
      ? []
      : [{ path, message: `expected a label that alerts have, got ${label}`, hint: suggestion(label, known) }];
  const matched = (text: string, path: string): readonly Problem[] =>
    (readMatchers(text) ?? []).flatMap(({ label, isEqual, glob }): readonly Problem[] => {
      if (label !== 'alert' || !isEqual || names.some((name) => matchesGlob(name, glob))) return unknown(label, path);
      return [{ path, message: `expected the name of a rule, got alert=${glob}`, hint: suggestion(glob, names) }];
    });
  return [
    ...inhibitions.flatMap(({ source, target, equal = [] }, index) => [
      ...matched(source, `inhibit[${index}].source`),
      ...matched(target, `inhibit[${index}].target`),
      ...equal.flatMap((label, at) => unknown(label, `inhibit[${index}].equal[${at}]`)),
    ]),
    ...groupBy.flatMap((label, at) => unknown(label, `route.group_by[${at}]`)),
  ];
}
