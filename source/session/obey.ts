import type { Load } from '../engine/load/load.js';
import type { AlertAction } from '../model/alert.js';
import type { CooledServer } from '../model/cool-down.js';
import type { Cause } from '../model/run.js';
import { askedByKey, coolDown } from './cool-down.js';
import type { LoadMessage } from './load-hub.js';
import type { Stage } from './stage.js';
import { waitInInbox } from './wait-in-inbox.js';

/** How a search was ended from outside. */
export type Ending = {
  readonly how: 'accepted' | 'interrupted';
  readonly cause: Cause;
  /** Whether what was planned to follow it shall be done. */
  readonly goesOn: boolean;
  /** How the servers came back, where the key that ended it cooled down too; null: that is still to be done. */
  readonly cooled: readonly CooledServer[] | null;
};

/** What a search does with messages that are not its own: commands, interrupts and failures. */
export type Obeyer = {
  /** Null while nothing has ended the search. */
  readonly ending: () => Ending | null;
  readonly end: (ending: Omit<Ending, 'cooled'>) => void;
  /** True when what is under way must begin anew, because it was paused. Throws the load's own failure. */
  readonly obey: (message: LoadMessage) => Promise<boolean>;
  /** Waits until `done` is called, obeying meanwhile; shorter where the search is ended. `begin` returns the cancellation. */
  readonly waitFor: (begin: (done: () => void) => () => void) => Promise<void>;
};

/** Marks the ends of its waiting in the inbox. */
const waitTimer = -4;

/** `load` is the one that is driven at the time; null while none is. */
export function createObeyer(stage: Stage, load: () => Load | null, drainLimitMs: number): Obeyer {
  const { emit, inbox, machine } = stage;
  let ending: Ending | null = null;

  const end = (how: Ending['how'], cause: Cause, goesOn = false): false => {
    load()?.rest();
    ending = { how, cause, goesOn, cooled: null };
    return false;
  };
  const pause = async (cause: Cause, reason: string): Promise<boolean> => {
    const before = machine.state();
    load()?.rest();
    machine.become('paused', cause, reason);
    while (machine.state() === 'paused' && ending === null) {
      const next = await inbox.next();
      if (next.kind === 'command' && (next.command.kind === 'resume' || next.command.kind === 'start')) {
        machine.become(before === 'warming' ? 'warming' : 'running', 'key', 'resumed');
      } else if (next.kind !== 'command' || next.command.kind !== 'pause') {
        await obey(next);
      }
    }
    return ending === null;
  };
  const coolOff = async (cause: Cause, reason: string): Promise<false> => {
    const cooled = await coolDown(load(), stage, { cause, reason, drainLimitMs, withServers: true });
    const isLeft = cooled.kind === 'left';
    const by = isLeft ? cooled.cause : cause;
    ending = { how: isLeft ? 'interrupted' : 'accepted', cause: by, goesOn: false, cooled: cooled.servers };
    return false;
  };
  const followRule = (action: AlertAction, reason: string): Promise<boolean> | false => {
    // Nothing is driven before or after the load: a rule about it then has nothing to do.
    if (ending !== null || machine.state() === 'paused') return false;
    emit({ kind: 'note', severity: 'critical', text: `${action} by a rule: ${reason}` });
    switch (action) {
      case 'pause':
        return pause('rule', reason);
      case 'cool-down':
        return coolOff('rule', reason);
      case 'stop':
        return end('accepted', 'rule');
    }
  };
  const obey = async (message: LoadMessage): Promise<boolean> => {
    if (message.kind === 'failure') throw message.error;
    if (message.kind === 'interrupt') return end('interrupted', 'signal');
    if (message.kind === 'rule') return followRule(message.action, message.reason);
    if (message.kind !== 'command') return false;
    switch (message.command.kind) {
      case 'pause':
        return pause('key', 'paused: nothing is sent; the trial under way begins anew on resuming');
      case 'cool-down':
        return coolOff('key', askedByKey);
      case 'accept':
        emit({ kind: 'note', severity: 'info', text: 'accepted: what is known now is the answer' });
        return end('accepted', 'key', true);
      case 'stop':
        return end('accepted', 'key');
      case 'abort':
        return end('interrupted', 'key');
      case 'adjust-rate':
      case 'set-rate':
      case 'hold':
      case 'go-on':
        emit({ kind: 'note', severity: 'info', text: 'the search chooses the rate; + - = and H are for plimsoll run' });
        return false;
      case 'start':
      case 'resume':
        return false;
    }
  };
  return {
    ending: () => ending,
    end: (wanted) => {
      ending = { ...wanted, cooled: null };
    },
    obey,
    waitFor: (begin) => waitInInbox({ inbox, timer: waitTimer, obey, isEnded: () => ending !== null }, begin),
  };
}
