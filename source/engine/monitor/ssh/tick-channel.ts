import { messageOf } from '../../../model/error.js';
import { plainText } from '../../../model/plain-text.js';
import { linuxFiles } from '../sampler-script.js';
import type { Channel, ChannelListener } from '../transport.js';

/** What a way without a sampler reads, on this side of the connection. Both reject where nothing can be read at all. */
export type TickReader = {
  /** How it calls itself in its greeting. */
  readonly name: string;
  readonly periodMs: number;
  /** The texts of files by path; `began` is called once the first of them answers. */
  readonly files: (paths: readonly string[], began: () => void) => Promise<ReadonlyMap<string, string>>;
  /** What changes slowly, as sections of a slow frame. */
  readonly slow: () => Promise<ReadonlyMap<string, string>>;
  readonly close: () => void;
  readonly destroy: () => void;
};

/** Of one file no more is taken: a frame is bounded, and this is ten times what the largest of them has on 100 cores. */
export const longestSection = 24_576;

/** A channel whose frames are made here: it takes the same ticks and says the same lines as a sampler on the server. */
export function tickChannel(listener: ChannelListener, reader: TickReader): Channel {
  let isOver = false;
  const end = (error: unknown): void => {
    if (isOver) return;
    isOver = true;
    reader.close();
    listener.ended(plainText(messageOf(error), 200), false);
  };
  const say = (text: string): void => {
    if (!isOver) listener.output(text);
  };
  const answer = async (tick: string, isSlow: boolean): Promise<void> => {
    let hasBegun = false;
    const began = (): void => {
      if (!hasBegun) say(`@S ${tick}\n`);
      hasBegun = true;
    };
    const files = await reader.files(linuxFiles, began);
    began();
    say(`${sections(files)}@END ${tick}\n`);
    if (isSlow) say(`@S ${tick} slow\n${sections(await reader.slow())}@END ${tick} slow\n`);
  };
  return {
    write(text) {
      if (text === '\n') say(`@READY linux ${reader.name} ${reader.periodMs}\n`);
      const match = /^(\d{1,15})(?: ([a-z]+))?\n$/.exec(text);
      if (match !== null && !isOver) void answer(match[1]!, match[2]?.includes('s') ?? false).catch(end);
    },
    close() {
      isOver = true;
      reader.close();
    },
    destroy() {
      isOver = true;
      reader.destroy();
    },
  };
}

function sections(texts: ReadonlyMap<string, string>): string {
  let frame = '';
  for (const [name, text] of texts) {
    // Interrupts are most of this file, and nobody asks for them.
    const kept = name === '/proc/stat' ? text.replace(/^(?!cpu|btime).*\n?/gm, '') : text;
    frame += `@F ${name}\n${kept.slice(0, longestSection).replace(/\n?$/, '\n')}`;
  }
  return frame;
}
