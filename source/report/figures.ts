/** Milliseconds with three figures or so, and their unit. */
export function millisecondsText(ms: number): string {
  if (ms >= 10_000) return `${(ms / 1000).toFixed(1)} s`;
  return `${ms >= 100 ? ms.toFixed(0) : ms >= 10 ? ms.toFixed(1) : ms.toFixed(2)} ms`;
}

/** A ratio (0 to 1) in percent; what is small and not zero does not read as zero. */
export function percentText(ratio: number): string {
  const percent = ratio * 100;
  if (percent > 0 && percent < 0.01) return '< 0.01 %';
  return `${Number(percent.toFixed(percent < 1 ? 2 : 1))} %`;
}

/** Bytes in the largest binary unit that keeps them at one or above. */
export function bytesText(bytes: number): string {
  const units = ['B', 'KiB', 'MiB', 'GiB', 'TiB'];
  const step = bytes < 1 ? 0 : Math.min(units.length - 1, Math.floor(Math.log2(bytes) / 10));
  const value = bytes / 1024 ** step;
  return `${step === 0 ? value : value.toFixed(1)} ${units[step]}`;
}

/**
 * Rows of cells as lines, two spaces between; the first row is the heads. A column of figures stands to the right, any
 * other and the first one to the left.
 */
export function tableLines(rows: readonly (readonly string[])[]): readonly string[] {
  const [heads = [], ...body] = rows;
  const columns = heads.map((head, index) => {
    const cells = body.map((row) => row[index] ?? '');
    return {
      width: Math.max(head.length, ...cells.map((cell) => cell.length)),
      isFigures: index > 0 && cells.every((cell) => /^(?:<? ?-?\d|n\/a$)/.test(cell)),
    };
  });
  return rows.map((row) =>
    columns
      .map(({ width, isFigures }, index) => (isFigures ? row[index]?.padStart(width) : row[index]?.padEnd(width)) ?? '')
      .join('  ')
      .trimEnd(),
  );
}
