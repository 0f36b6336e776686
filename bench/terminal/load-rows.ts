import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { startTarget } from '../load/processes.js';
import type { PlimsollAnswer } from '../load/programs.js';
import type { Row } from '../load/table.js';
import { watch } from './watched.js';

const cli = join(import.meta.dirname, '..', '..', 'source', 'cli.js');
const ratePerSecond = 2000;

type Answer = PlimsollAnswer & { readonly achieved: { readonly perSecond: number } };

/** Rounds of all three, one after the other: a machine is never equally quiet twice, so the middle one of each is compared. */
const rounds = 3;

/** The same load with the screen on, without one, and with one whose link has stalled: achieved rate and send lag. */
export async function loadRows(folder: string, seconds: number): Promise<readonly Row[]> {
  const target = await startTarget();
  try {
    const command = (name: string): readonly string[] => [
      ...[cli, 'run', target.url, '--rate', String(ratePerSecond), '--arrivals', 'paced', '--workers', '1'],
      ...['--warm-up', '2s', '--duration', `${seconds}s`, '--sessions', join(folder, name)],
      ...['--output', join(folder, `${name}.json`)],
    ];
    const answerOf = (name: string): Answer => JSON.parse(readFileSync(join(folder, `${name}.json`), 'utf8')) as Answer;
    const shown = async (name: string, isStalled: boolean): Promise<Answer> => {
      const child = watch([process.execPath, ...command(name)], 120, 40, /plimsoll/);
      await child.until(/running/, true);
      if (isStalled) {
        child.stall();
        // More than fits between program and terminal: from here on it takes nothing.
        for (let turn = 0; turn < 40; turn++) child.press('\u000c');
      }
      await sleep((seconds + 4) * 1000);
      child.resume();
      await child.until(/finished/, true);
      child.press('q');
      await child.ended;
      return answerOf(name);
    };
    const unseen = async (name: string): Promise<Answer> => {
      const child = spawn(process.execPath, [...command(name), '--headless'], { stdio: 'ignore' });
      await once(child, 'exit');
      return answerOf(name);
    };
    const answers: { off: Answer[]; on: Answer[]; stalled: Answer[] } = { off: [], on: [], stalled: [] };
    for (let round = 0; round < rounds; round++) {
      answers.off.push(await unseen(`off-${round}`));
      answers.on.push(await shown(`on-${round}`, false));
      answers.stalled.push(await shown(`stalled-${round}`, true));
    }
    const without = middle(answers.off);
    return [row('on', middle(answers.on), without), row('stalled', middle(answers.stalled), without)];
  } finally {
    target.stop();
  }
}

/** The answer with the middle send lag. */
function middle(answers: readonly Answer[]): Answer {
  return answers.toSorted((a, b) => a.sendLagMs.p99 - b.sendLagMs.p99)[Math.floor(answers.length / 2)]!;
}

function row(name: string, answer: Answer, without: Answer): Row {
  const [rate, plainRate] = [answer.achieved.perSecond, without.achieved.perSecond];
  const more = answer.sendLagMs.p99 - without.sendLagMs.p99;
  return {
    what: `load with the screen ${name}`,
    asked: 'same rate, send lag p99 + 0.1 ms',
    reached: `${rate.toFixed(1)}/s, lag p99 ${answer.sendLagMs.p99.toFixed(2)} ms`,
    peer: `without: ${plainRate.toFixed(1)}/s, ${without.sendLagMs.p99.toFixed(2)} ms`,
    ratio: `${more >= 0 ? '+' : ''}${more.toFixed(2)} ms`,
    met: Math.abs(rate - plainRate) < 0.005 * plainRate && more <= 0.1,
  };
}
