/**
 * The memory between a waker and its metronome thread. The waker writes the time and then counts `asked` up; the
 * metronome writes until when it sleeps and then looks at `asked` again, in the act of falling asleep. Whichever comes
 * second sees the other, so that no wake-up is lost.
 */
export const metronomeAt = {
  /** Int32: how many times the waker has asked, wrapping. */
  asked: 0,
  /** Int32: 1 once the thread is to end. */
  over: 1,
  /** Int32: written after `asleepUntilMs`, so that other threads see that before the metronome falls asleep. */
  drowsy: 2,
  /** Float64: the time asked for last. */
  wantedMs: 2,
  /** Float64: the metronome sleeps until then, if nobody wakes it. */
  asleepUntilMs: 3,
} as const;

export const metronomeBytes = 4 * 8;

/** A sleep ends late and rousing takes a while: the metronome sets out so much earlier. */
export const metronomeLeadMs = 0.05;

/**
 * The metronome looks again by itself so long after each time it served. A waker that asks for times at least this far
 * apart never has to rouse it, which would be a system call and two thread switches for each.
 */
export const metronomeRestMs = 0.5;
