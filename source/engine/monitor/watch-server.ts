import { messageOf } from '../../model/error.js';
import type { Emit } from '../../model/events.js';
import type { ServerSpec, ServerState } from '../../model/server.js';
import type { Clock } from '../../time/clock.js';
import { createProcReader } from './read-proc.js';
import { createSystemInformationReader } from './read-systeminformation.js';
import type { Reader } from './reading.js';

/** A server being watched. Stopping twice is harmless; nothing is emitted afterwards. */
export type ServerWatch = { readonly stop: () => void };

/** Readings come at this period. */
const periodMs = 1_000;

/** Ticks in a row without an answer after which a server is called stale. */
const staleAfterTicks = 3;

/**
 * Reads a server once at the start and then once a second, until stopped: `server/sample` for each reading, and
 * `server/state` when it changes. A tick that comes while the reading before it is still out is skipped, not queued, so
 * a slow machine is read less often and never piles up work. `read` is replaced in tests.
 */
export function watchServer(
  spec: ServerSpec,
  clock: Clock,
  emit: Emit,
  read: Reader = process.platform === 'linux' ? createProcReader() : createSystemInformationReader(),
): ServerWatch {
  let stopped = false;
  let reading = false;
  let missed = 0;
  let shown: ServerState = { kind: 'connecting' };

  const show = (state: ServerState): void => {
    if (state.kind === shown.kind && state.kind !== 'stale' && reasonOf(state) === reasonOf(shown)) return;
    shown = state;
    emit({ kind: 'server/state', server: spec.name, state });
  };
  const tick = async (): Promise<void> => {
    if (reading) {
      missed += 1;
      if (missed >= staleAfterTicks) show({ kind: 'stale', missed });
      return;
    }
    reading = true;
    try {
      const sample = await read();
      if (stopped) return;
      missed = 0;
      show({ kind: 'live' });
      emit({ kind: 'server/sample', sample: { ...sample, server: spec.name, rttMs: null } });
    } catch (error) {
      if (!stopped) show({ kind: 'down', reason: messageOf(error) });
    } finally {
      reading = false;
    }
  };

  emit({ kind: 'server/state', server: spec.name, state: shown });
  void tick();
  const cancel = clock.every(periodMs, () => void tick());
  return {
    stop() {
      stopped = true;
      cancel();
    },
  };
}

function reasonOf(state: ServerState): string | null {
  return state.kind === 'down' ? state.reason : null;
}
