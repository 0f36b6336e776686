const named: { readonly [keys: string]: string } = {
  ' ': 'space',
  '\t': 'tab',
  '\r': 'enter',
  '\u007f': 'backspace',
  '\u0003': 'ctrl-c',
  '\u001b[1~': 'home',
  '\u001b[4~': 'end',
  '\u001b[5~': 'page-up',
  '\u001b[6~': 'page-down',
};

const cursorKeys: { readonly [letter: string]: string } = {
  A: 'up',
  B: 'down',
  C: 'right',
  D: 'left',
  F: 'end',
  H: 'home',
};

/**
 * The stroke of what came from a terminal where it is one key as nearly all send it; null where only Ink can tell. With it the
 * first keys do not wait until Ink is loaded.
 */
export function plainStroke(keys: string): string | null {
  if (/^[!-~]$/.test(keys)) return keys;
  const letter = /^\u001b[[O]([A-DFH])$/.exec(keys)?.[1];
  return (letter === undefined ? named[keys] : cursorKeys[letter]) ?? null;
}
