/** Where the terminal's cursor stands, from 0; null where that is not known. */
export type Place = { readonly row: number | null; readonly column: number | null };

/**
 * The fewest bytes that bring the cursor from one place to another. Down by line tabulation, which unlike a line feed no
 * terminal driver adds a carriage return to; never beyond the last row, where it would scroll.
 */
export function moveBytes(from: Place, row: number, column: number): string {
  const direct = column > 0 ? `\u001b[${row + 1};${column + 1}H` : row === 0 ? '\u001b[H' : `\u001b[${row + 1}H`;
  if (from.row === null) return direct;
  const vertical = verticalBytes(row - from.row);
  const horizontal = horizontalBytes(from.column, column);
  return vertical.length + horizontal.length < direct.length ? vertical + horizontal : direct;
}

function verticalBytes(down: number): string {
  if (down === 0) return '';
  if (down < 0) return down === -1 ? '\u001b[A' : `\u001b[${-down}A`;
  return down <= 3 ? '\v'.repeat(down) : `\u001b[${down}B`;
}

function horizontalBytes(from: number | null, to: number): string {
  const absolute = to === 0 ? '\u001b[G' : `\u001b[${to + 1}G`;
  if (from === null) return absolute;
  const right = to - from;
  if (right === 0) return '';
  const relative =
    right === 1 ? '\u001b[C' : right > 0 ? `\u001b[${right}C` : right >= -4 ? '\b'.repeat(-right) : `\u001b[${-right}D`;
  return relative.length <= absolute.length ? relative : absolute;
}
