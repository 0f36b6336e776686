import { fork } from 'node:child_process';
import { pathToFileURL } from 'node:url';
import type { AnalysisFindings, AnalysisOptions } from '../../model/analysis.js';
import { messageOf } from '../../model/error.js';
import { plainText } from '../../model/plain-text.js';
import type { Clock } from '../../time/clock.js';
import type { AnalysisJob, AnalysisWord } from './analysis-thread.js';
import { tooMuchMemory } from './too-much-memory.js';

/** An analysis of the user's to be carried out. */
export type AnalysisOrder = {
  /** Path of the module that exports it as default. */
  readonly module: string;
  /** The session files, in the order in which they were named. */
  readonly files: readonly string[];
  readonly options: AnalysisOptions;
  /** It is ended when it takes longer. */
  readonly limitMs: number;
};

/** What came of it. `remarks` are sentences about what it should not have done; `message` is one about why there is nothing. */
export type AnalysisRun =
  | {
      readonly kind: 'ok';
      readonly name: string;
      readonly findings: AnalysisFindings;
      readonly remarks: readonly string[];
    }
  | { readonly kind: 'faulty'; readonly message: string; readonly remarks: readonly string[] };

const mostPrinted = 10;

/** Room for anything that streams; what holds on to every event of a long session runs out of it and is told so. */
const memoryMegabytes = 512;

/** A process that has answered and does not end by itself is ended after this. */
const farewellMs = 2000;

/**
 * Carries out an analysis of the user's in a process of its own, so that it may throw, print, never end, take all memory or
 * ask Node to exit and the program goes on: each is a sentence in what this resolves with. Never rejects.
 */
export async function runAnalysis(order: AnalysisOrder, clock: Pick<Clock, 'after'>): Promise<AnalysisRun> {
  const { module, files, options, limitMs } = order;
  const shown = plainText(module, 200);
  const job: AnalysisJob = { url: pathToFileURL(module).href, files, options, memoryMegabytes };
  const child = fork(new URL('./analysis-process.js', import.meta.url), {
    // What it prints must not get between the lines of ours, or into the JSON on stdout.
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    serialization: 'advanced',
    execArgv: [],
  });
  const printed: string[] = [];
  for (const stream of [child.stdout!, child.stderr!]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      if (printed.length < mostPrinted) printed.push(plainText(text.trim(), 200));
    });
  }
  const word = Promise.withResolvers<AnalysisWord>();
  const fail = (message: string): void => word.resolve({ kind: 'faulty', message });
  let hasCrashed = false;
  const gone = Promise.withResolvers<void>();
  child.once('message', (said) => word.resolve(said as AnalysisWord));
  child.once('error', (error) => {
    fail(`its process cannot be started: ${messageOf(error)}`);
    gone.resolve();
  });
  // `close` comes when both pipes have been read to their end: nothing printed is missed.
  child.once('close', (_code, signal) => {
    hasCrashed = signal === 'SIGABRT' || signal === 'SIGTRAP';
    fail(
      hasCrashed
        ? tooMuchMemory(memoryMegabytes)
        : `expected it to return {lines, tables}, but its process was ended${signal === null ? '' : ` by ${signal}`}`,
    );
    gone.resolve();
  });
  const cancelLimit = clock.after(limitMs, () => {
    fail(`expected an answer within ${Math.round(limitMs / 1000)} s, got none: it was ended`);
    child.kill('SIGKILL');
  });
  child.send(job, () => {});
  const said = await word.promise;
  cancelLimit();
  const cancelFarewell = clock.after(farewellMs, () => child.kill('SIGKILL'));
  await gone.promise;
  cancelFarewell();
  // Node itself prints pages when it runs out of memory.
  const remarks = (hasCrashed ? [] : printed)
    .filter((text) => text !== '')
    .map((text) => `the analysis ${shown} printed: ${text}; return what is to be shown as lines`);
  if (said.kind === 'ok') return { ...said, remarks };
  return { kind: 'faulty', message: `the analysis ${shown} cannot be used: ${said.message}`, remarks };
}
