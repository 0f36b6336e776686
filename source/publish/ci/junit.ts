import { plainText } from '../../model/plain-text.js';
import type { CiCase } from './cases.js';

/** What a suite is of. */
export type Suite = {
  /** Such as `plimsoll run`. */
  readonly name: string;
  readonly target: string | null;
  readonly startedAt: string;
  readonly durationSeconds: number;
  /** What else is worth keeping beside the verdict, such as the session's id. */
  readonly properties: Readonly<Record<string, string>>;
};

const longest = 4_000;

/** The verdict as JUnit XML, as Jenkins, GitLab, GitHub and their like read it. */
export function junitXml(suite: Suite, cases: readonly CiCase[]): string {
  const count = (outcome: CiCase['outcome']): number => cases.filter((one) => one.outcome === outcome).length;
  const totals = `tests="${cases.length}" failures="${count('failed')}" errors="${count('error')}" skipped="0" time="${suite.durationSeconds.toFixed(3)}"`;
  const name = escaped(suite.target === null ? suite.name : `${suite.name} ${suite.target}`);
  const properties = Object.entries(suite.properties).map(
    ([key, value]) => `      <property name="${escaped(key)}" value="${escaped(value)}"/>`,
  );
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="plimsoll" ${totals}>`,
    `  <testsuite name="${name}" timestamp="${suite.startedAt.replace(/\.\d+Z$/, '')}" ${totals}>`,
    '    <properties>',
    ...properties,
    '    </properties>',
    ...cases.map((one) => caseXml(suite.name, one)),
    '  </testsuite>',
    '</testsuites>',
    '',
  ].join('\n');
}

function caseXml(className: string, { message, name, outcome }: CiCase): string {
  const head = `    <testcase classname="${escaped(className.replaceAll(' ', '.'))}" name="${escaped(name)}"`;
  if (outcome === 'passed') return `${head}><system-out>${escaped(message)}</system-out></testcase>`;
  const tag = outcome === 'failed' ? 'failure' : 'error';
  return `${head}><${tag} message="${escaped(message)}" type="${outcome}">${escaped(message)}</${tag}></testcase>`;
}

/** XML 1.0 has no way to write control characters: they stand for themselves no more. */
function escaped(text: string): string {
  return plainText(text, longest)
    .toWellFormed()
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}
