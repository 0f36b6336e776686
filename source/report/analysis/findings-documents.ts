import type { AnalysisFindings } from '../../model/analysis.js';
import { csvText } from '../csv.js';
import { bullets, escapedMarkdown, markdownTable } from '../markdown-parts.js';
import type { Document, ReportFormat } from '../report-format.js';

/** The formats that an analysis of the user's can be written in: it gives sentences and tables, and draws nothing. */
export const findingsFormats: readonly ReportFormat[] = ['md', 'json', 'csv'];

/** What an analysis found, as documents: each table of its own as CSV, else one. None where the format is another. */
export function findingsDocuments(
  analysis: string,
  { lines, tables }: AnalysisFindings,
  format: ReportFormat,
): readonly Document[] {
  switch (format) {
    case 'md': {
      const parts = tables.flatMap(({ heads, rows, title }) => [
        `## ${escapedMarkdown(title)}`,
        markdownTable(
          heads,
          rows.map((row) => row.map((cell) => (cell === null ? 'n/a' : String(cell)))),
        ),
      ]);
      const whole = [`# ${escapedMarkdown(analysis)}`, bullets(lines), ...parts].filter((part) => part !== '');
      return [{ part: null, content: `${whole.join('\n\n')}\n` }];
    }
    case 'json':
      return [{ part: null, content: `${JSON.stringify({ kind: 'analysis', analysis, lines, tables }, null, 2)}\n` }];
    case 'csv':
      return tables.map(({ heads, rows, title }, at) => ({
        part:
          title
            .toLowerCase()
            .replace(/[^a-z0-9]+/g, '-')
            .replace(/^-|-$/g, '')
            .slice(0, 40) || `table-${at + 1}`,
        content: csvText([heads, ...rows]),
      }));
    case 'html':
    case 'svg':
    case 'png':
      return [];
  }
}
