import { favourMemory } from '../engine/monitor/favour-memory.js';
import type { ExitCode } from '../model/exit-code.js';
import type { Command } from './invocation.js';
import type { Io } from './io.js';
import { launch, sessionParts } from './launch.js';

/** `plimsoll monitor`: watches servers and streams, sends no load. */
export function monitor(command: Extract<Command, { readonly command: 'monitor' }>, io: Io): Promise<ExitCode> {
  favourMemory();
  const { durationMs } = command.config.monitor;
  return launch(
    { ...sessionParts(command, io), kind: 'monitor', target: null, job: { kind: 'watch', durationMs } },
    io,
  );
}
