import { execFile } from 'node:child_process';
import type { ServerFacts } from '../../model/server-facts.js';
import { containerOf } from './container.js';
import { factsOf } from './facts.js';
import { sectionsOf } from './frames.js';
import { readLimits } from './read-proc.js';
import type { Reading } from './reading.js';
import { slowScript } from './sampler-script.js';

/** df and nvidia-smi have a few seconds each. */
const longestMs = 15_000;

/**
 * What changes slowly on the machine that plimsoll runs on, by the same script as on any other; null where there is no shell.
 * `folder` is where its files of cgroups are.
 */
export async function readLocalFacts({ cores, memoryTotalBytes }: Reading, folder = '/'): Promise<ServerFacts | null> {
  const isLinux = process.platform === 'linux';
  const sampler = isLinux ? 'proc' : 'systeminformation';
  const container = isLinux ? (containerOf(await readLimits(folder))?.counters ?? null) : null;
  return new Promise((resolve) => {
    execFile(
      '/bin/sh',
      ['-c', slowScript],
      { timeout: longestMs, killSignal: 'SIGKILL', maxBuffer: 1_048_576, env: { ...process.env, LC_ALL: 'C' } },
      // It ends with what its last program ends with, which says nothing.
      (_error, output) =>
        resolve(output === '' ? null : factsOf(sectionsOf(output), sampler, { cores, memoryTotalBytes, container })),
    );
  });
}
