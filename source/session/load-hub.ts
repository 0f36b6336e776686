import type { LoadSpec } from '../engine/load/load.js';
import { type Load, startLoad } from '../engine/load/load.js';
import type { AlertAction } from '../model/alert.js';
import type { PlimsollError } from '../model/error.js';
import type { Emit } from '../model/events.js';
import type { LoadInterval, LoadWindow } from '../model/load.js';
import { plainText } from '../model/plain-text.js';
import type { LoadCommand } from '../model/run.js';
import type { Phase } from '../model/shape.js';
import type { Clock } from '../time/clock.js';
import type { CpuLog } from './cpu-log.js';
import type { Inbox } from './inbox.js';

/** Everything that can happen to a run or a search under way. */
export type LoadMessage =
  | { readonly kind: 'command'; readonly command: LoadCommand }
  | { readonly kind: 'interval'; readonly interval: LoadInterval }
  | { readonly kind: 'window'; readonly window: LoadWindow }
  | { readonly kind: 'phase-end'; readonly phase: Phase }
  | { readonly kind: 'timer'; readonly id: number }
  /** Nothing is in flight any more, or the time for it is up. */
  | { readonly kind: 'drained'; readonly isEmpty: boolean }
  /** The health check of the target has failed for good; `reason` says how. */
  | { readonly kind: 'down'; readonly reason: string }
  /** A rule of the alerts does something to the load; `reason` says which and why. */
  | { readonly kind: 'rule'; readonly action: AlertAction; readonly reason: string }
  | { readonly kind: 'failure'; readonly error: PlimsollError }
  /** The program is asked to end: the load must go. */
  | { readonly kind: 'interrupt' };

/**
 * Starts the load engine with its events wired: intervals to the bus, and everything to the inbox of the run. Windows
 * get the CPU use of the busiest source of their second, because the engine knows of no server.
 */
export function startLoadFor(
  spec: LoadSpec,
  clock: Clock,
  emit: Emit,
  inbox: Inbox<LoadMessage>,
  cpu: CpuLog,
): Promise<Load> {
  return startLoad(spec, clock, {
    onInterval(interval) {
      emit({ kind: 'load/interval', interval });
      inbox.post({ kind: 'interval', interval });
    },
    onWindow(window) {
      // A reading a second behind still belongs to it: servers are read once a second.
      const cpuRatio = cpu.busiest(window.startMs - 1000, window.startMs + window.durationMs);
      inbox.post({ kind: 'window', window: { ...window, cpuRatio } });
    },
    onPhaseEnd: (phase) => inbox.post({ kind: 'phase-end', phase }),
    onRemark: (text) => emit({ kind: 'note', severity: 'warning', text: `the workload: ${plainText(text, 300)}` }),
    onFailure: (error) => inbox.post({ kind: 'failure', error }),
  });
}
