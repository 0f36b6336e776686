/** Degrees of freedom above which the distribution is the normal one to four figures. */
const mostFreedom = 10_000;

/**
 * Chance that a Student-t number with so many degrees of freedom is at least as far from 0 as `t`, on either side. By the
 * regularised incomplete beta function: P = I_x(v/2, 1/2) with x = v / (v + t²) (Abramowitz and Stegun, 26.7.1).
 */
export function twoSidedP(t: number, freedom: number): number {
  if (Number.isNaN(t)) return 1;
  const v = Math.min(Math.max(freedom, 1), mostFreedom);
  if (!Number.isFinite(t)) return 0;
  return incompleteBeta(v / (v + t * t), v / 2, 0.5);
}

/** The distance from 0 that a Student-t number stays within with a probability `confidence` (0 to 1), such as 0.95. */
export function twoSidedLimit(confidence: number, freedom: number): number {
  let low = 0;
  let high = 1000;
  // Bisection to the last digit that matters: the function is monotonic, and this is asked a few dozen times.
  for (let turn = 0; turn < 60; turn++) {
    const middle = (low + high) / 2;
    if (twoSidedP(middle, freedom) > 1 - confidence) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

/** I_x(a, b), by the continued fraction of 26.5.8 evaluated by Lentz's method, from the side where it converges fast. */
function incompleteBeta(x: number, a: number, b: number): number {
  if (x <= 0) return 0;
  if (x >= 1) return 1;
  const front = Math.exp(logGamma(a + b) - logGamma(a) - logGamma(b) + a * Math.log(x) + b * Math.log(1 - x));
  return x < (a + 1) / (a + b + 2) ? (front * betaFraction(x, a, b)) / a : 1 - (front * betaFraction(1 - x, b, a)) / b;
}

function betaFraction(x: number, a: number, b: number): number {
  const tiny = 1e-300;
  let c = 1;
  let d = 1 / awayFromZero(1 - ((a + b) * x) / (a + 1), tiny);
  let fraction = d;
  for (let m = 1; m <= 1000; m++) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m));
    d = 1 / awayFromZero(1 + even * d, tiny);
    c = awayFromZero(1 + even / c, tiny);
    fraction *= d * c;
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1));
    d = 1 / awayFromZero(1 + odd * d, tiny);
    c = awayFromZero(1 + odd / c, tiny);
    fraction *= d * c;
    if (Math.abs(d * c - 1) < 1e-14) break;
  }
  return fraction;
}

function awayFromZero(value: number, tiny: number): number {
  return Math.abs(value) < tiny ? tiny : value;
}

/** ln Γ(x) for x > 0, by Stirling's series after shifting x beyond 10 (6.1.41); right to 12 figures. */
function logGamma(x: number): number {
  let shift = 0;
  let at = x;
  for (; at < 10; at++) shift += Math.log(at);
  const inverse = 1 / (at * at);
  const series = (1 / 12 - inverse * (1 / 360 - inverse * (1 / 1260 - inverse / 1680))) / at;
  return (at - 0.5) * Math.log(at) - at + Math.log(2 * Math.PI) / 2 + series - shift;
}
