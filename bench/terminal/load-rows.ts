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

/** A warm-up and a cool-down on a machine that others use. */
const patienceMs = 30_000;

type Answer = PlimsollAnswer & { readonly achieved: { readonly perSecond: number } };

/** Where the lags without a screen lie further apart, in ms, a tenth of a millisecond cannot be told. */
const mostSpreadMs = 0.3;

/**
 * Rounds of all three, one after the other. A machine is never equally quiet twice, so each answer is compared with the one
 * of its own round, and the middle one of these differences is told.
 */
const rounds = 5;

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
      await child.until(/running/, true, patienceMs);
      if (isStalled) {
        child.stall();
        // More than fits between program and terminal: from here on it takes nothing.
        for (let turn = 0; turn < 40; turn++) child.press('\u000c');
      }
      await sleep((seconds + 4) * 1000);
      child.resume();
      await child.until(/finished/, true, patienceMs);
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
    return [row('on', answers.on, answers.off), row('stalled', answers.stalled, answers.off)];
  } finally {
    target.stop();
  }
}

function middle(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}

function row(name: string, shown: readonly Answer[], without: readonly Answer[]): Row {
  const lag = (answer: Answer): number => answer.sendLagMs.p99;
  const rate = (answer: Answer): number => answer.achieved.perSecond;
  const more = middle(shown.map((answer, round) => lag(answer) - lag(without[round]!)));
  const faster = middle(shown.map((answer, round) => rate(answer) / rate(without[round]!)));
  const tell = (answers: readonly Answer[]): string =>
    `${middle(answers.map(rate)).toFixed(1)}/s, lag p50 ${middle(answers.map(({ sendLagMs }) => sendLagMs.p50)).toFixed(2)}, p99 ${middle(answers.map(lag)).toFixed(2)} ms`;
  const lags = without.map(lag);
  const isQuiet = Math.max(...lags) - Math.min(...lags) <= mostSpreadMs;
  return {
    what: `load with the screen ${name}`,
    asked: 'same rate, send lag p99 + 0.1 ms',
    reached: tell(shown),
    peer: `without: ${tell(without)}`,
    ratio: `${more >= 0 ? '+' : ''}${more.toFixed(2)} ms`,
    met: isQuiet ? Math.abs(faster - 1) < 0.005 && more <= 0.1 : null,
  };
}
