import type { Emit } from '../../model/events.js';
import { plainText } from '../../model/plain-text.js';
import type { ServerSpec, ServerState } from '../../model/server.js';
import { nextBackoffMs } from '../../resilience/backoff.js';
import type { Clock } from '../../time/clock.js';
import type { Random } from '../../time/random.js';
import { darwinSnapshot } from './darwin-snapshot.js';
import { factsOf } from './facts.js';
import { createFrameReader, type Frame } from './frames.js';
import { freebsdSnapshot } from './freebsd-snapshot.js';
import { linuxSnapshot } from './linux-snapshot.js';
import { createPing } from './ping.js';
import { readingBetween } from './reading-between.js';
import { type SamplerEngine, samplerScript } from './sampler-script.js';
import type { ServerWatch } from './server-watch.js';
import { emptySnapshot, type Snapshot } from './snapshot.js';
import type { Channel, Transport } from './transport.js';

/** What a remote watch needs besides the server. `phaseMs` spreads the ticks of a fleet over the second. */
export type RemoteTools = {
  readonly clock: Clock;
  readonly random: Random;
  readonly emit: Emit;
  readonly phaseMs: number;
};

/** Ticks in a row without an answer after which a server is called stale. */
const staleAfterTicks = 3;

/** A channel that has not answered for so long is given up. */
const silentMs = 10_000;

/** A shell has so long to start the sampler, and an awk to answer its first tick: it may be one that waits for more. */
const startMs = 10_000;
const firstAnswerMs = 3_000;

const backoff = { baseMs: 1_000, capMs: 60_000 };

/** After so long without trouble the next wait is short again. */
const steadyMs = 30_000;

/** What changes slowly is asked for at the login and every so many milliseconds. */
const slowEveryMs = 30_000;

const snapshotOf: Readonly<Record<string, (sections: ReadonlyMap<string, string>) => Snapshot | null>> = {
  linux: linuxSnapshot,
  darwin: darwinSnapshot,
  freebsd: freebsdSnapshot,
};

/** A tick that is out. Sent behind a slow look it waits for that, and its round trip says nothing of the way. */
type Sent = { readonly tick: number; readonly atMs: number; readonly isSlow: boolean; readonly isBehindSlow: boolean };

/** One connection to a server, from its shell to its end. */
type Line = {
  channel: Channel | null;
  engine: SamplerEngine;
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

/**
 * Watches a server through a transport: a tick once a period, never two out at once. Emits `server/state`, `server/facts`
 * and `server/sample`. A lost connection is tried again after a growing, jittered wait; a refused one waits for `retry`.
 */
export function watchRemote(spec: ServerSpec, transport: Transport, tools: RemoteTools): ServerWatch {
  const { clock, random, emit } = tools;
  let line: Line | null = null;
  let stopped = false;
  let waitMs: number | null = null;
  let shown: ServerState = { kind: 'connecting' };
  let cancelRetry = (): void => {};
  let wantsCores = false;
  let toldFacts = '';
  /** Counts on over all connections, so that an answer from before is never taken for one of now. */
  let tick = 0;
  const ping = createPing();

  const show = (state: ServerState): void => {
    if (stopped || (state.kind === 'live' && shown.kind === 'live')) return;
    shown = state;
    emit({ kind: 'server/state', server: spec.name, state });
  };

  const drop = (over: Line): void => {
    for (const cancel of over.cancels) cancel();
    if (line === over) line = null;
  };

  const lost = (over: Line | null, reason: string): void => {
    if (over !== null) {
      if (line !== over) return;
      if (over.liveSinceMs !== null && clock.nowMs() - over.liveSinceMs >= steadyMs) waitMs = null;
      drop(over);
    }
    if (stopped) return;
    waitMs = nextBackoffMs(backoff, waitMs, random);
    show({ kind: 'down', reason, retryAtMs: clock.nowMs() + waitMs });
    cancelRetry = clock.after(waitMs, () => {
      show({ kind: 'down', reason });
      void begin('awk');
    });
  };

  const begin = async (engine: SamplerEngine): Promise<void> => {
    const own: Line = {
      channel: null,
      engine,
      system: 'linux',
      periodMs: 1_000,
      isReady: false,
      sent: null,
      isSlowOut: false,
      slowAskedMs: Number.NEGATIVE_INFINITY,
      answeredMs: clock.nowMs(),
      liveSinceMs: null,
      missed: 0,
      before: null,
      errors: '',
      cancels: [],
    };
    line = own;
    const read = createFrameReader({
      ready: (system, runs, periodMs) => ready(own, system, runs === 'awk' ? 'awk' : 'sh', periodMs),
      began: (answered, isSlow) => {
        if (!isSlow && own.sent?.tick === answered) {
          ping.answered(own.sent.isBehindSlow ? null : clock.nowMs() - own.sent.atMs);
        }
      },
      frame: (frame) => (line === own ? answer(own, frame) : undefined),
      broken: (reason) => {
        own.channel?.destroy();
        lost(own, plainText(reason, 200));
      },
    });
    const end = await transport.open(
      {
        output: read,
        errors: (text) => {
          own.errors = (own.errors + text).slice(-500);
        },
        ended: (reason) => lost(own, withErrors(reason, own.errors)),
      },
      engine,
    );
    if (end.kind !== 'open') {
      if (line !== own) return;
      drop(own);
      if (end.kind === 'refused') show(end);
      else lost(null, end.reason);
      return;
    }
    own.channel = end.channel;
    if (stopped || line !== own) {
      end.channel.close();
      return;
    }
    own.cancels.push(
      clock.after(startMs, () => {
        if (own.isReady) return;
        end.channel.destroy();
        lost(own, withErrors(`the sampler did not start within ${startMs / 1000} s`, own.errors));
      }),
    );
    end.channel.write(samplerScript(engine));
  };

  const ready = (own: Line, system: string, engine: SamplerEngine, periodMs: number): void => {
    if (line !== own) return;
    Object.assign(own, { isReady: true, system, engine, periodMs: Math.min(10_000, Math.max(500, periodMs)) });
    send(own);
    own.cancels.push(
      clock.after(firstAnswerMs, () => {
        if (own.liveSinceMs !== null || own.engine === 'sh' || line !== own) return;
        // Some awk that waits until its input is full: the same, without an awk.
        own.channel?.close();
        drop(own);
        void begin('sh');
      }),
    );
    // The first tick goes out at once; from the second on each server has its own place in the second.
    const untilPhaseMs = (tools.phaseMs - (clock.nowMs() % own.periodMs) + 2 * own.periodMs) % own.periodMs;
    own.cancels.push(
      clock.after(untilPhaseMs, () => {
        if (line !== own) return;
        // Too soon after the first for its difference to mean anything.
        if (untilPhaseMs >= own.periodMs / 4) onTick(own);
        own.cancels.push(clock.every(own.periodMs, () => onTick(own)));
      }),
    );
  };

  const onTick = (own: Line): void => {
    if (line !== own) return;
    if (own.sent === null) {
      send(own);
      return;
    }
    own.missed += 1;
    ping.lost();
    if (clock.nowMs() - own.answeredMs >= silentMs) {
      own.channel?.destroy();
      lost(own, `no answer for ${silentMs / 1000} s`);
    } else if (own.missed >= staleAfterTicks) show({ kind: 'stale', missed: own.missed });
  };

  const send = (own: Line): void => {
    tick += 1;
    const now = clock.nowMs();
    const isSlow = !own.isSlowOut && now - own.slowAskedMs >= slowEveryMs;
    if (isSlow) own.slowAskedMs = now;
    own.sent = { tick, atMs: now, isSlow, isBehindSlow: own.isSlowOut };
    const flags = `${wantsCores ? 'c' : ''}${isSlow ? 's' : ''}`;
    own.channel?.write(`${tick}${flags === '' ? '' : ` ${flags}`}\n`);
  };

  const answer = (own: Line, frame: Frame): void => {
    if (frame.isSlow) {
      own.isSlowOut = false;
      const facts = factsOf(frame.sections, own.engine, own.before ?? emptySnapshot);
      const text = JSON.stringify(facts);
      if (text !== toldFacts) emit({ kind: 'server/facts', server: spec.name, facts });
      toldFacts = text;
      return;
    }
    // Too late: the tick was given up, or it is of a sampler gone wild.
    if (own.sent?.tick !== frame.tick) return;
    own.isSlowOut = own.sent.isSlow;
    own.sent = null;
    own.missed = 0;
    own.answeredMs = clock.nowMs();
    const snapshot = snapshotOf[own.system]?.(frame.sections) ?? null;
    if (snapshot === null) {
      own.channel?.destroy();
      lost(own, 'its answer has neither CPU nor memory in it');
      return;
    }
    own.liveSinceMs ??= own.answeredMs;
    const reading = readingBetween(own.before, snapshot);
    own.before = snapshot;
    show({ kind: 'live' });
    emit({
      kind: 'server/sample',
      sample: {
        ...reading,
        server: spec.name,
        rttMs: ping.lastMs(),
        detail: { ...reading.detail!, lossRatio: ping.lossRatio() },
      },
    });
  };

  emit({ kind: 'server/state', server: spec.name, state: shown });
  void begin('awk');
  return {
    stop() {
      stopped = true;
      cancelRetry();
      if (line !== null) {
        line.channel?.close();
        drop(line);
      }
      transport.close();
    },
    retry() {
      if (stopped || line !== null) return;
      cancelRetry();
      waitMs = null;
      show({ kind: 'connecting' });
      void begin('awk');
    },
    showCores(isWanted) {
      wantsCores = isWanted;
    },
  };
}

/** A reason, and the last thing that came on the error output. */
function withErrors(reason: string, errors: string): string {
  const last = errors.trim().split('\n').at(-1)!.trim();
  return last === '' ? reason : plainText(`${reason}: ${last}`, 300);
}
