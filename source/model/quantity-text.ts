/**
 * Quantities as people read them, everywhere: rounded so that a text changes only when it matters, units always shown,
 * thousands separated by a comma. Used by the log lines of the store, by every pane, by reports and by progress lines.
 */

/** `1234567` -> `1,234,567`. Rounds to an integer. */
export function countText(count: number): string {
  return Math.round(count)
    .toString()
    .replace(/\B(?=(\d{3})+$)/g, ',');
}

/** A rate per second: one decimal below 100, none above. */
export function rateText(perSecond: number): string {
  return `${perSecond < 99.95 ? perSecond.toFixed(1) : countText(perSecond)}/s`;
}

/** The same rate without its unit, for sentences and tables that name it: `2.5`, `20`, `1,240`. */
export function rateNumber(perSecond: number): string {
  return rateText(perSecond).replace(/(?:\.0)?\/s$/, '');
}

/**
 * How many figures a latency or a share keeps: two where it is watched, so that it rests while nothing changes; three
 * where it is kept, since histograms tell that much and a limit is compared with it.
 */
export type Figures = 2 | 3;

/** Milliseconds; seconds from ten seconds on. */
export function millisecondsText(ms: number, figures: Figures = 2): string {
  if (ms >= 9_999.5) return `${(ms / 1000).toFixed(1)} s`;
  return `${shortNumber(ms, figures)} ms`;
}

/**
 * A share (0 to 1) in percent, precise where it is small and where it is nearly all, since that is where a percent is
 * worth something: `0 %`, `<0.01 %`, `0.42 %`, `7.3 %`, `81 %`, `99.58 %`, `>99.99 %`, `100 %`.
 */
export function shareText(ratio: number, figures: Figures = 2): string {
  const percent = ratio * 100;
  if (percent <= 0) return '0 %';
  if (percent < 0.01) return '<0.01 %';
  if (percent >= 100) return '100 %';
  if (percent > 99.99) return '>99.99 %';
  return `${percent >= 99 ? Number(percent.toFixed(2)) : shortNumber(percent, figures)} %`;
}

/** A number in about so many figures, at most two decimals: for tables and axes whose head names the unit. */
export function shortNumber(value: number, figures: Figures = 2): string {
  // Each bound lies where the next form would round up to one figure more.
  const whole = 10 ** (figures - 1);
  if (value >= whole - 0.05) return countText(value);
  return value.toFixed(value >= whole / 10 - 0.005 ? 1 : 2);
}

const byteUnits = ['B', 'KiB', 'MiB', 'GiB', 'TiB'] as const;

/** Bytes in the largest binary unit that leaves a number of at least 1. */
export function bytesText(bytes: number): string {
  let value = bytes;
  let unit = 0;
  while (value >= 1023.5 && unit < byteUnits.length - 1) {
    value /= 1024;
    unit += 1;
  }
  return `${unit === 0 || value >= 9.95 ? Math.round(value) : value.toFixed(1)} ${byteUnits[unit]}`;
}
