import { type ExitCode, exitCodes } from '../model/exit-code.js';
import type { Problem } from '../model/problem.js';
import { sessionsFolder } from '../record/sessions-folder.js';
import { type Document, type ReportFormat, reportFormats } from '../report/report-format.js';
import { reportOfFile } from '../report/report-of-file.js';
import type { ReportWord } from '../report/report-thread.js';
import type { ReportWish } from '../report/report-wish.js';
import { damageText } from './damage-text.js';
import { endingOf, endingProblem } from './file-ending.js';
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
  const wish = wishOf(settings, format, parts);
  const reading = await readAll(positionals, sessionsFolder(settings.sessions, io.env), wish);
  if (reading.kind === 'problems') return refuse(reading.problems, io);
  const { words } = reading;
  const whole = warnOfDamage(words, io);
  const exitCode = (given: ExitCode): ExitCode => (given === exitCodes.met ? whole : given);
  const [first] = words;
  if (first === undefined) return exitCodes.usage;
  const { made } = first;
  switch (made.kind) {
    case 'names':
      io.stdout.write(`charts: ${namesText(made.charts)}\ntables: ${namesText(made.tables)}\n`);
      return exitCodes.met;
    case 'brief': {
      const sessions = words.flatMap((word) => (word.made.kind === 'brief' ? [word.made.brief] : []));
      // What draws is loaded here for this alone: the thread has its own.
      const { analysisDocument } = await import('../report/documents.js');
      const document = analysis === null ? null : await analysisDocument(analysis, sessions, format);
      if (document === null) return refuse([nothing(analysis ?? format, 'sessions that have numbers for it')], io);
      return exitCode(await giveDocuments([{ name: `plimsoll-${analysis}.${format}`, ...document }], file, io));
    }
    case 'missing':
      return refuse(
        made.parts.map((part) => unknownPart(part, made.names, format)),
        io,
      );
    case 'documents':
      if (made.documents.length === 0) {
        return refuse([nothing(format, `a session with ${format === 'csv' ? 'tables' : 'charts'}`)], io);
      }
      return exitCode(await giveDocuments(named(made.documents, first.session, format), file, io));
  }
}

function wishOf(settings: RecordCommand['settings'], format: ReportFormat, parts: readonly string[]): ReportWish {
  if (settings.reportList === true) return { kind: 'names' };
  if (settings.reportAnalysis !== null) return { kind: 'brief' };
  // In a folder a text has its pictures beside it.
  const hasPictures = format === 'md' && settings.reportFile !== null && /[/\\]$/.test(settings.reportFile);
  return { kind: 'documents', format, parts, hasPictures };
}

/** Says of each damaged record what of it the report does not tell; the exit code is that of records that are not whole. */
function warnOfDamage(words: readonly Word[], io: Io): ExitCode {
  const warnings = words.flatMap(({ damage, session }) =>
    damage === null ? [] : [damageText(`session ${session.id}`, damage)],
  );
  for (const warning of warnings) io.stderr.write(warning);
  return warnings.length === 0 ? exitCodes.met : exitCodes.unmeasured;
}

/** What is meant where no format is given: as the file is called, a table as CSV, a chart as SVG, and else a page. */
function formatBy({ reportAnalysis, reportChart, reportFile, reportTable }: RecordCommand['settings']): ReportFormat {
  const ending = endingOf(reportFile);
  const named = reportFormats.find((format) => format === ending);
  if (named !== undefined) return named;
  if (reportAnalysis !== null) return 'md';
  if (reportTable !== null) return 'csv';
  return reportChart === null ? 'html' : 'svg';
}

/** The documents with the names of their files. */
function named(documents: readonly Document[], { id, state }: Word['session'], format: ReportFormat): readonly Named[] {
  // A report of what is left of a record does not take the place of one that was made of the whole.
  const whole = `plimsoll-${id}${state === 'damaged' ? '-damaged' : ''}`;
  const parts = format === 'md' ? 'svg' : format;
  return documents.map((document) => ({
    ...document,
    name: document.part === null ? `${whole}.${format}` : `${document.part}.${parts}`,
  }));
}

function usageProblems(
  positionals: readonly string[],
  isAnalysis: boolean,
  format: ReportFormat,
  { reportChart, reportFile, reportFormat, reportTable }: RecordCommand['settings'],
): readonly Problem[] {
  const problems: Problem[] = [];
  const ending = reportFormat === null ? endingProblem(reportFile, reportFormats) : null;
  if (ending !== null) problems.push(ending);
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

/** What was made of a session. */
type Word = Extract<ReportWord, { kind: 'ok' }>;

type Reading =
  | { readonly kind: 'ok'; readonly words: readonly Word[] }
  | { readonly kind: 'problems'; readonly problems: readonly Problem[] };

async function readAll(references: readonly string[], folder: string, wish: ReportWish): Promise<Reading> {
  const problems: Problem[] = [];
  const words: Word[] = [];
  for (const reference of references) {
    const finding = findSession(reference, folder);
    if (finding.kind === 'problem') {
      problems.push(finding.problem);
      continue;
    }
    const word = await reportOfFile(finding.file, wish);
    if (word.kind === 'ok') words.push(word);
    else problems.push({ path: 'session', message: word.reason.replace(/\.$/, ''), hint: null });
  }
  return problems.length > 0 ? { kind: 'problems', problems } : { kind: 'ok', words };
}

function unknownPart(part: string, names: readonly string[], format: ReportFormat): Problem {
  const [flag, what] = format === 'csv' ? ['--table', 'table'] : ['--chart', 'chart'];
  const message = `expected a ${what} that the session has, got ${part}`;
  return { path: flag, message, hint: `it has ${namesText(names)}` };
}

function namesText(names: readonly string[]): string {
  return names.join(', ') || 'none';
}

function nothing(what: string, wanted: string): Problem {
  return { path: what, message: `expected ${wanted}, got none`, hint: null };
}
