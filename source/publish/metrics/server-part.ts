import type { ServerSample } from '../../model/server.js';
import { families } from './families.js';
import type { Labels } from './metric.js';
import { asNumber, type Part } from './part.js';

/** Servers in plimsoll's own words: exactly what the screen shows of them. */
export function createServerPart(): Part {
  const up = new Map<string, boolean>();
  const samples = new Map<string, ServerSample>();
  return {
    observe(event) {
      switch (event.kind) {
        case 'session/started':
          for (const { name } of event.head.servers) up.set(name, false);
          return;
        case 'server/sample':
          up.set(event.sample.server, true);
          samples.set(event.sample.server, event.sample);
          return;
        case 'server/state':
          up.set(event.server, event.state.kind === 'live');
          // An old reading is not told as if it were of now.
          if (event.state.kind === 'down' || event.state.kind === 'refused') samples.delete(event.server);
          return;
        default:
      }
    },
    collect({ put }) {
      for (const [server, isUp] of up) {
        const labels: Labels = [['server', server]];
        put(families.serverUp, labels, asNumber(isUp));
        const sample = samples.get(server);
        if (sample === undefined) continue;
        put(families.serverCpu, labels, sample.cpuPercent === null ? null : sample.cpuPercent / 100);
        put(families.serverMemoryUsed, labels, sample.memoryUsedBytes);
        put(families.serverMemorySize, labels, sample.memoryTotalBytes);
        put(families.serverRtt, labels, sample.rttMs === null ? null : sample.rttMs / 1000);
        put(families.serverLoss, labels, sample.detail?.lossRatio);
      }
    },
  };
}
