import { parentPort, workerData } from 'node:worker_threads';
import type { AnalysedSession, Analysis, AnalysisFindings, AnalysisOptions } from '../../model/analysis.js';
import { messageOf } from '../../model/error.js';
import { isObject } from '../../model/plain-object.js';
import { plainText } from '../../model/plain-text.js';
import { valueKind } from '../../model/value-kind.js';
import { readSession } from '../../record/read-session.js';
import { moduleFault } from '../../workload/module-fault.js';
import { checkFindings } from './check-findings.js';

/** What the thread is made with: the URL of the module's file, and the session files in the order in which they were named. */
export type AnalysisJob = {
  readonly url: string;
  readonly files: readonly string[];
  readonly options: AnalysisOptions;
  readonly memoryMegabytes: number;
};

/** The one thing that the thread says; `message` is a clause: expected what, got what. */
export type AnalysisWord =
  | { readonly kind: 'ok'; readonly name: string; readonly findings: AnalysisFindings }
  | { readonly kind: 'faulty'; readonly message: string };

if (parentPort !== null) {
  const word = await carryOut(workerData as AnalysisJob);
  // Whoever hears the word ends the thread: what was printed has to have left it by then.
  await Promise.all([process.stdout, process.stderr].map(hasLeft));
  parentPort.postMessage(word);
}

function hasLeft(stream: NodeJS.WriteStream): Promise<void> {
  return new Promise((resolve) => {
    // Nothing but a line's end: what is empty is not answered for by the other side.
    if (stream.writableLength > 0 && stream.writable) stream.write('\n', () => resolve());
    else resolve();
  });
}

async function carryOut({ url, files, options }: AnalysisJob): Promise<AnalysisWord> {
  let module: unknown;
  try {
    module = await import(url);
  } catch (error) {
    return faulty(moduleFault(error, url, 'defineAnalysis'));
  }
  const exported = isObject(module) ? module.default : undefined;
  const analysis = analysisOf(exported);
  if (typeof analysis === 'string') return faulty(analysis);
  const sessions: AnalysedSession[] = [];
  const closings: (() => void)[] = [];
  try {
    for (const file of files) {
      const reading = readSession(file);
      if (reading.kind === 'unreadable') return faulty(reading.reason);
      closings.push(reading.close);
      const { id, kind, target, startedAt, endedAt, state } = reading.summary;
      sessions.push({ id, kind, target, startedAt, endedAt, state, events: reading.events });
    }
    const check = checkFindings(await analysis.run(sessions, options));
    return check.kind === 'ok'
      ? { kind: 'ok', name: plainText(analysis.name), findings: check.findings }
      : faulty(check.message);
  } catch (error) {
    return faulty(`expected it to return {lines, tables}, but it threw: ${plainText(messageOf(error), 300)}`);
  } finally {
    for (const close of closings) close();
  }
}

/** The analysis that a module exports, or the clause that says why it is none. */
function analysisOf(value: unknown): Analysis | string {
  if (value === undefined) return 'expected a default export, got none: write export default defineAnalysis({...})';
  if (!isObject(value)) return `expected an object as the default export, got ${valueKind(value)}`;
  if (typeof value.name !== 'string' || value.name.trim() === '') {
    return `expected a text as name, got ${valueKind(value.name)}`;
  }
  if (typeof value.run !== 'function') {
    return `expected a function of sessions and options as run, got ${valueKind(value.run)}`;
  }
  // Both fields that an analysis has were looked at.
  return value as Analysis;
}

function faulty(message: string): AnalysisWord {
  return { kind: 'faulty', message };
}
