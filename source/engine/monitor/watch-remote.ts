import type { Emit } from '../../model/events.js';
import { plainText } from '../../model/plain-text.js';
import type { ServerSpec, ServerState } from '../../model/server.js';
import { nextBackoffMs } from '../../resilience/backoff.js';
import type { Clock } from '../../time/clock.js';
import type { Random } from '../../time/random.js';
import { factsOf } from './facts.js';
import { createFrameReader, type Frame } from './frames.js';
import { createPing } from './ping.js';
import { withoutCores } from './reading.js';
import { readingBetween } from './reading-between.js';
import { createReadingLadder, ladderNote } from './reading-ladder.js';
import { type Line, newLine, snapshotFrom, withErrors } from './remote-line.js';
import { samplerScript } from './sampler-script.js';
import type { ServerWatch } from './server-watch.js';
import { emptySnapshot } from './snapshot.js';
import type { ReadingWay, Transport } from './transport.js';

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
  const ladder = createReadingLadder(transport.ways);
  /** The way that was told of last. */
  let toldWay: ReadingWay = ladder.way();

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
      void begin();
    });
  };

  /** Of its own end a channel would only say that it was closed: what is told is why it was. */
  const giveUp = (own: Line, reason: string): void => {
    lost(own, reason);
    own.channel?.destroy();
  };

  /** It has not worked at all so far: the next way is tried at once, on the same connection. */
  const failed = (own: Line, reason: string): void => {
    if (line !== own) return;
    if (own.liveSinceMs !== null) {
      giveUp(own, reason);
      return;
    }
    own.channel?.close();
    drop(own);
    const first = ladder.reason() ?? reason;
    if (ladder.stepDown(reason)) void begin();
    else lost(null, first);
  };

  const ended = (own: Line, reason: string, isConnectionLost: boolean): void => {
    if (line !== own) return;
    if (isConnectionLost) lost(own, reason);
    else if (own.liveSinceMs === null) failed(own, reason);
    else {
      if (ladder.endedAfter(clock.nowMs() - own.liveSinceMs)) ladder.stepDown(reason);
      lost(own, reason);
    }
  };

  const begin = async (): Promise<void> => {
    const way = ladder.way();
    const own = newLine(way, clock.nowMs());
    line = own;
    const read = createFrameReader({
      ready: (system, sampler, periodMs) => ready(own, system, sampler, periodMs),
      began: (answered, isSlow) => {
        if (!isSlow && own.sent?.tick === answered) {
          // A command that is started first says more of the server's shell than of the way to it.
          const isPing = !own.sent.isBehindSlow && own.way !== 'exec';
          ping.answered(isPing ? clock.nowMs() - own.sent.atMs : null);
        }
      },
      frame: (frame) => (line === own ? answer(own, frame) : undefined),
      broken: (reason, isForeign) => {
        (isForeign ? giveUp : failed)(own, plainText(reason, 200));
      },
    });
    const end = await transport.open(
      {
        output: read,
        errors: (text) => {
          own.errors = (own.errors + text).slice(-500);
        },
        ended: (reason, isConnectionLost) => ended(own, withErrors(reason, own.errors), isConnectionLost),
      },
      way,
    );
    if (end.kind !== 'open') {
      if (line !== own) return;
      if (end.kind === 'no-channel') {
        failed(own, end.reason);
        return;
      }
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
        if (!own.isReady) failed(own, withErrors(`the sampler did not start within ${startMs / 1000} s`, own.errors));
      }),
    );
    end.channel.write(way === 'awk' || way === 'sh' ? samplerScript(way) : '\n');
  };

  const ready = (own: Line, system: string, sampler: string, periodMs: number): void => {
    if (line !== own) return;
    Object.assign(own, { isReady: true, system, sampler, periodMs: Math.min(10_000, Math.max(500, periodMs)) });
    send(own);
    own.cancels.push(
      clock.after(firstAnswerMs, () => {
        // Some awk that waits until its input is full: the same, without an awk.
        if (own.liveSinceMs === null && own.sampler === 'awk') failed(own, 'its awk did not answer');
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
      failed(own, `no answer for ${silentMs / 1000} s`);
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
      const facts = factsOf(frame.sections, own.sampler, own.before ?? emptySnapshot);
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
    const snapshot = snapshotFrom(own.system, frame.sections);
    if (snapshot === null) {
      failed(own, 'its answer has neither CPU nor memory in it');
      return;
    }
    if (own.liveSinceMs === null) tellWay(own.way);
    own.liveSinceMs ??= own.answeredMs;
    const whole = readingBetween(own.before, snapshot);
    const reading = wantsCores ? whole : withoutCores(whole);
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

  /** Says once how a server is read where it is not the usual way. */
  const tellWay = (way: ReadingWay): void => {
    const reason = ladder.reason();
    if (way === toldWay || reason === null) return;
    toldWay = way;
    emit({ kind: 'note', severity: way === 'sh' ? 'info' : 'warning', text: ladderNote(spec.name, way, reason) });
  };

  emit({ kind: 'server/state', server: spec.name, state: shown });
  void begin();
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
      ladder.reset();
      show({ kind: 'connecting' });
      void begin();
    },
    showCores(isWanted) {
      wantsCores = isWanted;
    },
  };
}
