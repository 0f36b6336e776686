/** One trial that the search for the heaviest work asks for. `work` is an integer: Fibonacci n, the exponent of 2^n. */
export type WorkAction = {
  readonly work: number;
  /** Requests one after the other at most this often a second, until that many are answered. */
  readonly perSecond: number;
  readonly requests: number;
  /** Stop at once when a request is still open after this. */
  readonly abortMs: number;
};

/** What came of it; times in ms. */
export type WorkTrial = {
  readonly answered: number;
  /** Answered after the limit, failed or aborted. */
  readonly bad: number;
  readonly meanMs: number;
  readonly aborted: boolean;
  /** True once the user has asked to end the search with what is known. */
  readonly accept: boolean;
};

export type WorkOptions = {
  readonly fromWork: number;
  readonly maxWork: number;
  /** A request slower than this is bad, and at most this share may be. */
  readonly limitMs: number;
  readonly allowedRatio: number;
};

export type WorkAnswer = {
  /** The heaviest work that met, twice; null where not even the first did. */
  readonly work: number | null;
  /** The next one was tried and missed twice, was foretold to miss, or was above the maximum. */
  readonly endedBy: 'missed' | 'foretold' | 'max-work' | 'infeasible' | 'stopped';
  readonly steps: readonly { readonly work: number; readonly meanMs: number; readonly badRatio: number }[];
  /** ln(mean ms) per unit of work, from the steps; null with fewer than three. */
  readonly growth: number | null;
};

/** Enough for a mean; a share of 1 % is not to be told from none by so few, so none may be bad then. */
const requests = 30;
const confirmations = 2;
const cautiousPerSecond = 1;
const usualPerSecond = 5;

/** A step foretold above this many limits is not tried: it tells nothing that is not known, and may take minutes. */
const hopeless = 4;

/**
 * The heaviest work that meets its limit, as a pure generator like `discover`. Cost grows exponentially with the work,
 * so ln(mean) is fitted as c + d * work and the next step is only tried as usual where it is foretold to take at most
 * half of the limit; else with one request a second, and not at all where it is hopeless. Work never rises by more than
 * one, and both sides of the boundary are measured twice.
 */
export function* findHeaviestWork(options: WorkOptions): Generator<WorkAction, WorkAnswer, WorkTrial> {
  const { allowedRatio, limitMs, maxWork } = options;
  const steps: { work: number; meanMs: number; badRatio: number }[] = [];
  let best: number | null = null;
  const answer = (endedBy: WorkAnswer['endedBy']): WorkAnswer => ({
    work: best,
    endedBy,
    steps,
    growth: fitOf(steps)?.perWork ?? null,
  });
  for (let work = options.fromWork; ; work++) {
    if (work > maxWork) return answer('max-work');
    const foretold = foretell(steps, work);
    if (foretold !== null && foretold > hopeless * limitMs) return answer('foretold');
    const isEasy = foretold !== null && foretold <= limitMs / 2;
    const needed = isEasy ? 1 : confirmations;
    let met = 0;
    let missed = 0;
    while (met < needed && missed < confirmations) {
      const trial = yield {
        work,
        perSecond: isEasy ? usualPerSecond : cautiousPerSecond,
        requests,
        abortMs: hopeless * limitMs,
      };
      if (trial.accept) return answer('stopped');
      const badRatio = trial.answered === 0 ? 1 : trial.bad / Math.max(trial.answered, trial.bad);
      steps.push({ work, meanMs: trial.meanMs, badRatio });
      if (!trial.aborted && badRatio <= allowedRatio) met++;
      else missed++;
    }
    if (met < needed) return answer(best === null ? 'infeasible' : 'missed');
    best = work;
  }
}

/** Mean time in ms that the steps so far foretell for a work; null before two works are known. */
export function foretell(
  steps: readonly { readonly work: number; readonly meanMs: number }[],
  work: number,
): number | null {
  const fit = fitOf(steps);
  return fit === null ? null : Math.exp(fit.base + fit.perWork * work);
}

/** ln(mean) = base + perWork * work by least squares over the last three works: what is light is mostly overhead. */
function fitOf(
  steps: readonly { readonly work: number; readonly meanMs: number }[],
): { readonly base: number; readonly perWork: number } | null {
  const heaviest = Math.max(...steps.map((step) => step.work));
  const points = steps.filter((step) => step.work > heaviest - 3 && step.meanMs > 0);
  const works = new Set(points.map((point) => point.work));
  if (works.size < 2) return null;
  const meanWork = points.reduce((sum, point) => sum + point.work, 0) / points.length;
  const meanLn = points.reduce((sum, point) => sum + Math.log(point.meanMs), 0) / points.length;
  let spread = 0;
  let together = 0;
  for (const point of points) {
    spread += (point.work - meanWork) ** 2;
    together += (point.work - meanWork) * (Math.log(point.meanMs) - meanLn);
  }
  const perWork = Math.max(0, together / spread);
  return { base: meanLn - perWork * meanWork, perWork };
}
