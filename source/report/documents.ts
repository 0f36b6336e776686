import { type Across, type AcrossSession, type AnalysisName, acrossSessions } from './across.js';
import { acrossChart, acrossCsv, acrossMarkdown, acrossPage } from './across-documents.js';
import { type Chart, chartsOf } from './chart/charts.js';
import { pictureText } from './chart/picture.js';
import { createPngMaker } from './chart/png.js';
import { csvTablesOf } from './csv-tables.js';
import type { Digest } from './digest/digest.js';
import { reportPage } from './html/page.js';
import { reportMarkdown } from './markdown.js';
import type { Document, ReportFormat } from './report-format.js';

/** What is wanted of a report. `parts`: charts or tables by name; empty: all there are. */
type Wanted = { readonly format: ReportFormat; readonly parts: readonly string[] };

/** The names of the parts that a session's report has: charts as pictures, tables as CSV. */
export function partNames(digest: Digest, format: ReportFormat): readonly string[] {
  if (format === 'csv') return csvTablesOf(digest).map(({ name }) => name);
  return format === 'svg' || format === 'png' ? chartsOf(digest).map(({ name }) => name) : [];
}

/** The documents of one session; `pictures` of a Markdown report lie beside it under these names. */
export async function reportDocuments(
  digest: Digest,
  { format, parts }: Wanted,
  pictures: readonly string[] = [],
): Promise<readonly Document[]> {
  const isWanted = ({ name }: { readonly name: string }): boolean => parts.length === 0 || parts.includes(name);
  switch (format) {
    case 'html':
      return [{ part: null, content: reportPage(digest) }];
    case 'json':
      return [{ part: null, content: `${JSON.stringify(digest, null, 2)}\n` }];
    case 'md': {
      const files = chartsOf(digest)
        .filter(({ name }) => pictures.includes(name))
        .map(({ name, title }) => ({ title, file: `${name}.svg` }));
      return [{ part: null, content: reportMarkdown(digest, files) }];
    }
    case 'csv':
      return csvTablesOf(digest)
        .filter(isWanted)
        .map(({ name, text }) => ({ part: name, content: text }));
    case 'svg':
    case 'png':
      return pictureDocuments(chartsOf(digest).filter(isWanted), format, subtitleOf(digest));
  }
}

/** The one document of an analysis over several sessions; null where none of them has numbers for it. */
export async function analysisDocument(
  analysis: AnalysisName,
  digests: readonly AcrossSession[],
  format: ReportFormat,
): Promise<Document | null> {
  const across: Across = acrossSessions(analysis, digests);
  if (across.rows.length === 0) return null;
  switch (format) {
    case 'html':
      return { part: null, content: acrossPage(across) };
    case 'json':
      return { part: null, content: `${JSON.stringify(across, null, 2)}\n` };
    case 'md':
      return { part: null, content: acrossMarkdown(across) };
    case 'csv':
      return { part: null, content: acrossCsv(across) };
    case 'svg':
    case 'png':
      return (await pictureDocuments([acrossChart(across)], format, `${digests.length} sessions`))[0] ?? null;
  }
}

async function pictureDocuments(
  charts: readonly Chart[],
  format: 'svg' | 'png',
  subtitle: string,
): Promise<readonly Document[]> {
  const toPng = format === 'png' && charts.length > 0 ? await createPngMaker() : null;
  return charts.flatMap(({ draw, name, title }) => {
    const chart = draw('wide');
    if (chart === null) return [];
    const svg = pictureText(chart, title, subtitle);
    return [{ part: name, content: toPng === null ? svg : toPng(svg) }];
  });
}

function subtitleOf({ session }: Digest): string {
  const of = session.target === null ? '' : ` of ${session.target}`;
  return `${session.kind} ${session.id}${of}, ${session.startedAt.slice(0, 19).replace('T', ' ')} UTC`;
}
