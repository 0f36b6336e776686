import { paneIds } from '../../../source/model/screen.js';
import type { Facts } from '../../../source/ui/keys/facts.js';
import { standardKeymap } from '../../../source/ui/keys/keymap.js';

/** What keys are decided by a minute into a run of 200 a second that may be steered; `given` is what is otherwise. */
export function factsOfRun(given: Partial<Facts> = {}): Facts {
  return {
    runState: 'running',
    hasLoad: true,
    hasPlan: true,
    ratePerSecond: 200,
    isHeld: false,
    panes: paneIds,
    answerAtMs: null,
    nowMs: 60_000,
    loadRefusal: null,
    quitEndsLoad: true,
    range: { fromMs: 0, toMs: 60_000 },
    moments: [],
    mostSkipped: 400,
    phases: [],
    replay: null,
    tickMs: given.nowMs ?? 60_000,
    keymap: standardKeymap,
    kind: 'live',
    servers: () => [],
    waitingServers: [],
    ...given,
  };
}
