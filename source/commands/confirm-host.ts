import { plainHost } from '../config/hosts.js';
import { askLine } from './ask-line.js';
import type { Io } from './io.js';

/** What came of the question: the host's own name, anything else or nothing, or a signal to end. */
export type Confirmation = 'confirmed' | 'refused' | 'interrupted';

/** Asks, before there is any screen, for the name of the host that load would go to. `host` as `plainHost` gives it. */
export async function confirmHost(host: string, io: Io): Promise<Confirmation> {
  const typed = await askLine(`${host} is not this machine. Type its name to send load to it: `, io);
  if (typed.kind === 'interrupted') return 'interrupted';
  return typed.kind === 'line' && plainHost(typed.text.trim()) === host ? 'confirmed' : 'refused';
}
