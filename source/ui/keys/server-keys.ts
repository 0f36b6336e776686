import { type Facts, tell } from './facts.js';
import type { Pressed, ScreenState } from './screen-state.js';

/**
 * Selects a server, or none: it is told in full, and all of its cores from now on. Only one at a time, since each reading of
 * many cores costs the server more than all else.
 */
export function selectServer(screen: ScreenState, server: string | null): Pressed {
  if (screen.settings.selectedServer === server) return { screen, effects: [] };
  return {
    screen: { ...screen, settings: { ...screen.settings, selectedServer: server } },
    effects: [{ kind: 'show-cores', server }],
  };
}

/** Moves the selection through the servers as they are shown, from the first one on; it stays at either end. */
export function moveSelection(screen: ScreenState, by: number, facts: Facts): Pressed {
  const names = facts.servers(screen.settings);
  const at = names.indexOf(screen.settings.selectedServer ?? '');
  const next = at < 0 ? (by < 0 ? names.length - 1 : 0) : Math.max(0, Math.min(names.length - 1, at + by));
  return selectServer(screen, names[next] ?? null);
}

/** Logs in again to the server selected; without one, to all that wait for a person or for their time. */
export function retryServers(screen: ScreenState, facts: Facts): Pressed {
  const { selectedServer } = screen.settings;
  if (facts.kind === 'replay') return tell(screen, 'this is a recording: there is nobody to log in to', facts);
  if (facts.kind === 'read-only') return tell(screen, 'this viewer may only watch: nothing is tried from here', facts);
  const servers = facts.waitingServers.filter((name) => selectedServer === null || name === selectedServer);
  if (servers.length === 0) {
    return tell(screen, selectedServer === null ? 'no server waits' : `${selectedServer} does not wait`, facts);
  }
  const { screen: told } = tell(
    screen,
    `trying ${servers.length === 1 ? servers[0] : `${servers.length} servers`} again`,
    facts,
  );
  return { screen: told, effects: [{ kind: 'retry', servers }] };
}
