import { X509Certificate } from 'node:crypto';
import type { Config, TargetConfig } from '../config/config.js';
import type { Where } from '../config/load-shape.js';
import { plainText } from '../model/plain-text.js';
import type { Problem } from '../model/problem.js';
import type { Rows } from '../model/work.js';
import { longestFeederBytes, readFeeder } from '../workload/read-feeder.js';
import { unreadable } from './unreadable.js';

/** Gives a file's text; throws Node's own errors, and where it has more than `mostBytes`. */
export type ReadFile = (path: string, mostBytes?: number) => string;

/** What a load needs of files, read and checked. */
export type LoadFiles = {
  /** Rows of the feeder; null without one. */
  readonly rows: Rows | null;
  /** For the target and each host: the authorities in PEM; null: the machine's own. */
  readonly authorities: readonly (string | null)[];
};

/** Files read, or everything that is wrong with them. `where` names an option as the user gave it. */
export function readLoadFiles(
  config: Config,
  target: TargetConfig,
  where: Where,
  readFile: ReadFile,
): { readonly files: LoadFiles; readonly problems: readonly Problem[] } {
  const problems: Problem[] = [];
  let rows: Rows | null = null;
  if (config.feeder !== null) {
    const { file } = config.feeder;
    const text = readText(file, 'a CSV or JSON file', where('feeder'), problems, () =>
      readFile(file, longestFeederBytes),
    );
    const reading = text === null ? null : readFeeder(file, text, where('feeder'));
    if (reading?.kind === 'problems') problems.push(...reading.problems);
    if (reading?.kind === 'ok') rows = reading.rows;
  }
  const authorities = [target, ...config.hosts].map(({ tls }, index) => {
    if (tls.ca === null) return null;
    const path = index === 0 ? where('ca') : `hosts[${index - 1}].ca`;
    const file = tls.ca;
    const text = readText(file, 'a file of certificates', path, problems, () => readFile(file));
    if (text !== null) problems.push(...pemProblems(text, path));
    return text;
  });
  return { files: { rows, authorities }, problems };
}

function readText(file: string, wanted: string, path: string, problems: Problem[], read: () => string): string | null {
  try {
    return read();
  } catch (error) {
    const [message, hint] = unreadable(error, wanted, null);
    problems.push({ path, message: `${message} (${plainText(file, 200)})`, hint });
    return null;
  }
}

function pemProblems(text: string, path: string): readonly Problem[] {
  const certificates = text.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g) ?? [];
  const problem = (got: string): readonly Problem[] => {
    const message = `expected certificates in PEM, ${got}`;
    return [{ path, message, hint: 'they stand between BEGIN CERTIFICATE and END CERTIFICATE' }];
  };
  if (certificates.length === 0) return problem('got a file without any');
  try {
    for (const certificate of certificates) new X509Certificate(certificate);
    return [];
  } catch {
    return problem('got one that cannot be read');
  }
}
