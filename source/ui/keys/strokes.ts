import type { Key } from 'ink';

/**
 * No fingers type more keys than this between two readings. Terminals that do not mark pasted text hand it over like
 * typed keys, but all of it at once: that is how it is told.
 */
const mostAtOnce = 8;

/**
 * What Ink's useInput reports as strokes: `S`, `+`, `space`, `tab`, `shift-tab`, `enter`, `escape`, `backspace`, `ctrl-c`,
 * `left`, `shift-left`, `home`, `page-up`.
 * Keys typed faster than they are read come as one text and are taken apart; a longer text is pasted, and no stroke at all
 * but for a ctrl-c in it, unless it is one key held down. A release, or a key held with alt, is no stroke.
 */
export function strokesOf(input: string, key: Key): readonly string[] {
  if (key.eventType === 'release') return [];
  if (key.escape) return ['escape'];
  if (key.tab) return [key.shift ? 'shift-tab' : 'tab'];
  if (key.return) return ['enter'];
  if (key.backspace || key.delete) return ['backspace'];
  const arrow = arrowOf(key);
  if (arrow !== null) return [key.shift ? `shift-${arrow}` : arrow];
  if (key.home) return ['home'];
  if (key.end) return ['end'];
  if (key.pageUp) return ['page-up'];
  if (key.pageDown) return ['page-down'];
  if (key.meta || key.super || key.hyper) return [];
  if (key.ctrl) return input.length === 1 ? [`ctrl-${input}`] : [];
  const strokes = Array.from(input, strokeOf).filter((stroke) => stroke !== null);
  const isPasted = strokes.length > mostAtOnce && new Set(strokes).size > 1;
  return isPasted ? strokes.filter((stroke) => stroke === 'ctrl-c') : strokes;
}

function arrowOf(key: Key): string | null {
  if (key.leftArrow) return 'left';
  if (key.rightArrow) return 'right';
  if (key.upArrow) return 'up';
  return key.downArrow ? 'down' : null;
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
