import type { ReplayStatus } from '../model/replay.js';
import type { History } from '../store/history.js';
import { selectServers } from '../store/selectors/servers.js';
import { type Moment, momentsOf } from '../store/selectors/timeline.js';
import type { SessionView } from '../store/state.js';
import { arrangeServers } from './arrange-servers.js';
import type { Facts } from './keys/facts.js';
import type { Keymap } from './keys/keymap.js';
import { panesOf } from './screen.js';
import type { ViewerKind } from './viewer.js';

const refusals: { readonly [kind in ViewerKind]: string | null } = {
  live: null,
  'read-only': 'this viewer may only watch: the load is not steered from here',
  replay: 'this is a recording: it can be walked through, not steered',
};

/** What decides about keys, read from the session as it is now. `nowMs`: the time that the viewer sees. */
export function factsOf(
  view: SessionView,
  given: {
    readonly nowMs: number;
    readonly kind: ViewerKind;
    readonly keymap: Keymap;
    readonly history: History | null;
    readonly quitEndsLoad: boolean;
    readonly mostSkipped: number;
    /** By default the time that the viewer sees. */
    readonly tickMs?: number;
    readonly replay?: ReplayStatus | null;
    /** The whole recording of a replay: its phases, alerts and marks can be gone to before they were shown. */
    readonly whole?: { readonly view: SessionView; readonly moments: readonly Moment[] } | undefined;
  },
): Facts {
  return {
    runState: view.run.state,
    hasLoad: view.head?.kind !== 'monitor',
    hasPlan: view.head?.kind === 'run',
    ratePerSecond: view.rate?.perSecond ?? null,
    isHeld: view.rate?.isHeld ?? false,
    panes: panesOf(view),
    answerAtMs: view.answer?.atMs ?? null,
    nowMs: given.nowMs,
    loadRefusal: refusals[given.kind],
    quitEndsLoad: given.quitEndsLoad,
    mostSkipped: given.mostSkipped,
    range: given.replay ?? given.history?.range() ?? null,
    moments: given.whole?.moments ?? momentsOf(view),
    phases: (given.whole?.view ?? view).phases,
    replay: given.replay ?? null,
    tickMs: given.tickMs ?? given.nowMs,
    keymap: given.keymap,
    kind: given.kind,
    servers: (settings) => arrangeServers(selectServers(view, given.nowMs), settings).servers.map(({ name }) => name),
    waitingServers: view.servers
      .filter(({ state }) => state.kind === 'refused' || state.kind === 'down')
      .map(({ name }) => name),
  };
}
