import { Worker } from 'node:worker_threads';
import { codeOf, messageOf } from '../../model/error.js';
import { plainText } from '../../model/plain-text.js';
import type { AnalysisJob, AnalysisWord } from './analysis-thread.js';
import { tooMuchMemory } from './too-much-memory.js';

// A thread that runs out of memory can take its process with it, which is why this is one of its own; and code that never
// ends must run in a thread, so that its process sees when the program that wants the answer is gone.
if (process.send !== undefined) {
  process.once('message', (job: AnalysisJob) => carryOut(job, process.send!.bind(process)));
  process.once('disconnect', leave);
}

function leave(): void {
  process.kill(process.pid, 'SIGKILL');
}

function carryOut(workerData: AnalysisJob, send: (word: AnalysisWord, sent: () => void) => boolean): void {
  const resourceLimits = { maxOldGenerationSizeMb: workerData.memoryMegabytes };
  const worker = new Worker(new URL('./analysis-thread.js', import.meta.url), { workerData, resourceLimits });
  let said: AnalysisWord | null = null;
  worker.once('message', (word: AnalysisWord) => {
    said = word;
    void worker.terminate();
  });
  worker.once('error', (error) => {
    said ??= { kind: 'faulty', message: reasonOf(error, workerData.memoryMegabytes) };
  });
  worker.once('exit', () => {
    const word = said ?? {
      kind: 'faulty',
      message: 'expected it to return {lines, tables}, but it ended without an answer',
    };
    process.off('disconnect', leave);
    send(word, () => process.disconnect());
  });
}

function reasonOf(error: Error, memoryMegabytes: number): string {
  if (codeOf(error) === 'ERR_WORKER_OUT_OF_MEMORY') return tooMuchMemory(memoryMegabytes);
  return `expected it to return {lines, tables}, but it threw: ${plainText(messageOf(error), 300)}`;
}
