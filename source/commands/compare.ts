import type { FailOn } from '../config/record-kinds.js';
import type { ComparisonVerdict } from '../model/comparison.js';
import { type ExitCode, exitCodes } from '../model/exit-code.js';
import type { Problem } from '../model/problem.js';
import { sessionsFolder } from '../record/sessions-folder.js';
import { compareSessions, readDigest } from '../report/compare/compare-sessions.js';
import { comparisonText } from '../report/compare/comparison-text.js';
import type { SessionDigest } from '../report/compare/digest.js';
import { giveText } from './answer.js';
import { compareTrend } from './compare-trend.js';
import { findSession } from './find-session.js';
import type { RecordCommand } from './invocation.js';
import type { Io } from './io.js';
import { outputProblem } from './output-problem.js';
import { refuse } from './refuse.js';

/** `plimsoll compare`: every later session beside the first, or all of one name over time. */
export async function compare(command: RecordCommand, io: Io): Promise<ExitCode> {
  const { positionals, settings } = command;
  const folder = sessionsFolder(settings.sessions, io.env);
  const unwritable = outputProblem(settings.output);
  if (unwritable !== null) return refuse([unwritable], io);
  if (settings.trend !== null) {
    if (positionals.length === 0) return compareTrend(settings.trend, folder, settings, io);
    const message = `expected no sessions beside a name, got ${positionals.length}`;
    return refuse([{ path: '--trend', message, hint: null }], io);
  }
  if (positionals.length < 2) {
    const message = `expected two sessions or more, the baseline first, got ${positionals.length}`;
    return refuse([{ path: 'arguments', message, hint: 'plimsoll compare last~1 last' }], io);
  }
  const digests: SessionDigest[] = [];
  const problems: Problem[] = [];
  for (const reference of positionals) {
    const finding = findSession(reference, folder);
    if (finding.kind === 'problem') {
      problems.push(finding.problem);
      continue;
    }
    const reading = readDigest(finding.file);
    if (reading.kind === 'ok') digests.push(reading.digest);
    else problems.push({ path: 'session', message: reading.reason, hint: null });
  }
  const [baseline, ...candidates] = digests;
  if (problems.length > 0 || baseline === undefined) return refuse(problems, io);
  const result = compareSessions(baseline, candidates, settings.noiseBand);
  const written = await giveText(result, comparisonText(result), settings.output, io);
  if (!written) return exitCodes.usage;
  return verdictsExitCode(
    result.pairs.map((pair) => pair.verdict),
    settings.failOn,
  );
}

/** The exit code of several verdicts: 1 where any is what `--fail-on` names, else 3 where any could not be given. */
export function verdictsExitCode(verdicts: readonly ComparisonVerdict[], failOn: FailOn): ExitCode {
  const codes = verdicts.map((verdict) => verdictExitCode(verdict, failOn));
  const worst = [exitCodes.missed, exitCodes.unmeasured].find((code) => codes.includes(code));
  return worst ?? exitCodes.met;
}

function verdictExitCode(verdict: ComparisonVerdict, failOn: FailOn): ExitCode {
  switch (verdict) {
    case 'incomparable':
      return exitCodes.unmeasured;
    case 'regression':
      return failOn === 'never' ? exitCodes.met : exitCodes.missed;
    case 'improvement':
      return failOn === 'difference' ? exitCodes.missed : exitCodes.met;
    case 'same':
    case 'unclear':
      return exitCodes.met;
  }
}
