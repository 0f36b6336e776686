/** One line of the benchmark's table. */
export type Row = {
  readonly what: string;
  readonly asked: string;
  readonly reached: string;
  /** The peer's figure and name; empty where there is none. */
  readonly peer: string;
  /** Reached over the peer's, or what else compares the two. */
  readonly ratio: string;
  /** Null when it could not be measured here. */
  readonly met: boolean | null;
};

const titles = {
  what: 'what',
  asked: 'must reach',
  reached: 'reached',
  peer: 'peer',
  ratio: 'ratio',
  met: 'met',
} as const;

/** The table as Markdown, columns padded. */
export function tableText(rows: readonly Row[]): string {
  const cells = [Object.values(titles), ...rows.map(cellsOf)];
  const widths = Object.values(titles).map((_, column) => Math.max(...cells.map((row) => row[column]!.length)));
  const line = (row: readonly string[]): string =>
    `| ${row.map((cell, column) => cell.padEnd(widths[column]!)).join(' | ')} |`;
  const rule = `| ${widths.map((width) => '-'.repeat(width)).join(' | ')} |`;
  return [line(cells[0]!), rule, ...cells.slice(1).map(line)].join('\n');
}

function cellsOf({ what, asked, reached, peer, ratio, met }: Row): readonly string[] {
  return [what, asked, reached, peer, ratio, met === null ? 'not measured' : met ? 'yes' : 'no'];
}
