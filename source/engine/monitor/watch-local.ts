import { messageOf } from '../../model/error.js';
import type { Emit } from '../../model/events.js';
import type { ServerSpec, ServerState } from '../../model/server.js';
import type { ServerFacts } from '../../model/server-facts.js';
import type { Clock } from '../../time/clock.js';
import { type Reader, type Reading, withoutCores } from './reading.js';
import type { ServerWatch } from './server-watch.js';

/** Readings come at this period, and every so many of them a look at what changes slowly. */
const periodMs = 1_000;
const slowEvery = 30;

/** Ticks in a row without an answer after which a server is called stale. */
const staleAfterTicks = 3;

/**
 * Reads the machine that plimsoll runs on once at the start and then once a second, until stopped: `server/sample` for
 * each reading, `server/state` when it changes. A tick that comes while the reading before it is still out is skipped, not
 * queued, so a slow machine is read less often and never piles up work.
 */
export function watchLocal(
  spec: ServerSpec,
  clock: Clock,
  emit: Emit,
  read: Reader,
  readFacts: (reading: Reading) => Promise<ServerFacts | null> = async () => null,
): ServerWatch {
  let stopped = false;
  let reading = false;
  let missed = 0;
  let readings = 0;
  let toldFacts = '';
  let wantsCores = false;
  let shown: ServerState = { kind: 'connecting' };

  const show = (state: ServerState): void => {
    if (state.kind === shown.kind && state.kind !== 'stale' && reasonOf(state) === reasonOf(shown)) return;
    shown = state;
    emit({ kind: 'server/state', server: spec.name, state });
  };
  const tellFacts = async (sample: Reading): Promise<void> => {
    const facts = await readFacts(sample).catch(() => null);
    const text = JSON.stringify(facts);
    if (stopped || facts === null || text === toldFacts) return;
    toldFacts = text;
    emit({ kind: 'server/facts', server: spec.name, facts });
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
      const told = wantsCores ? sample : withoutCores(sample);
      emit({ kind: 'server/sample', sample: { ...told, server: spec.name, rttMs: null } });
      if (readings++ % slowEvery === 0) void tellFacts(sample);
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
    retry() {},
    showCores(isWanted) {
      wantsCores = isWanted;
    },
  };
}

function reasonOf(state: ServerState): string | null {
  return state.kind === 'down' ? state.reason : null;
}
