import type { ComparedMetric } from '../../model/comparison.js';
import { countText, millisecondsText, rateText, shortNumber } from '../../model/quantity-text.js';

/** A metric's own number with its unit: `1,216/s`, `12.3 ms`, `3.4 %`. */
export function valueText({ unit }: Pick<ComparedMetric, 'unit'>, value: number): string {
  switch (unit) {
    case 'perSecond':
      return rateText(value);
    case 'ms':
      return millisecondsText(value, 3);
    case 'percent':
      return `${shortNumber(value, 3)} %`;
    case 'level':
      return countText(value);
  }
}

/** A change as a sentence tells it: `8.1 % lower (95 % 5.2 to 10.9 %)`, `3.2 points higher`. */
export function changeText(metric: ComparedMetric): string {
  const { change, changeInterval95 } = metric;
  const direction = change < 0 ? 'lower' : 'higher';
  const sign = change < 0 ? -1 : 1;
  const interval =
    changeInterval95 === null || metric.unit === 'level'
      ? ''
      : ` (95 % ${[...changeInterval95]
          .map((end) => amountText(metric, sign * end))
          .sort(byNumber)
          .join(' to ')}${unitOf(metric)})`;
  return `${amountText(metric, Math.abs(change))}${unitOf(metric)} ${direction}${interval}`;
}

/** The same in a table, with its sign: `-8.1 %`, `+3.2`. */
export function signedChange(metric: ComparedMetric, change: number): string {
  const text = amountText(metric, Math.abs(change));
  return `${Number.parseFloat(text) === 0 ? '' : change < 0 ? '-' : '+'}${text}${metric.scale === 'ratio' ? ' %' : ''}`;
}

function amountText({ scale, unit }: ComparedMetric, amount: number): string {
  if (unit === 'level') return countText(amount);
  const shown = scale === 'ratio' ? amount * 100 : amount;
  return Math.abs(shown) >= 99.95 ? shown.toFixed(0) : shown.toFixed(1);
}

function unitOf({ scale, unit }: ComparedMetric): string {
  if (scale === 'ratio') return ' %';
  return unit === 'level' ? '' : ' points';
}

function byNumber(a: string, b: string): number {
  return Number.parseFloat(a) - Number.parseFloat(b);
}
