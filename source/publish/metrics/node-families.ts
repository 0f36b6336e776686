import { nodeMetrics } from '../../model/node-metrics.js';
import type { Family } from './metric.js';

const family = (metric: string, help: string): Family => {
  const counted = metric.endsWith('_total');
  const name = counted ? metric.slice(0, -'_total'.length) : metric;
  const unit = /_(seconds|bytes|celsius)$/.exec(name)?.[1] as Family['unit'] | undefined;
  return { name, kind: counted ? 'counter' : 'gauge', help, unit: unit ?? null };
};

/** What is told of servers under node_exporter's names. Its own label `instance` tells them apart. */
export const nodeFamilies = {
  cpuSeconds: family(nodeMetrics.cpuSeconds, 'Time that the cores spent, by mode.'),
  memoryTotal: family(nodeMetrics.memoryTotal, 'Memory that there is.'),
  memoryAvailable: family(nodeMetrics.memoryAvailable, 'Memory that programs could still get.'),
  swapTotal: family(nodeMetrics.swapTotal, 'Swap that there is.'),
  swapFree: family(nodeMetrics.swapFree, 'Swap that is free.'),
  load1: family(nodeMetrics.load1, 'Load average of a minute.'),
  load5: family(nodeMetrics.load5, 'Load average of five minutes.'),
  load15: family(nodeMetrics.load15, 'Load average of fifteen minutes.'),
  diskRead: family(nodeMetrics.diskRead, 'Bytes read from whole disks.'),
  diskWritten: family(nodeMetrics.diskWritten, 'Bytes written to whole disks.'),
  diskBusy: family(nodeMetrics.diskBusy, 'Time that the busiest disk was busy.'),
  networkIn: family(nodeMetrics.networkIn, 'Bytes received by interfaces that are not virtual.'),
  networkOut: family(nodeMetrics.networkOut, 'Bytes sent by interfaces that are not virtual.'),
  waitedCpu: family(nodeMetrics.waitedCpu, 'Time that tasks waited for a core.'),
  waitedMemory: family(nodeMetrics.waitedMemory, 'Time that tasks waited for memory.'),
  waitedIo: family(nodeMetrics.waitedIo, 'Time that tasks waited for a disk.'),
  time: family(nodeMetrics.time, 'When the server was read last, since 1970.'),
  bootTime: family(nodeMetrics.bootTime, 'When the server started, since 1970.'),
  uname: family(nodeMetrics.uname, 'Names of the system.'),
  os: family(nodeMetrics.os, 'Name of the distribution.'),
  filesystemSize: family(nodeMetrics.filesystemSize, 'Size of a filesystem.'),
  filesystemFree: family(nodeMetrics.filesystemFree, 'What is free of it.'),
  filesystemAvailable: family(nodeMetrics.filesystemAvailable, 'What is free of it, for programs.'),
  temperature: family(nodeMetrics.temperature, 'Temperature of a part.'),
} as const satisfies Readonly<Record<string, Family>>;
