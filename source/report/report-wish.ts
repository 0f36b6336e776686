import { type AcrossSession, inBrief } from './across.js';
import type { Digest } from './digest/digest.js';
import { partNames, reportDocuments } from './documents.js';
import type { Document, ReportFormat } from './report-format.js';

/**
 * What is wanted of a session: the names of its charts and tables, what it takes to set it beside others, or documents. `parts`:
 * charts or tables by name; empty: all there are. `hasPictures`: with the charts that a Markdown text refers to.
 */
export type ReportWish =
  | { readonly kind: 'names' }
  | { readonly kind: 'brief' }
  | {
      readonly kind: 'documents';
      readonly format: ReportFormat;
      readonly parts: readonly string[];
      readonly hasPictures: boolean;
    };

/** What comes of it. `missing`: parts that the session does not have, and the names of those that it has. */
export type ReportMade =
  | { readonly kind: 'names'; readonly charts: readonly string[]; readonly tables: readonly string[] }
  | { readonly kind: 'brief'; readonly brief: AcrossSession }
  | { readonly kind: 'documents'; readonly documents: readonly Document[] }
  | { readonly kind: 'missing'; readonly parts: readonly string[]; readonly names: readonly string[] };

/** Makes of a session what is wanted of it. */
export async function madeOf(digest: Digest, wish: ReportWish): Promise<ReportMade> {
  switch (wish.kind) {
    case 'names':
      return { kind: 'names', charts: partNames(digest, 'svg'), tables: partNames(digest, 'csv') };
    case 'brief':
      return { kind: 'brief', brief: inBrief(digest) };
    case 'documents':
      return documentsOf(digest, wish);
  }
}

async function documentsOf(
  digest: Digest,
  { format, hasPictures, parts }: Extract<ReportWish, { kind: 'documents' }>,
): Promise<ReportMade> {
  if (parts.length > 0) {
    const names = partNames(digest, format);
    const missing = parts.filter((part) => !names.includes(part));
    if (missing.length > 0) return { kind: 'missing', parts: missing, names };
  }
  const pictures = hasPictures ? await reportDocuments(digest, { format: 'svg', parts: [] }) : [];
  const names = pictures.flatMap(({ part }) => part ?? []);
  return { kind: 'documents', documents: [...(await reportDocuments(digest, { format, parts }, names)), ...pictures] };
}
