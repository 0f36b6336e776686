import type { LoadWindow } from '../../model/load.js';

/**
 * True when mean response time rises from third to third of a probe, by more than 10 % each and 40 % over all: the
 * queue has not found its level yet, and a verdict would be one of the time that the probe happened to last.
 */
export function isRising(windows: readonly LoadWindow[]): boolean {
  const third = Math.floor(windows.length / 3);
  if (third === 0) return false;
  const means = [3, 2, 1].map((back) => {
    const part = windows.slice(windows.length - back * third, windows.length - (back - 1) * third);
    const answers = part.reduce((sum, window) => sum + window.answered + window.failed, 0);
    const totalMs = part.reduce((sum, window) => sum + window.meanResponseMs * (window.answered + window.failed), 0);
    return answers === 0 ? 0 : totalMs / answers;
  });
  const [first, second, last] = means as [number, number, number];
  return second > 1.1 * first && last > 1.1 * second && last > 1.4 * first;
}
