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
      isFigures: index > 0 && cells.every((cell) => /^(?:[<>]?-?\d|n\/a$)/.test(cell)),
    };
  });
  return rows.map((row) =>
    columns
      .map(({ width, isFigures }, index) => (isFigures ? row[index]?.padStart(width) : row[index]?.padEnd(width)) ?? '')
      .join('  ')
      .trimEnd(),
  );
}
