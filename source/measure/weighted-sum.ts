/** A sum known from a sample, and how far it may be off. */
export type SampledSum = {
  /** Events, exact. */
  readonly count: number;
  /** Events that were looked at. */
  readonly sampled: number;
  /** Estimates; null before the first sample. */
  readonly sum: number | null;
  readonly mean: number | null;
  /** Standard error of the sum, as a share of it: the truth is within twice this in 19 of 20 cases; null below 2 samples. */
  readonly sumErrorRatio: number | null;
  /** Largest value among the samples, which may be far below the largest there was. */
  readonly maxSampled: number | null;
};

/**
 * A sum over events of which a part was looked at, each with a chance of its own. Estimated as the known count times the
 * weighted mean of the sample (Hájek's estimator), which is nearer to the truth than the plain weighted sum, since how many
 * were chosen by luck falls out. With w one over the chance of a sample, W the sum of all w, and m the weighted mean, the
 * variance is (count / W)² × Σ w (w − 1) (value − m)²  (Särndal, Swensson, Wretman: Model Assisted Survey Sampling, 5.7).
 */
export class WeightedSum {
  #samples = 0;
  #max = Number.NEGATIVE_INFINITY;
  #weight = 0;
  #value = 0;
  /** Sums of w (w − 1) times 1, value and value². */
  #spread = 0;
  #spreadValue = 0;
  #spreadSquare = 0;

  add(value: number, weight: number): void {
    this.#samples += 1;
    if (value > this.#max) this.#max = value;
    this.#weight += weight;
    this.#value += weight * value;
    const spread = weight * (weight - 1);
    this.#spread += spread;
    this.#spreadValue += spread * value;
    this.#spreadSquare += spread * value * value;
  }

  /** What is known when `count` events happened. */
  read(count: number): SampledSum {
    const sampled = this.#samples;
    if (sampled === 0) {
      return { count, sampled, sum: null, mean: null, sumErrorRatio: null, maxSampled: null };
    }
    const mean = this.#value / this.#weight;
    const sum = mean * count;
    const squares = this.#spreadSquare - 2 * mean * this.#spreadValue + mean * mean * this.#spread;
    const error = (count / this.#weight) * Math.sqrt(Math.max(0, squares));
    const isKnown = sampled >= 2 && sum !== 0;
    return { count, sampled, sum, mean, sumErrorRatio: isKnown ? error / Math.abs(sum) : null, maxSampled: this.#max };
  }
}
