import { plainText } from '../../../model/plain-text.js';
import type { ServerFacts } from '../../../model/server-facts.js';
import type { Reading } from '../reading.js';
import type { Series } from './ask-prometheus.js';

/** What an answer tells of one instance. */
export type InstanceReading = {
  readonly isUp: boolean;
  /** When it was scraped last, in seconds since 1970 by Prometheus's clock; null where that is not told. */
  readonly scrapedSeconds: number | null;
  readonly reading: Reading;
};

const workModes = ['user', 'nice', 'system', 'irq', 'softirq'];
const otherModes = ['idle', 'iowait', 'steal'];
const mostRows = 32;

/** The readings in the answer to `fleetQuery`, by instance. What a metric is missing for is null. */
export function readInstances(series: readonly Series[]): ReadonlyMap<string, InstanceReading> {
  const parts = byInstance(series);
  return new Map([...parts].map(([instance, own]) => [instance, readingOf(own)]));
}

function readingOf(series: readonly Series[]): InstanceReading {
  const one = (name: string): number | null =>
    series.find(({ labels }) => labels.get('plimsoll') === name)?.value ?? null;
  const percent = (ratio: number | null): number | null =>
    ratio === null ? null : Math.min(100, Math.max(0, ratio * 100));
  const modes = new Map<string, number>();
  for (const { labels, value } of series) {
    if (labels.get('plimsoll') === 'cpu') modes.set(labels.get('mode') ?? '', value);
  }
  // `guest` modes are left out: they are in `user` and `nice` already.
  const spent = (names: readonly string[]): number => names.reduce((sum, name) => sum + (modes.get(name) ?? 0), 0);
  const total = spent([...workModes, ...otherModes]);
  const share = (...names: readonly string[]): number | null =>
    total === 0 || !names.some((name) => modes.has(name)) ? null : percent(spent(names) / total);
  const memoryTotal = one('memoryTotal');
  const available = one('memoryAvailable');
  const swapTotal = one('swapTotal');
  return {
    isUp: one('up') === 1,
    scrapedSeconds: one('scraped'),
    reading: {
      cpuPercent: share(...workModes),
      cores: one('cores'),
      memoryUsedBytes: memoryTotal === null || available === null ? null : memoryTotal - available,
      memoryTotalBytes: memoryTotal,
      load1: one('load1'),
      detail: {
        userPercent: share('user', 'nice'),
        systemPercent: share('system', 'irq', 'softirq'),
        stealPercent: share('steal'),
        ioWaitPercent: share('iowait'),
        corePercents: null,
        load5: one('load5'),
        load15: one('load15'),
        swapUsedBytes:
          swapTotal === null ? null : Math.max(0, swapTotal - (one('swapFree') ?? 0) - (one('swapCached') ?? 0)),
        swapTotalBytes: swapTotal,
        diskReadBytesPerSecond: one('diskRead'),
        diskWriteBytesPerSecond: one('diskWritten'),
        diskBusyPercent: percent(one('diskBusy')),
        networkInBytesPerSecond: one('networkIn'),
        networkOutBytesPerSecond: one('networkOut'),
        pressure: {
          cpuPercent: percent(one('waitedCpu')),
          memoryPercent: percent(one('waitedMemory')),
          ioPercent: percent(one('waitedIo')),
        },
        uptimeSeconds: one('uptime'),
        lossRatio: null,
      },
    },
  };
}

/** The facts in the answer to `factsQuery`, by instance. Labels come from the servers, and are made safe to print. */
export function readInstanceFacts(
  series: readonly Series[],
  readings: ReadonlyMap<string, InstanceReading>,
): ReadonlyMap<string, ServerFacts> {
  return new Map(
    [...byInstance(series)].map(([instance, own]) => [instance, factsOfSeries(own, readings.get(instance) ?? null)]),
  );
}

function factsOfSeries(series: readonly Series[], known: InstanceReading | null): ServerFacts {
  const of = (name: string): readonly Series[] => series.filter(({ labels }) => labels.get('plimsoll') === name);
  const text = (value: string | undefined): string | null =>
    value === undefined || value === '' ? null : plainText(value, 128);
  const uname = of('uname')[0]?.labels;
  const free = of('free');
  const disks = new Map<string, ServerFacts['filesystems'][number]>();
  for (const { labels, value } of of('size')) {
    const device = labels.get('device') ?? '';
    const mount = labels.get('mountpoint') ?? '';
    const left = free.find((row) => row.labels.get('device') === device && row.labels.get('mountpoint') === mount);
    const other = disks.get(device);
    if (left === undefined || value === 0 || (other !== undefined && other.mount.length <= mount.length)) continue;
    disks.set(device, { mount: plainText(mount, 128), usedBytes: Math.max(0, value - left.value), totalBytes: value });
  }
  return {
    hostName: text(uname?.get('nodename')),
    platform: text(of('os')[0]?.labels.get('pretty_name')) ?? text(uname?.get('sysname')),
    kernel: text(uname?.get('release')),
    architecture: text(uname?.get('machine')),
    cores: known?.reading.cores ?? null,
    memoryTotalBytes: known?.reading.memoryTotalBytes ?? null,
    sampler: 'prometheus',
    processes: null,
    filesystems: [...disks.values()].slice(0, mostRows),
    temperatures: of('temperature')
      .map(({ labels, value }) => ({ name: plainText(labels.get('chip') ?? 'sensor', 64), celsius: value }))
      .filter(({ celsius }) => celsius > 0 && celsius < 200)
      .slice(0, mostRows),
    gpus: [],
    limits: null,
  };
}

function byInstance(series: readonly Series[]): ReadonlyMap<string, readonly Series[]> {
  const instances = new Map<string, Series[]>();
  for (const row of series) {
    const instance = row.labels.get('instance');
    if (instance === undefined) continue;
    const own = instances.get(instance);
    if (own === undefined) instances.set(instance, [row]);
    else own.push(row);
  }
  return instances;
}
