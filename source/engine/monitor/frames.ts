/** One answer of the sampler: what it read, by section. A section is a file's text or a program's output. */
export type Frame = {
  readonly tick: number;
  readonly isSlow: boolean;
  readonly sections: ReadonlyMap<string, string>;
};

/** What the sampler says, as it comes. */
export type FrameListener = {
  /** It is up and waits for ticks, which are to come `periodMs` apart. */
  readonly ready: (system: string, engine: string, periodMs: number) => void;
  /** The first byte of an answer has come. */
  readonly began: (tick: number, isSlow: boolean) => void;
  readonly frame: (frame: Frame) => void;
  /**
   * What comes is no sampler's: nothing more is read. `reason` is a clause without a full stop. `isForeign`: it runs, on a
   * system that it does not know, so that no other way of reading would do.
   */
  readonly broken: (reason: string, isForeign: boolean) => void;
};

/** Longest frame taken, in UTF-16 units: a machine of 256 cores and 100 disks needs half of it. */
export const longestFrame = 65_536;

const longestKilo = longestFrame / 1024;

/**
 * Reads the sampler's output, cut anywhere, into frames. Whatever stands outside of a frame (greetings of shells) is
 * dropped; a frame that begins before the last one ended replaces it. Bounded: what grows over `longestFrame` is broken.
 */
export function createFrameReader(listener: FrameListener): (chunk: string) => void {
  let buffer = '';
  /** Where the open frame's content begins in the buffer; -1 outside of a frame. */
  let open = -1;
  let tick = 0;
  let isSlow = false;
  let isReady = false;
  let isBroken = false;
  /** What is known not to hold the end that is looked for, so that nothing is searched twice. */
  let searched = 0;
  let skipped = 0;

  const fail = (reason: string, isForeign = false): void => {
    isBroken = true;
    buffer = '';
    listener.broken(reason, isForeign);
  };

  /** Takes one line from outside of a frame. */
  const line = (text: string): void => {
    const begin = /^@S (\d{1,15})( slow)?$/.exec(text);
    if (begin !== null) {
      tick = Number(begin[1]);
      isSlow = begin[2] !== undefined;
      open = 0;
      searched = 0;
      listener.began(tick, isSlow);
      return;
    }
    const ready = /^@READY ([a-z]{1,16}) ([a-z]{1,16}) (\d{3,5})$/.exec(text);
    if (ready !== null && !isReady) {
      isReady = true;
      listener.ready(ready[1]!, ready[2]!, Number(ready[3]));
      return;
    }
    if (text.startsWith('@NO ')) {
      fail(`the sampler knows Linux, macOS and FreeBSD, and this system calls itself ${text.slice(4)}`, true);
      return;
    }
    skipped += text.length + 1;
    if (skipped > longestFrame) fail(`it sent more than ${longestKilo} KiB that are no reading`);
  };

  /** Takes the open frame if all of it is there. False when more must come. */
  const takeFrame = (): boolean => {
    const mark = `@END ${tick}${isSlow ? ' slow' : ''}\n`;
    const end = buffer.startsWith(mark) ? 0 : buffer.indexOf(`\n${mark}`, searched) + 1;
    if (end === 0 && !buffer.startsWith(mark)) {
      // Another frame that begins means that this one will not end.
      const next = buffer.search(/^@S \d/m);
      if (next >= 0) {
        buffer = buffer.slice(next);
        open = -1;
        return true;
      }
      searched = Math.max(0, buffer.length - mark.length - 1);
      return false;
    }
    const content = buffer.slice(0, end);
    buffer = buffer.slice(end + mark.length);
    open = -1;
    skipped = 0;
    listener.frame({ tick, isSlow, sections: sectionsOf(content) });
    return true;
  };

  return (chunk) => {
    if (isBroken) return;
    buffer += chunk;
    while (!isBroken && buffer !== '') {
      if (open >= 0) {
        if (!takeFrame()) break;
        continue;
      }
      const end = buffer.indexOf('\n');
      if (end < 0) break;
      const text = buffer.slice(0, end).replace(/\r$/, '');
      buffer = buffer.slice(end + 1);
      line(text);
    }
    if (buffer.length > longestFrame) fail(`it sent more than ${longestKilo} KiB for one tick`);
  };
}

/** The sections of a frame's content. */
export function sectionsOf(content: string): ReadonlyMap<string, string> {
  const sections = new Map<string, string>();
  for (const part of `\n${content}`.split('\n@F ').slice(1)) {
    const end = part.indexOf('\n');
    if (end < 0) sections.set(part, '');
    else sections.set(part.slice(0, end), `${part.slice(end + 1)}\n`);
  }
  return sections;
}
