import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { SessionEvent, SessionHead } from '../../source/model/events.js';
import { emptyHistogram } from '../../source/model/histogram.js';
import { noOutcomes } from '../../source/model/outcome.js';

export const head: SessionHead = {
  id: '1a2b3c4d',
  kind: 'run',
  target: 'http://127.0.0.1:8080/',
  objectives: [],
  servers: [],
  streams: [],
  startedAt: '2026-01-02T03:04:05.678Z',
  version: '0.1.0',
  arrivals: 'poisson',
  seed: 1,
};

/** A note at a time. */
export function note(atMs: number, text = `note ${atMs}`): SessionEvent {
  return { atMs, kind: 'note', severity: 'info', text };
}

/** An interval of a load with a few counts in it. */
export function interval(atMs: number): SessionEvent {
  return {
    atMs,
    kind: 'load/interval',
    interval: {
      startMs: atMs - 1000,
      durationMs: 1000,
      phase: 'measure',
      intendedPerSecond: 20,
      due: 20,
      sent: 19,
      outcomes: { ...noOutcomes, ok: 18, unsent: 1 },
      inFlight: 1,
      waiting: 0,
      connectionsOpen: 3,
      responseTime: { ...emptyHistogram, count: 18, sumUs: 1800, maxUs: 200 },
      serviceTime: emptyHistogram,
      sendLag: emptyHistogram,
    },
  };
}

/** Runs `use` with a new folder, and removes it. */
export async function withFolder(use: (folder: string) => void | Promise<void>): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'plimsoll-record-'));
  try {
    await use(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
