import { replaceUnprintable } from '../../../model/plain-text.js';
import { type Channel, headlineOf } from './channel.js';

/** How a terminal is told: by a bell, or by a notification of its own in one of two dialects. */
export type TerminalStyle = 'bell' | 'osc9' | 'osc777';

const longest = 120;

/** The terminal that is looked at. `write` must not be called while a frame is being written. */
export function terminalChannel(name: string, style: TerminalStyle, write: (text: string) => void): Channel {
  return {
    name,
    async send(message) {
      write(terminalText(style, headlineOf(message)));
    },
    async probe() {
      return 'it is the terminal that shows the session';
    },
  };
}

/** The bytes that a terminal is sent. A semicolon would begin another field, and a body of digits another meaning. */
export function terminalText(style: TerminalStyle, headline: string): string {
  const words = replaceUnprintable(headline, ' ').replaceAll(';', ',').slice(0, longest);
  const body = `plimsoll ${words}`;
  switch (style) {
    case 'bell':
      return '\u0007';
    case 'osc9':
      return `\u001b]9;${body}\u001b\\`;
    case 'osc777':
      return `\u001b]777;notify;plimsoll;${body}\u001b\\`;
  }
}

/** The dialect that the terminal of this environment knows; a bell where none is known. */
export function styleOf(env: Readonly<Record<string, string | undefined>>): TerminalStyle {
  const program = env.TERM_PROGRAM ?? '';
  if (/^(?:iTerm\.app|WezTerm|ghostty|WarpTerminal)$/.test(program)) return 'osc9';
  if (/^(?:foot|rxvt-unicode|xterm-ghostty)/.test(env.TERM ?? '') || env.VTE_VERSION !== undefined) return 'osc777';
  return 'bell';
}
