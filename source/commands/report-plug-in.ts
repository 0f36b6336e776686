import { resolve } from 'node:path';
import type { Settings } from '../config/settings.js';
import { type ExitCode, exitCodes } from '../model/exit-code.js';
import { listText } from '../model/list-text.js';
import { plainText } from '../model/plain-text.js';
import type { Problem } from '../model/problem.js';
import { sessionsFolder } from '../record/sessions-folder.js';
import { findingsDocuments, findingsFormats } from '../report/analysis/findings-documents.js';
import { runAnalysis } from '../report/analysis/run-analysis.js';
import type { ReportFormat } from '../report/report-format.js';
import { createSystemClock } from '../time/clock.js';
import { findSession } from './find-session.js';
import type { Io } from './io.js';
import { refuse } from './refuse.js';
import { giveDocuments } from './report-files.js';

/** Reading ten hours takes seconds; what takes minutes never ends. */
const limitMs = 300_000;

/** Who has waited for so long is told what for. */
const patienceMs = 5000;

/** `plimsoll report ... --analysis FILE`: carries out an analysis of the user's over sessions, and writes what it found. */
export async function reportPlugIn(
  module: string,
  references: readonly string[],
  settings: Settings,
  format: ReportFormat,
  io: Io,
): Promise<ExitCode> {
  if (!findingsFormats.includes(format)) {
    const message = `expected ${listText(findingsFormats).replace(' and ', ' or ')} for an analysis of your own, got ${format}`;
    return refuse([{ path: '--format', message, hint: null }], io);
  }
  const folder = sessionsFolder(settings.sessions, io.env);
  const problems: Problem[] = [];
  const files: string[] = [];
  for (const reference of references) {
    const finding = findSession(reference, folder);
    if (finding.kind === 'problem') problems.push(finding.problem);
    else files.push(finding.file);
  }
  if (problems.length > 0) return refuse(problems, io);
  const clock = createSystemClock();
  const cancel = clock.after(patienceMs, () => {
    io.stderr.write(
      `plimsoll: the analysis ${plainText(module, 200)} is at work; it is ended after ${limitMs / 1000} s\n`,
    );
  });
  const run = await runAnalysis({ module: resolve(module), files, options: {}, limitMs }, clock);
  cancel();
  for (const remark of run.remarks) io.stderr.write(`plimsoll: ${remark}\n`);
  if (run.kind === 'faulty') return refuse([{ path: '--analysis', message: run.message, hint: null }], io);
  const documents = findingsDocuments(run.name, run.findings, format);
  if (documents.length === 0) {
    io.stderr.write(`plimsoll: --analysis: expected a table to write as csv, got none\n`);
    return exitCodes.unmeasured;
  }
  const named = documents.map((document) => ({
    ...document,
    name: `${document.part ?? 'plimsoll-analysis'}.${format}`,
  }));
  return giveDocuments(named, settings.reportFile, io);
}
