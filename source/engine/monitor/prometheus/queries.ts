import { nodeMetrics as names } from '../../../model/node-metrics.js';

/** Disks and interfaces that stand for others, which are counted themselves. */
const noDisk = 'device!~"(loop|ram|zram|sr|fd|dm-|md)[0-9].*"';
const noInterface = 'device!~"lo|(veth|docker|br-|virbr|cni|cali|flannel|tun|tap|ifb|dummy|bond).*"';

/**
 * One PromQL query for everything that node_exporter tells of some instances; each part of the answer carries its name in
 * the label `plimsoll`. `window` is what rates are taken over, such as `1m`: counters that reset are Prometheus's to see.
 */
export function fleetQuery(instances: readonly string[], window: string): string {
  const only = `instance=~${promString(instances.map(escapeRegExp).join('|'))}`;
  const sum = (metric: string, also = ''): string =>
    `sum by (instance) (rate(${metric}{${only}${also === '' ? '' : `,${also}`}}[${window}]))`;
  const level = (metric: string): string => `max by (instance) (${metric}{${only}})`;
  const parts: Readonly<Record<string, string>> = {
    up: level('up'),
    scraped: `max by (instance) (timestamp(up{${only}}))`,
    cpu: `sum by (instance, mode) (rate(${names.cpuSeconds}{${only}}[${window}]))`,
    cores: `count by (instance) (${names.cpuSeconds}{${only},mode="idle"})`,
    memoryTotal: level(names.memoryTotal),
    memoryAvailable: level(names.memoryAvailable),
    swapTotal: level(names.swapTotal),
    swapFree: level(names.swapFree),
    swapCached: level(names.swapCached),
    load1: level(names.load1),
    load5: level(names.load5),
    load15: level(names.load15),
    diskRead: sum(names.diskRead, noDisk),
    diskWritten: sum(names.diskWritten, noDisk),
    diskBusy: `max by (instance) (rate(${names.diskBusy}{${only},${noDisk}}[${window}]))`,
    networkIn: sum(names.networkIn, noInterface),
    networkOut: sum(names.networkOut, noInterface),
    waitedCpu: sum(names.waitedCpu),
    waitedMemory: sum(names.waitedMemory),
    waitedIo: sum(names.waitedIo),
    uptime: `max by (instance) (${names.time}{${only}} - on (instance) ${names.bootTime}{${only}})`,
  };
  return union(parts);
}

/** The query for what changes slowly: names, filesystems, temperatures. */
export function factsQuery(instances: readonly string[]): string {
  const only = `instance=~${promString(instances.map(escapeRegExp).join('|'))}`;
  const real = `${only},fstype!~"tmpfs|devtmpfs|overlay|squashfs|ramfs|fuse.*|nsfs|efivarfs"`;
  const by = (labels: string, expression: string): string => `max by (instance, ${labels}) (${expression})`;
  return union({
    uname: by('nodename, sysname, release, machine', `${names.uname}{${only}}`),
    os: by('pretty_name', `${names.os}{${only}}`),
    size: by('device, mountpoint', `${names.filesystemSize}{${real}}`),
    free: by('device, mountpoint', `${names.filesystemFree}{${real}}`),
    temperature: by('chip, sensor', `${names.temperature}{${only}}`),
  });
}

function union(parts: Readonly<Record<string, string>>): string {
  return Object.entries(parts)
    .map(([name, expression]) => `label_replace(${expression}, "plimsoll", "${name}", "", "")`)
    .join(' or ');
}

/** A text in PromQL's double quotes. */
function promString(text: string): string {
  return `"${text.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n')}"`;
}

function escapeRegExp(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
}
