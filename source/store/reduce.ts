import type { SessionEvent } from '../model/events.js';
import { isLoadActive } from '../model/load-active.js';
import { addAlertEvent } from './alert-state.js';
import { addDiscoveryEvent, endDiscovery } from './discovery-state.js';
import { addJobEvent } from './job-state.js';
import { addInterval, restartLoad } from './load-state.js';
import { addToLog } from './log-state.js';
import { addPhase } from './phase-state.js';
import { addServerSample, setServer, unseenServers } from './server-state.js';
import type { RunStatus, SessionView } from './state.js';
import { addStreamSample, setStreamHealth, setStreamState, unseenStreams } from './stream-state.js';

/** The view after one more event. Pure: replaying a recording gives the same views. */
export function reduce(view: SessionView, event: SessionEvent): SessionView {
  const log = addToLog(view, event);
  const next = applyEvent(view, event);
  const phases = addPhase(view.phases, next, event.atMs);
  return log === view.log && phases === view.phases ? next : { ...next, log, phases };
}

function applyEvent(view: SessionView, event: SessionEvent): SessionView {
  switch (event.kind) {
    case 'session/started':
      return {
        ...view,
        head: event.head,
        servers: unseenServers(event.head.servers),
        streams: unseenStreams(event.head.streams),
      };
    case 'session/ended':
      return { ...view, ended: { atMs: event.atMs, reason: event.reason } };
    case 'run/state': {
      const starts = !isLoadActive(view.run.state) && isLoadActive(event.to);
      const run = nextRun(view.run, event, starts);
      if (starts) return { ...view, run, load: restartLoad(view.load), jobs: null, answer: null };
      if (isLoadActive(event.to)) return { ...view, run };
      return { ...view, run, rate: null, discovery: endDiscovery(view.discovery, event.atMs) };
    }
    case 'load/interval': {
      const load = addInterval(view.load, event.interval);
      const { intendedPerSecond } = event.interval;
      // A ramp moves between the rates that are told; a rest intends nothing and keeps the rate to go back to.
      const rate =
        view.rate !== null && intendedPerSecond > 0 ? { ...view.rate, perSecond: intendedPerSecond } : view.rate;
      return { ...view, load, rate };
    }
    case 'load/rate':
      return {
        ...view,
        rate: { perSecond: event.perSecond, cause: event.cause, reason: event.reason, isHeld: event.held === true },
      };
    case 'discovery/event':
      return { ...view, discovery: addDiscoveryEvent(view.discovery, event.event, event.atMs, view.load.points) };
    case 'bench/event':
      // Each configuration is a search of its own.
      return event.event.kind === 'configuration'
        ? { ...view, discovery: endDiscovery(view.discovery, event.atMs) }
        : view;
    case 'job/event':
      return { ...view, jobs: addJobEvent(view.jobs, event.event, event.atMs) };
    case 'alert/event':
      return { ...view, alerts: addAlertEvent(view.alerts, event.event, event.atMs) };
    case 'server/sample':
      return { ...view, servers: addServerSample(view.servers, event.sample, event.atMs) };
    case 'server/state':
      return { ...view, servers: setServer(view.servers, event.server, { state: event.state }) };
    case 'server/facts':
      return { ...view, servers: setServer(view.servers, event.server, { facts: event.facts }) };
    case 'stream/sample':
      return { ...view, streams: addStreamSample(view.streams, event.sample, event.atMs) };
    case 'stream/state':
      return { ...view, streams: setStreamState(view.streams, event.stream, event.state) };
    case 'stream/health':
      return { ...view, streams: setStreamHealth(view.streams, event.stream, event, event.atMs) };
    case 'note':
      return view;
    case 'result':
      return {
        ...view,
        answer: { result: event.result, atMs: event.atMs },
        discovery: event.result.kind === 'discovery' ? endDiscovery(view.discovery, event.atMs) : view.discovery,
      };
  }
}

function nextRun(
  run: RunStatus,
  event: Extract<SessionEvent, { readonly kind: 'run/state' }>,
  starts: boolean,
): RunStatus {
  return {
    state: event.to,
    cause: event.cause,
    reason: event.reason,
    sinceMs: event.atMs,
    startedAtMs: starts ? event.atMs : run.startedAtMs,
    endedAtMs: isLoadActive(event.to) ? null : event.atMs,
  };
}
