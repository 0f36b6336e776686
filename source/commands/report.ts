import { type ExitCode, exitCodes } from '../model/exit-code.js';
import type { Problem } from '../model/problem.js';
import { sessionsFolder } from '../record/sessions-folder.js';
import type { Digest } from '../report/digest/digest.js';
import { digestOfFile } from '../report/digest/digest-of-file.js';
import { analysisDocument, partNames, reportDocuments } from '../report/documents.js';
import { type ReportFormat, reportFormats } from '../report/report-format.js';
import { damageText } from './damage-text.js';
import { findSession } from './find-session.js';
import type { RecordCommand } from './invocation.js';
import type { Io } from './io.js';
import { refuse } from './refuse.js';
import { giveDocuments, type Named } from './report-files.js';
import { reportPlugIn } from './report-plug-in.js';

/** `plimsoll report`: makes a page, tables or pictures of a recorded session, or sets several side by side. */
export async function report({ positionals, settings }: RecordCommand, io: Io): Promise<ExitCode> {
  const { reportAnalysis: chosen, reportFile: file } = settings;
  const analysis = chosen?.kind === 'built-in' ? chosen.name : null;
  const format = settings.reportFormat ?? formatBy(settings);
  const parts = (format === 'csv' ? settings.reportTable : settings.reportChart) ?? [];
  const problems = usageProblems(positionals, chosen !== null, format, settings);
  if (problems.length > 0) return refuse(problems, io);
  if (chosen?.kind === 'module') return reportPlugIn(chosen.path, positionals, settings, format, io);
  const reading = await readDigests(positionals, sessionsFolder(settings.sessions, io.env));
  if (reading.kind === 'problems') return refuse(reading.problems, io);
  const { digests } = reading;
  const whole = warnOfDamage(digests, io);
  const exitCode = (given: ExitCode): ExitCode => (given === exitCodes.met ? whole : given);
  const [first] = digests;
  if (first === undefined) return exitCodes.usage;
  if (settings.reportList === true) {
    io.stdout.write(`charts: ${namesOf(first, 'svg')}\ntables: ${namesOf(first, 'csv')}\n`);
    return exitCodes.met;
  }
  if (analysis !== null) {
    const document = await analysisDocument(analysis, digests, format);
    if (document === null) return refuse([nothing(analysis, 'sessions that have numbers for it')], io);
    return exitCode(await giveDocuments([{ name: `plimsoll-${analysis}.${format}`, ...document }], file, io));
  }
  const missing = parts.filter((part) => !partNames(first, format).includes(part));
  if (missing.length > 0)
    return refuse(
      missing.map((part) => unknownPart(part, first, format)),
      io,
    );
  const documents = await documentsOf(first, format, parts, file);
  if (documents.length === 0) {
    return refuse([nothing(format, `a session with ${format === 'csv' ? 'tables' : 'charts'}`)], io);
  }
  return exitCode(await giveDocuments(documents, file, io));
}

/** Says of each damaged record how much of it the report tells; the exit code is that of records that are not whole. */
function warnOfDamage(digests: readonly Digest[], io: Io): ExitCode {
  const damaged = digests.filter(({ session }) => session.state === 'damaged');
  for (const { session } of damaged) {
    io.stderr.write(damageText(`session ${session.id}`, session.durationSeconds * 1000));
  }
  return damaged.length === 0 ? exitCodes.met : exitCodes.unmeasured;
}

/** What is meant where no format is given: as the file is called, a table as CSV, a chart as SVG, and else a page. */
function formatBy({ reportAnalysis, reportChart, reportFile, reportTable }: RecordCommand['settings']): ReportFormat {
  const named = reportFormats.find((format) => reportFile?.endsWith(`.${format}`));
  if (named !== undefined) return named;
  if (reportAnalysis !== null) return 'md';
  if (reportTable !== null) return 'csv';
  return reportChart === null ? 'html' : 'svg';
}

/** The documents with the names of their files; beside Markdown in a folder lie its pictures. */
async function documentsOf(
  digest: Digest,
  format: ReportFormat,
  parts: readonly string[],
  file: string | null,
): Promise<readonly Named[]> {
  // A report of what is left of a record does not take the place of one that was made of the whole.
  const whole = `plimsoll-${digest.session.id}${digest.session.state === 'damaged' ? '-damaged' : ''}`;
  if (format === 'md' && file !== null && /[/\\]$/.test(file)) {
    const pictures = await reportDocuments(digest, { format: 'svg', parts: [] });
    const names = pictures.flatMap(({ part }) => part ?? []);
    const text = await reportDocuments(digest, { format, parts: [] }, names);
    return [
      ...text.map((document) => ({ ...document, name: `${whole}.md` })),
      ...pictures.map((document) => ({ ...document, name: `${document.part}.svg` })),
    ];
  }
  const documents = await reportDocuments(digest, { format, parts });
  return documents.map((document) => ({
    ...document,
    name: document.part === null ? `${whole}.${format}` : `${document.part}.${format}`,
  }));
}

function usageProblems(
  positionals: readonly string[],
  isAnalysis: boolean,
  format: ReportFormat,
  { reportChart, reportTable }: RecordCommand['settings'],
): readonly Problem[] {
  const problems: Problem[] = [];
  if (positionals.length === 0) {
    problems.push({ path: 'session', message: 'expected a session, got none', hint: 'plimsoll report last' });
  }
  if (positionals.length > 1 && !isAnalysis) {
    problems.push({
      path: 'session',
      message: `expected one session, got ${positionals.length}`,
      hint: 'set several side by side: --analysis avg-response-time or cpu-usage-compare',
    });
  }
  if (reportChart !== null && format !== 'svg' && format !== 'png') {
    const hint = 'a chart alone is a picture: add --format svg or --format png';
    problems.push({ path: '--chart', message: `expected no chart for ${format}, got one`, hint });
  }
  if (reportTable !== null && format !== 'csv') {
    problems.push({ path: '--table', message: `expected no table for ${format}, got one`, hint: 'add --format csv' });
  }
  return problems;
}

type Reading =
  | { readonly kind: 'ok'; readonly digests: readonly Digest[] }
  | { readonly kind: 'problems'; readonly problems: readonly Problem[] };

async function readDigests(references: readonly string[], folder: string): Promise<Reading> {
  const problems: Problem[] = [];
  const digests: Digest[] = [];
  for (const reference of references) {
    const finding = findSession(reference, folder);
    if (finding.kind === 'problem') {
      problems.push(finding.problem);
      continue;
    }
    const word = await digestOfFile(finding.file);
    if (word.kind === 'ok') digests.push(word.digest);
    else problems.push({ path: 'session', message: word.reason.replace(/\.$/, ''), hint: null });
  }
  return problems.length > 0 ? { kind: 'problems', problems } : { kind: 'ok', digests };
}

function unknownPart(part: string, digest: Digest, format: ReportFormat): Problem {
  const [flag, what] = format === 'csv' ? ['--table', 'table'] : ['--chart', 'chart'];
  const message = `expected a ${what} that the session has, got ${part}`;
  return { path: flag, message, hint: `it has ${namesOf(digest, format)}` };
}

function namesOf(digest: Digest, format: ReportFormat): string {
  return partNames(digest, format).join(', ') || 'none';
}

function nothing(what: string, wanted: string): Problem {
  return { path: what, message: `expected ${wanted}, got none`, hint: null };
}
