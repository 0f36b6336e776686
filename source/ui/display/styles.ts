/** One look of a cell: what SGR codes set, apart from each other. `foreground` and `background` are SGR parameters. */
export type CellLook = {
  readonly bold: boolean;
  readonly dim: boolean;
  readonly underline: boolean;
  readonly reverse: boolean;
  readonly foreground: string;
  readonly background: string;
};

const plain: CellLook = { bold: false, dim: false, underline: false, reverse: false, foreground: '', background: '' };

/** The looks of one screen, by number: 0 is the terminal's own. */
export type Styles = {
  /** The look that SGR parameters (`1;31`) make of another. */
  readonly after: (style: number, parameters: string) => number;
  /** The bytes that lead from one look to another. */
  readonly change: (from: number, to: number) => string;
  /** The look in which a blank looks as it does in this one: without what only a character shows. */
  readonly blank: (style: number) => number;
  readonly look: (style: number) => CellLook;
};

/** Looks are told apart once and compared as numbers from then on; a theme has few of them. */
export function createStyles(): Styles {
  const looks: CellLook[] = [plain];
  const numbers = new Map<string, number>([[keyOf(plain), 0]]);
  const applied = new Map<string, number>();
  const changes = new Map<number, string>();
  const blanks: number[] = [];
  const numberOf = (look: CellLook): number => {
    const key = keyOf(look);
    const number = numbers.get(key) ?? looks.push(look) - 1;
    numbers.set(key, number);
    return number;
  };
  return {
    after(style, parameters) {
      const key = `${style} ${parameters}`;
      const known = applied.get(key);
      if (known !== undefined) return known;
      const number = numberOf(applyCodes(looks[style] ?? plain, parameters));
      applied.set(key, number);
      return number;
    },
    change(from, to) {
      if (from === to) return '';
      const key = from * 65_536 + to;
      const known = changes.get(key);
      if (known !== undefined) return known;
      const bytes = bytesBetween(looks[from] ?? plain, looks[to] ?? plain);
      changes.set(key, bytes);
      return bytes;
    },
    blank(style) {
      const known = blanks[style];
      if (known !== undefined) return known;
      const look = looks[style] ?? plain;
      const isInked = look.reverse || look.underline;
      blanks[style] = isInked ? style : numberOf({ ...plain, background: look.background });
      return blanks[style];
    },
    look: (style) => looks[style] ?? plain,
  };
}

function keyOf(look: CellLook): string {
  return [look.bold, look.dim, look.underline, look.reverse, look.foreground, look.background].join(' ');
}

function applyCodes(before: CellLook, parameters: string): CellLook {
  const codes = parameters === '' ? ['0'] : parameters.split(';');
  let look = before;
  for (let at = 0; at < codes.length; at++) {
    const code = Number(codes[at]);
    if (code === 38 || code === 48) {
      // 38;5;N and 38;2;R;G;B: the whole of it is one colour.
      const length = codes[at + 1] === '5' ? 3 : 5;
      const colour = codes.slice(at, at + length).join(';');
      look = code === 38 ? { ...look, foreground: colour } : { ...look, background: colour };
      at += length - 1;
    } else {
      look = applyCode(look, code);
    }
  }
  return look;
}

function applyCode(look: CellLook, code: number): CellLook {
  if (code === 0) return plain;
  if (code === 1) return { ...look, bold: true };
  if (code === 2) return { ...look, dim: true };
  if (code === 4) return { ...look, underline: true };
  if (code === 7) return { ...look, reverse: true };
  if (code === 22) return { ...look, bold: false, dim: false };
  if (code === 24) return { ...look, underline: false };
  if (code === 27) return { ...look, reverse: false };
  if (code === 39) return { ...look, foreground: '' };
  if (code === 49) return { ...look, background: '' };
  if ((code >= 30 && code <= 37) || (code >= 90 && code <= 97)) return { ...look, foreground: String(code) };
  if ((code >= 40 && code <= 47) || (code >= 100 && code <= 107)) return { ...look, background: String(code) };
  return look;
}

/** Whichever is shorter: to set anew from nothing, or to change only what differs. */
function bytesBetween(from: CellLook, to: CellLook): string {
  const anew = `\u001b[${['', ...onCodes(to)].join(';')}m`;
  const changed = differing(from, to);
  const step = `\u001b[${changed.join(';')}m`;
  return changed.length > 0 && step.length < anew.length ? step : anew;
}

function onCodes(look: CellLook): string[] {
  return [
    ...(look.bold ? ['1'] : []),
    ...(look.dim ? ['2'] : []),
    ...(look.underline ? ['4'] : []),
    ...(look.reverse ? ['7'] : []),
    ...(look.foreground === '' ? [] : [look.foreground]),
    ...(look.background === '' ? [] : [look.background]),
  ];
}

function differing(from: CellLook, to: CellLook): string[] {
  const codes: string[] = [];
  // 22 ends bold and dim alike, so that what stays of the two is set again after it.
  const isLighter = (from.bold && !to.bold) || (from.dim && !to.dim);
  if (isLighter) codes.push('22');
  if (to.bold && (isLighter || !from.bold)) codes.push('1');
  if (to.dim && (isLighter || !from.dim)) codes.push('2');
  if (from.underline !== to.underline) codes.push(to.underline ? '4' : '24');
  if (from.reverse !== to.reverse) codes.push(to.reverse ? '7' : '27');
  if (from.foreground !== to.foreground) codes.push(to.foreground === '' ? '39' : to.foreground);
  if (from.background !== to.background) codes.push(to.background === '' ? '49' : to.background);
  return codes;
}
