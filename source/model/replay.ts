/** How fast a recording may be played, as multiples of the time in which it happened. */
export const replaySpeeds = [0.25, 0.5, 1, 2, 4, 8, 16, 32, 64] as const;

export type ReplaySpeed = (typeof replaySpeeds)[number];

/** What a replay does; where it is, its clock says. Times in ms of the recorded session. */
export type ReplayStatus = {
  /** `following`: at the end of a session that is still recorded, keeping up with it. */
  readonly state: 'playing' | 'paused' | 'following' | 'ended';
  readonly speed: ReplaySpeed;
  readonly fromMs: number;
  readonly toMs: number;
  /** Intervals of load until here, and in all; seconds where the session has no load. */
  readonly step: number;
  readonly steps: number;
  /** `recording`: it is still being written; `interrupted`: whoever wrote it is gone without having ended it. */
  readonly writer: 'recording' | 'complete' | 'interrupted';
  /** Share of the recording that is known, 0 to 1: only there can one go. */
  readonly readRatio: number;
  /** The time that is gone to as soon as it is known; null where none is. */
  readonly awaitedMs: number | null;
  /** Why it cannot be read any further, as a sentence; null while it can. */
  readonly fault: string | null;
};

/** What can be asked of a replay. */
export type ReplayCommand =
  /** Plays or pauses; at the end, plays from the beginning. */
  | { readonly kind: 'toggle' }
  | { readonly kind: 'seek'; readonly atMs: number }
  /** To the next interval of load or the one before; by a second where there is none near. Pauses. */
  | { readonly kind: 'step'; readonly by: 1 | -1 }
  | { readonly kind: 'speed'; readonly speed: ReplaySpeed }
  /** To the end; where it is still recorded, along with it. */
  | { readonly kind: 'follow' };

/** The speed next to one, faster or slower; itself where there is none. */
export function speedBeside(speed: ReplaySpeed, by: 1 | -1): ReplaySpeed {
  return replaySpeeds[replaySpeeds.indexOf(speed) + by] ?? speed;
}
