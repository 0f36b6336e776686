import type { ActionOf } from '../../config/bindings.js';
import { isLoadActive } from '../../model/load-active.js';
import type { RunState } from '../../model/run.js';
import type { Facts } from './facts.js';

/** What decides whether a load key has something to do. */
export type LoadFacts = Pick<Facts, 'runState' | 'hasLoad' | 'hasPlan'>;

type Use = (facts: LoadFacts) => string | null;

const watchOnly = 'this session only watches: plimsoll run and plimsoll discover send load';
const searchChooses = 'the search chooses the rate; + - = and H are for plimsoll run';

/** Of use while the load is in such a state. */
const inState =
  (verb: string, fits: (runState: RunState) => boolean): Use =>
  ({ hasLoad, runState }) => {
    if (!hasLoad) return watchOnly;
    return fits(runState) ? null : `nothing to ${verb}: the load is ${runState}`;
  };

/** Whether a load is under way and not on its way out. */
const isDriven = (runState: RunState): boolean => isLoadActive(runState) && runState !== 'cooling';

/** Of use while there is a rate that somebody else than a search chooses. */
const onRate =
  (verb: string): Use =>
  (facts) =>
    inState(verb, isDriven)(facts) ?? (facts.hasPlan ? null : searchChooses);

const always: Use = () => null;

/** When each load key is of use: the key itself, the palette and the hints all go by this. */
const uses: { readonly [action in ActionOf<'load'>]: Use } = {
  start: ({ hasLoad, runState }) => {
    if (!hasLoad) return watchOnly;
    return isLoadActive(runState) && runState !== 'paused' ? `nothing to start: the load is ${runState}` : null;
  },
  pause: inState('pause', isDriven),
  'cool-down': inState('cool down', isDriven),
  accept: (facts) => {
    if (!facts.hasLoad) return watchOnly;
    if (facts.hasPlan) return 'nothing to accept: A is for searches';
    if (facts.runState === 'warming') return 'nothing to accept yet: the search warms up (X ends it)';
    return inState('accept', isLoadActive)(facts);
  },
  stop: inState('stop', isLoadActive),
  abort: inState('abort', isLoadActive),
  faster: onRate('adjust'),
  slower: onRate('adjust'),
  'set-rate': onRate('adjust'),
  hold: onRate('hold'),
  // What these are about is not the load, and may be there without any.
  acknowledge: always,
  silence: always,
  'reset-circuits': always,
};

/** Why a load key has nothing to do now, as a sentence; null where it has. */
export function nothingToDo(action: ActionOf<'load'>, facts: LoadFacts): string | null {
  return uses[action](facts);
}
