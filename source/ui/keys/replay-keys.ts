import type { ActionOf } from '../../config/bindings.js';
import { type ReplayCommand, type ReplayStatus, speedBeside } from '../../model/replay.js';
import { ask, type Facts, tell } from './facts.js';
import type { Pressed, ScreenState } from './screen-state.js';

/** What the time keys mean where they move the recording itself, in place of a frozen display. */
type ReplayAction = Extract<
  ActionOf<'time'>,
  'freeze' | 'earlier' | 'later' | 'to-live' | 'faster-replay' | 'slower-replay'
>;

/** Carries out a key that only a replay has, or that means another thing in one; null for all others. */
export function performReplay(screen: ScreenState, action: ActionOf<'time'>, facts: Facts): Pressed | null {
  if (!isOfReplay(action)) return null;
  if (facts.replay === null) {
    if (action !== 'faster-replay' && action !== 'slower-replay') return null;
    return tell(screen, 'the present goes at its own speed: plimsoll replay plays what was recorded', facts);
  }
  return ask(screen, { kind: 'replay', command: commandOf(action, facts.replay) });
}

const ofReplay: { readonly [action in ReplayAction]: true } = {
  freeze: true,
  earlier: true,
  later: true,
  'to-live': true,
  'faster-replay': true,
  'slower-replay': true,
};

function isOfReplay(action: ActionOf<'time'>): action is ReplayAction {
  return Object.hasOwn(ofReplay, action);
}

function commandOf(action: ReplayAction, { speed }: ReplayStatus): ReplayCommand {
  switch (action) {
    case 'freeze':
      return { kind: 'toggle' };
    case 'earlier':
      return { kind: 'step', by: -1 };
    case 'later':
      return { kind: 'step', by: 1 };
    case 'to-live':
      return { kind: 'follow' };
    case 'faster-replay':
      return { kind: 'speed', speed: speedBeside(speed, 1) };
    case 'slower-replay':
      return { kind: 'speed', speed: speedBeside(speed, -1) };
  }
}
