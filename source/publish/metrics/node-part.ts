import type { ServerSample } from '../../model/server.js';
import type { ServerFacts } from '../../model/server-facts.js';
import type { Collector } from './collector.js';
import type { Labels } from './metric.js';
import { createNodeCounters } from './node-counters.js';
import { nodeFamilies } from './node-families.js';
import type { Part } from './part.js';

type Node = {
  readonly counters: ReturnType<typeof createNodeCounters>;
  sample: ServerSample | null;
  /** Of the last reading, on the session's clock. */
  atMs: number;
  facts: ServerFacts | null;
};

/** Cores that have series of their own, over all servers: 500 servers of 64 cores would be 160,000 series. */
const mostCores = 4096;

/** Servers under node_exporter's names, told apart by `instance`, so that dashboards made for it know them. */
export function createNodePart(): Part {
  const nodes = new Map<string, Node>();
  let startedAtMs = 0;
  const node = (name: string): Node => {
    let found = nodes.get(name);
    if (found === undefined) {
      found = { counters: createNodeCounters(), sample: null, atMs: 0, facts: null };
      nodes.set(name, found);
    }
    return found;
  };
  return {
    observe(event) {
      switch (event.kind) {
        case 'session/started':
          startedAtMs = Date.parse(event.head.startedAt);
          return;
        case 'server/sample': {
          const known = node(event.sample.server);
          known.counters.add(event.sample, event.atMs);
          known.sample = event.sample;
          known.atMs = event.atMs;
          return;
        }
        case 'server/facts':
          node(event.server).facts = event.facts;
          return;
        case 'server/state':
          // Silent servers have no series, as an exporter that cannot be asked has none.
          if (event.state.kind === 'down' || event.state.kind === 'refused') node(event.server).sample = null;
          return;
        default:
      }
    },
    collect(collector) {
      let coresLeft = mostCores;
      for (const [name, { counters, sample, atMs, facts }] of nodes) {
        if (sample === null) continue;
        const labels: Labels = [['instance', name]];
        const cores = sample.cores ?? 1;
        const own = cores <= coresLeft ? cores : 0;
        coresLeft -= own;
        collectCpu(counters.cpuSeconds, cores, own, labels, collector);
        for (const [counter, sum] of counters.sums) {
          const isWait = counter.startsWith('waited');
          collector.put(nodeFamilies[counter], isWait ? labels : [...labels, ['device', 'all']], sum);
        }
        collectLevels(sample, startedAtMs + atMs, labels, collector);
        if (facts !== null) collectFacts(facts, labels, collector);
      }
    },
  };
}

/**
 * Dashboards count the cores by their labels: each gets a series, with an even part of what all did. Where that would be too
 * many, one series holds the sum of them.
 */
function collectCpu(
  seconds: ReadonlyMap<string, number>,
  cores: number,
  own: number,
  labels: Labels,
  { put }: Collector,
): void {
  for (const [mode, ofOneCore] of seconds) {
    if (own === 0) put(nodeFamilies.cpuSeconds, [...labels, ['cpu', 'all'], ['mode', mode]], ofOneCore * cores);
    for (let core = 0; core < own; core++) {
      put(nodeFamilies.cpuSeconds, [...labels, ['cpu', String(core)], ['mode', mode]], ofOneCore);
    }
  }
}

function collectLevels(sample: ServerSample, wallMs: number, labels: Labels, { put }: Collector): void {
  const { detail, memoryTotalBytes, memoryUsedBytes } = sample;
  const less = (whole: number | null | undefined, part: number | null | undefined): number | null =>
    whole == null || part == null ? null : whole - part;
  put(nodeFamilies.memoryTotal, labels, memoryTotalBytes);
  put(nodeFamilies.memoryAvailable, labels, less(memoryTotalBytes, memoryUsedBytes));
  put(nodeFamilies.swapTotal, labels, detail?.swapTotalBytes);
  put(nodeFamilies.swapFree, labels, less(detail?.swapTotalBytes, detail?.swapUsedBytes));
  put(nodeFamilies.load1, labels, sample.load1);
  put(nodeFamilies.load5, labels, detail?.load5);
  put(nodeFamilies.load15, labels, detail?.load15);
  put(nodeFamilies.time, labels, wallMs / 1000);
  put(nodeFamilies.bootTime, labels, less(wallMs / 1000, detail?.uptimeSeconds));
}

function collectFacts(facts: ServerFacts, labels: Labels, { put }: Collector): void {
  const uname: Labels = [
    ['nodename', facts.hostName ?? ''],
    ['sysname', facts.platform ?? ''],
    ['release', facts.kernel ?? ''],
    ['machine', facts.architecture ?? ''],
  ];
  put(nodeFamilies.uname, [...labels, ...uname], 1);
  if (facts.platform !== null) put(nodeFamilies.os, [...labels, ['pretty_name', facts.platform]], 1);
  const mounts = new Map(facts.filesystems.map((one) => [one.mount, one]));
  for (const { mount, totalBytes, usedBytes } of mounts.values()) {
    const place: Labels = [...labels, ['device', mount], ['mountpoint', mount]];
    put(nodeFamilies.filesystemSize, place, totalBytes);
    put(nodeFamilies.filesystemFree, place, totalBytes - usedBytes);
    put(nodeFamilies.filesystemAvailable, place, totalBytes - usedBytes);
  }
  const sensors = new Map(facts.temperatures.map((one) => [one.name, one.celsius]));
  for (const [name, celsius] of sensors) {
    put(nodeFamilies.temperature, [...labels, ['chip', name], ['sensor', name]], celsius);
  }
}
