/**
 * Into the screen of its own (1049), without a cursor (25), without wrapping at the end of a line (7) and with pasted text
 * marked (2004). Then the question whether the terminal has synchronised output (2026), which those that do not know it
 * leave unanswered.
 */
export const enterBytes = '\u001b[?1049h\u001b[?25l\u001b[?7l\u001b[?2004h\u001b[?2026$p';

/** Clicks and the wheel, told as text (1006). */
export const mouseOnBytes = '\u001b[?1000h\u001b[?1006h';

export const mouseOffBytes = '\u001b[?1006l\u001b[?1000l';

/** Everything back, in whatever state it is: harmless where nothing was changed. */
export const leaveBytes = `${mouseOffBytes}\u001b[?2026l\u001b[?2004l\u001b[m\u001b[?7h\u001b[?25h\u001b[?1049l`;

/** Hands text to the clipboard of the machine that the terminal is on (OSC 52); terminals that forbid it ignore it. */
export function clipboardBytes(base64: string): string {
  return `\u001b]52;c;${base64}\u0007`;
}
