/** What a report can be written as. */
export const reportFormats = ['html', 'md', 'json', 'csv', 'svg', 'png'] as const;

export type ReportFormat = (typeof reportFormats)[number];

/** One file of a report. `part`: which chart or table it is; null where it is the whole. */
export type Document = { readonly part: string | null; readonly content: string | Uint8Array };
