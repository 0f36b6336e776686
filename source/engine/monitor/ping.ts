/** The round trips of one server's ticks, and how many of the last were lost. */
export type Ping = {
  /** A tick was answered; null where the answer says nothing of the way. */
  readonly answered: (rttMs: number | null) => void;
  readonly lost: () => void;
  /** Of the last answered tick; null before one. */
  readonly lastMs: () => number | null;
  /** 0 to 1, of the last `kept`. */
  readonly lossRatio: () => number | null;
};

/** Ticks that the loss is told of: a minute. */
const kept = 60;

export function createPing(): Ping {
  const outcomes: boolean[] = [];
  let last: number | null = null;
  const add = (isAnswered: boolean): void => {
    outcomes.push(isAnswered);
    if (outcomes.length > kept) outcomes.shift();
  };
  return {
    answered(rttMs) {
      add(true);
      // A thousandth of a millisecond is below what any clock here can tell.
      if (rttMs !== null) last = Math.round(rttMs * 1000) / 1000;
    },
    lost: () => add(false),
    lastMs: () => last,
    lossRatio: () =>
      outcomes.length === 0
        ? null
        : Math.round((outcomes.filter((isAnswered) => !isAnswered).length / outcomes.length) * 1000) / 1000,
  };
}
