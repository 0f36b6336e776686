/**
 * Quantities as people read them: rounded so that a text changes only when it matters, units always shown, thousands
 * separated by a comma. Used by the log lines of the store and by every pane.
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

/** Milliseconds, about three digits; seconds from ten seconds on. */
export function millisecondsText(ms: number): string {
  if (ms >= 9_999.5) return `${(ms / 1000).toFixed(1)} s`;
  return `${millisecondsNumber(ms)} ms`;
}

/** The number of `millisecondsText` alone, for tables whose head names the unit. Always in ms. */
export function millisecondsNumber(ms: number): string {
  if (ms >= 9.95) return countText(ms);
  return ms >= 0.995 ? ms.toFixed(1) : ms.toFixed(2);
}

/**
 * A share (0 to 1) in percent, precise where it is small and where it is nearly all, since that is where a percent is
 * worth something: `0 %`, `<0.01 %`, `0.42 %`, `7.3 %`, `81 %`, `99.58 %`, `>99.99 %`, `100 %`.
 */
export function shareText(ratio: number): string {
  const percent = ratio * 100;
  if (percent <= 0) return '0 %';
  if (percent < 0.01) return '<0.01 %';
  if (percent < 0.995) return `${percent.toFixed(2)} %`;
  if (percent < 9.95) return `${percent.toFixed(1)} %`;
  if (percent >= 100) return '100 %';
  if (percent > 99.99) return '>99.99 %';
  return percent >= 99 ? `${percent.toFixed(2)} %` : `${Math.round(percent)} %`;
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

/** Time since the session began, or how long something took: `4:12`, `1:04:12`. */
export function clockText(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  const two = (value: number): string => value.toString().padStart(2, '0');
  const hours = Math.floor(seconds / 3600);
  const minutes = Math.floor(seconds / 60) % 60;
  return hours === 0 ? `${two(minutes)}:${two(seconds % 60)}` : `${hours}:${two(minutes)}:${two(seconds % 60)}`;
}

/** A time to wait in whole seconds, rounded up so that it reaches 0 only when it is over. */
export function secondsText(ms: number): string {
  return `${Math.max(0, Math.ceil(ms / 1000))} s`;
}
