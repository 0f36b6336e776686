import { writeFileSync } from 'node:fs';
import { withoutSecrets } from '../config/without-secrets.js';
import { messageOf } from '../model/error.js';
import type { SessionHead } from '../model/events.js';
import { annotations } from '../publish/ci/annotations.js';
import { ciCases } from '../publish/ci/cases.js';
import { junitXml } from '../publish/ci/junit.js';
import { commandOf } from '../report/reproduce.js';
import type { JobEnd } from '../session/session.js';
import type { Io } from './io.js';
import { version } from './version.js';

/** Where the verdict goes besides the answer. */
export type VerdictOutput = {
  /** Null: no JUnit. */
  readonly junitFile: string | null;
  readonly annotations: boolean;
};

/** What a verdict is of. `isCut`: a key or a signal ended the session before its own end. */
export type Judged = {
  readonly end: JobEnd;
  readonly isCut: boolean;
  readonly head: SessionHead;
  readonly durationMs: number;
};

/** Tells the verdict to CI as asked for. False where the file could not be written, which is said on stderr. */
export function tellVerdict(
  { durationMs, end, head, isCut }: Judged,
  output: VerdictOutput,
  io: Pick<Io, 'stderr'>,
): boolean {
  if (output.junitFile === null && !output.annotations) return true;
  const cases = ciCases(end.kind === 'result' ? { ...end, isInterrupted: end.isInterrupted || isCut } : end);
  const name = `plimsoll ${commandOf[head.kind]}`;
  const target = head.target === null ? null : String(withoutSecrets(head.target).value);
  if (output.annotations) {
    const title = head.name === undefined ? name : `${name} (${head.name})`;
    for (const line of annotations(title, cases)) io.stderr.write(`${line}\n`);
  }
  if (output.junitFile === null) return true;
  const properties = { session: head.id, ...(head.name === undefined ? {} : { name: head.name }), version };
  const suite = { name, target, startedAt: head.startedAt, durationSeconds: durationMs / 1000, properties };
  try {
    writeFileSync(output.junitFile, junitXml(suite, cases));
    return true;
  } catch (error) {
    io.stderr.write(`plimsoll: --junit could not write ${output.junitFile}: ${messageOf(error)}.\n`);
    return false;
  }
}
