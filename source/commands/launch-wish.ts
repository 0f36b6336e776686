import type { AlertsConfig } from '../config/alert-parts.js';
import type { ReadSecret } from '../config/authorization.js';
import type { Config, ScreenConfig } from '../config/config.js';
import type { AlertPlan } from '../engine/alert/alerts.js';
import type { EventSink, SessionKind } from '../model/events.js';
import type { Objective } from '../model/objective.js';
import type { Recipe } from '../model/recipe.js';
import type { ServerSpec } from '../model/server.js';
import type { StreamSpec } from '../model/stream.js';
import type { Publishing } from '../publish/publishing.js';
import type { Job } from '../session/session.js';
import type { VerdictOutput } from './tell-verdict.js';

/** One session as a command wants it. */
export type Launch = {
  readonly kind: SessionKind;
  readonly target: string | null;
  readonly objectives: readonly Objective[];
  readonly servers: readonly ServerSpec[];
  readonly streams: readonly StreamSpec[];
  readonly arrivals: 'poisson' | 'paced';
  readonly seed: number;
  readonly job: Job;
  readonly sessionsFolder: string;
  readonly checkTimeoutMs: number;
  readonly coolDownLimitMs: number;
  /** How long a search watches its servers at rest first; 0: not at all. */
  readonly baselineLimitMs: number;
  readonly showing: Showing;
  readonly screen: ScreenConfig;
  readonly alerts: AlertsConfig;
  readonly output: string | null;
  readonly metricsFile: string | null;
  readonly verdict: VerdictOutput;
  /** What the user calls the session; null: nothing. */
  readonly name: string | null;
  /** The whole config, and how to ask for it again, for the record. */
  readonly plan: Config;
  readonly recipe: Recipe;
};

/**
 * A launch whose rules are read and whose channels have their secrets (null: no rules), how those of servers and streams are
 * read, and by what it is being published.
 */
export type ReadyLaunch = Launch & {
  readonly alertPlan: AlertPlan | null;
  readonly readSecret: ReadSecret;
  readonly publishing: Publishing;
};

/** How a session is seen: on a screen, in sentences on stdout, or as progress lines on stderr. */
export type Showing = 'screen' | 'sentences' | 'progress';

/** How a session is being recorded. */
export type Recording = {
  readonly sink: EventSink;
  readonly isRecording: () => boolean;
  /** Says why recording has stopped, at once where it has: a sentence for everybody who watches. */
  readonly onStop: (tell: (sentence: string) => void) => void;
};

/** What every session command takes from its command line in the same way. */
export type SessionParts = Pick<
  Launch,
  | 'objectives'
  | 'servers'
  | 'streams'
  | 'arrivals'
  | 'seed'
  | 'sessionsFolder'
  | 'checkTimeoutMs'
  | 'coolDownLimitMs'
  | 'baselineLimitMs'
  | 'showing'
  | 'screen'
  | 'alerts'
  | 'output'
  | 'metricsFile'
  | 'verdict'
  | 'name'
  | 'plan'
  | 'recipe'
>;
