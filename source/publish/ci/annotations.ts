import { plainText } from '../../model/plain-text.js';
import type { CiCase } from './cases.js';

const longest = 4_000;

/**
 * The verdict as workflow commands of GitHub's, which Gitea and Forgejo know too: an error for each case that did not pass,
 * and one notice where all did. https://docs.github.com/actions/reference/workflow-commands-for-github-actions
 */
export function annotations(title: string, cases: readonly CiCase[]): readonly string[] {
  const bad = cases.filter(({ outcome }) => outcome !== 'passed');
  if (bad.length > 0) return bad.map(({ message, name }) => command('error', `${title}: ${name}`, message));
  const [first] = cases.toReversed();
  const count = `${cases.length} of ${cases.length} passed`;
  return [
    command(
      'notice',
      title,
      first === undefined ? count : `${count}. ${cases.map(({ message }) => message).join(' ')}`,
    ),
  ];
}

function command(kind: 'error' | 'notice', title: string, message: string): string {
  // In a property a colon and a comma would end it.
  const property = escaped(title).replaceAll(':', '%3A').replaceAll(',', '%2C');
  return `::${kind} title=${property}::${escaped(message)}`;
}

/** Text from outside can begin no command of its own: it has no line break. */
function escaped(text: string): string {
  return plainText(text, longest).replaceAll('%', '%25');
}
