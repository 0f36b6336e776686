/** What a text with `{{names}}` is made of, in order: text as it is, and names. */
export type TemplatePart = { readonly kind: 'text' | 'name'; readonly text: string };

/** A text taken apart, or why it cannot be. */
export type TemplateReading =
  | { readonly kind: 'ok'; readonly parts: readonly TemplatePart[] }
  | { readonly kind: 'faulty'; readonly message: string; readonly hint: string };

const longestName = 64;

/** Takes a text apart. `{{{{` stands for two braces that begin no name. */
export function readTemplate(text: string): TemplateReading {
  const parts: TemplatePart[] = [];
  let held = '';
  let at = 0;
  for (;;) {
    const open = text.indexOf('{{', at);
    if (open < 0) break;
    held += text.slice(at, open);
    if (text.startsWith('{{', open + 2)) {
      held += '{{';
      at = open + 4;
      continue;
    }
    const close = text.indexOf('}}', open);
    const name = close < 0 ? '' : text.slice(open + 2, close).trim();
    if (name === '' || name.length > longestName) {
      const message = close < 0 ? 'expected }} after {{' : `expected a name of 1 to ${longestName} characters in {{ }}`;
      return { kind: 'faulty', message, hint: 'two braces that are meant as text are written {{{{' };
    }
    if (held !== '') parts.push({ kind: 'text', text: held });
    parts.push({ kind: 'name', text: name });
    held = '';
    at = close + 2;
  }
  held += text.slice(at);
  if (held !== '') parts.push({ kind: 'text', text: held });
  return { kind: 'ok', parts };
}

/** Text as a template that stands for it. */
export function escapeTemplate(text: string): string {
  return text.replaceAll('{{', '{{{{');
}
