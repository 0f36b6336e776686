import stringWidth from 'string-width';

/**
 * Rows of cells as lines, two spaces between; the first row is the heads. A column of figures stands to the right, any
 * other and the first one to the left. Widths are those of a terminal, where some characters take two cells.
 */
export function tableLines(rows: readonly (readonly string[])[]): readonly string[] {
  const [heads = [], ...body] = rows;
  const columns = heads.map((head, index) => {
    const cells = body.map((row) => row[index] ?? '');
    return {
      width: Math.max(stringWidth(head), ...cells.map((cell) => stringWidth(cell))),
      isFigures: index > 0 && cells.every((cell) => /^(?:[<>]?-?\d|n\/a$)/.test(cell)),
    };
  });
  return rows.map((row) =>
    columns
      .map(({ width, isFigures }, index) => {
        const cell = row[index];
        if (cell === undefined) return '';
        const gap = ' '.repeat(Math.max(0, width - stringWidth(cell)));
        return isFigures ? gap + cell : cell + gap;
      })
      .join('  ')
      .trimEnd(),
  );
}
