import type { Key } from 'ink';

/**
 * What Ink's useInput reports as strokes: `S`, `+`, `space`, `tab`, `shift-tab`, `enter`, `escape`, `ctrl-c`. Keys typed
 * faster than they are read come as one text and are taken apart. A release, or a key held with alt, is no stroke.
 */
export function strokesOf(input: string, key: Key): readonly string[] {
  if (key.eventType === 'release') return [];
  if (key.escape) return ['escape'];
  if (key.tab) return [key.shift ? 'shift-tab' : 'tab'];
  if (key.return) return ['enter'];
  if (key.meta || key.super || key.hyper) return [];
  if (key.ctrl) return input.length === 1 ? [`ctrl-${input}`] : [];
  return Array.from(input, strokeOf).filter((stroke) => stroke !== null);
}

function strokeOf(character: string): string | null {
  switch (character) {
    case ' ':
      return 'space';
    case '\t':
      return 'tab';
    case '\r':
    case '\n':
      return 'enter';
    case '\u0003':
      return 'ctrl-c';
    default:
      return character > ' ' && character !== '\u007f' ? character : null;
  }
}
