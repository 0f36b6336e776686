/** Characters that mean something to Markdown, or to HTML inside of it, mean only themselves. */
export function escapedMarkdown(text: string): string {
  return text
    .replace(/[\\`*_[\]#|<>&~$]/g, '\\$&')
    .replace(/\r?\n/g, ' ')
    .replace(/:\/\//g, '\\://');
}

/** A text as code, in as many backticks as it takes. */
export function markdownCode(text: string): string {
  const fence = '`'.repeat(1 + Math.max(0, ...(text.match(/`+/g) ?? []).map((run) => run.length)));
  // A blank on either side is taken off again: only a backtick or a blank at an end needs it.
  const pad = /^[` ]|[` ]$/.test(text) ? ' ' : '';
  return `${fence}${pad}${text.replace(/\r?\n/g, ' ')}${pad}${fence}`;
}

/** Lines as they are, in as many backticks as it takes. */
export function fenced(text: string): string {
  const fence = '`'.repeat(Math.max(3, 1 + Math.max(0, ...(text.match(/`+/g) ?? []).map((run) => run.length))));
  return `${fence}\n${text}\n${fence}`;
}

/** A list, each item meaning only itself. */
export function bullets(items: readonly string[]): string {
  return items.map((item) => `- ${escapedMarkdown(item)}`).join('\n');
}

/** A table, each cell meaning only itself; empty without rows. */
export function markdownTable(heads: readonly string[], rows: readonly (readonly string[])[]): string {
  if (rows.length === 0) return '';
  const line = (cells: readonly string[]): string => `| ${cells.map(escapedMarkdown).join(' | ')} |`;
  return [line(heads), `| ${heads.map(() => '---').join(' | ')} |`, ...rows.map(line)].join('\n');
}
