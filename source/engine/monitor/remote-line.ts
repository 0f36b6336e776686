import { plainText } from '../../model/plain-text.js';
import { darwinSnapshot } from './darwin-snapshot.js';
import { freebsdSnapshot } from './freebsd-snapshot.js';
import { linuxSnapshot } from './linux-snapshot.js';
import type { Snapshot } from './snapshot.js';
import type { Channel, ReadingWay } from './transport.js';

/** A tick that is out. Sent behind a slow look it waits for that, and its round trip says nothing of the way. */
type Sent = { readonly tick: number; readonly atMs: number; readonly isSlow: boolean; readonly isBehindSlow: boolean };

/** One connection to a server, from its shell to its end. */
export type Line = {
  channel: Channel | null;
  readonly way: ReadingWay;
  /** What its sampler calls itself. */
  sampler: string;
  system: string;
  periodMs: number;
  isReady: boolean;
  /** Of the tick that is out; null when all are answered. */
  sent: Sent | null;
  /** A slow look was asked for with the tick answered last. */
  isSlowOut: boolean;
  slowAskedMs: number;
  answeredMs: number;
  /** When it answered first; null before. */
  liveSinceMs: number | null;
  missed: number;
  before: Snapshot | null;
  errors: string;
  readonly cancels: (() => void)[];
};

/** A connection that is about to be opened. */
export function newLine(way: ReadingWay, nowMs: number): Line {
  return {
    channel: null,
    way,
    sampler: way,
    system: 'linux',
    periodMs: 1_000,
    isReady: false,
    sent: null,
    isSlowOut: false,
    slowAskedMs: Number.NEGATIVE_INFINITY,
    answeredMs: nowMs,
    liveSinceMs: null,
    missed: 0,
    before: null,
    errors: '',
    cancels: [],
  };
}

const snapshotOf: Readonly<Record<string, (sections: ReadonlyMap<string, string>) => Snapshot | null>> = {
  linux: linuxSnapshot,
  darwin: darwinSnapshot,
  freebsd: freebsdSnapshot,
};

/** What the sections of a frame tell, as the system that they are from writes them; null where it is none of ours. */
export function snapshotFrom(system: string, sections: ReadonlyMap<string, string>): Snapshot | null {
  return snapshotOf[system]?.(sections) ?? null;
}

/** A reason, and the last thing that came on the error output. */
export function withErrors(reason: string, errors: string): string {
  const last = errors.trim().split('\n').at(-1)!.trim();
  return last === '' ? reason : plainText(`${reason}: ${last}`, 300);
}
