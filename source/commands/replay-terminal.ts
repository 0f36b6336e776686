import type { ExitCode } from '../model/exit-code.js';
import type { SpanReader } from '../record/read-span.js';
import type { Io } from './io.js';
import type { WantedReplay } from './replay.js';

export async function replayInTerminal(reader: SpanReader, wanted: WantedReplay, io: Io): Promise<ExitCode> {
  throw new Error(`${reader} ${wanted} ${io}`);
}
