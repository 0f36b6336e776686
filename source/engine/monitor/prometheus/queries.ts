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
    cpu: `sum by (instance, mode) (rate(node_cpu_seconds_total{${only}}[${window}]))`,
    cores: `count by (instance) (node_cpu_seconds_total{${only},mode="idle"})`,
    memoryTotal: level('node_memory_MemTotal_bytes'),
    memoryAvailable: level('node_memory_MemAvailable_bytes'),
    swapTotal: level('node_memory_SwapTotal_bytes'),
    swapFree: level('node_memory_SwapFree_bytes'),
    swapCached: level('node_memory_SwapCached_bytes'),
    load1: level('node_load1'),
    load5: level('node_load5'),
    load15: level('node_load15'),
    diskRead: sum('node_disk_read_bytes_total', noDisk),
    diskWritten: sum('node_disk_written_bytes_total', noDisk),
    diskBusy: `max by (instance) (rate(node_disk_io_time_seconds_total{${only},${noDisk}}[${window}]))`,
    networkIn: sum('node_network_receive_bytes_total', noInterface),
    networkOut: sum('node_network_transmit_bytes_total', noInterface),
    waitedCpu: sum('node_pressure_cpu_waiting_seconds_total'),
    waitedMemory: sum('node_pressure_memory_waiting_seconds_total'),
    waitedIo: sum('node_pressure_io_waiting_seconds_total'),
    uptime: `max by (instance) (node_time_seconds{${only}} - on (instance) node_boot_time_seconds{${only}})`,
  };
  return union(parts);
}

/** The query for what changes slowly: names, filesystems, temperatures. */
export function factsQuery(instances: readonly string[]): string {
  const only = `instance=~${promString(instances.map(escapeRegExp).join('|'))}`;
  const real = `${only},fstype!~"tmpfs|devtmpfs|overlay|squashfs|ramfs|fuse.*|nsfs|efivarfs"`;
  const by = (labels: string, expression: string): string => `max by (instance, ${labels}) (${expression})`;
  return union({
    uname: by('nodename, sysname, release, machine', `node_uname_info{${only}}`),
    os: by('pretty_name', `node_os_info{${only}}`),
    size: by('device, mountpoint', `node_filesystem_size_bytes{${real}}`),
    free: by('device, mountpoint', `node_filesystem_free_bytes{${real}}`),
    temperature: by('chip, sensor', `node_hwmon_temp_celsius{${only}}`),
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
