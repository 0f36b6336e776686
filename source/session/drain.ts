import type { Load } from '../engine/load/load.js';
import type { Cause } from '../model/run.js';
import type { Stage } from './stage.js';

/** How waiting for what is in flight ended. */
export type Drained =
  /** `isEmpty`: nothing is in flight; else its time was up. `isStopAsked`: somebody asked for no more waiting after it. */
  | { readonly kind: 'waited'; readonly isEmpty: boolean; readonly isStopAsked: boolean }
  /** Somebody would not wait, by key or by signal. */
  | { readonly kind: 'left'; readonly cause: Cause };

/** Waits until nothing is in flight, at most `limitMs`, listening for whoever would not wait. Throws the load's own failure. */
export async function drain(load: Load, stage: Stage, limitMs: number): Promise<Drained> {
  const { inbox } = stage;
  void load.drain(limitMs).then((isEmpty) => inbox.post({ kind: 'drained', isEmpty }));
  let isStopAsked = false;
  for (;;) {
    const message = await inbox.next();
    switch (message.kind) {
      case 'drained':
        return { kind: 'waited', isEmpty: message.isEmpty, isStopAsked };
      case 'failure':
        throw message.error;
      case 'interrupt':
        return { kind: 'left', cause: 'signal' };
      case 'command':
        if (message.command.kind === 'abort') return { kind: 'left', cause: 'key' };
        if (message.command.kind === 'stop' || message.command.kind === 'start') isStopAsked = true;
        break;
      default:
        break;
    }
  }
}
