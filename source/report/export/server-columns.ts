import { fieldsOf, numberOf } from '../recorded-value.js';

type Fields = ReturnType<typeof fieldsOf>;

/** One number of a reading of a server: its column in tables, its metric for Prometheus, and how it is read. */
export type ServerColumn = {
  readonly name: string;
  /** In base units, as Prometheus wants them: `factor` times the column. */
  readonly metric: string;
  readonly factor: number;
  readonly read: (sample: Fields, detail: Fields) => number | null;
};

const column = (name: string, metric: string, factor: number, read: ServerColumn['read']): ServerColumn => ({
  name,
  metric,
  factor,
  read,
});

const percent = 0.01;

/** Every number of a reading of a server, in the order of the table's columns. */
export const serverColumns: readonly ServerColumn[] = [
  column('cpu_percent', 'cpu_ratio', percent, (sample) => numberOf(sample.cpuPercent)),
  column('cores', 'cores', 1, (sample) => numberOf(sample.cores)),
  column('memory_used_bytes', 'memory_used_bytes', 1, (sample) => numberOf(sample.memoryUsedBytes)),
  column('memory_total_bytes', 'memory_size_bytes', 1, (sample) => numberOf(sample.memoryTotalBytes)),
  column('load1', 'load1', 1, (sample) => numberOf(sample.load1)),
  column('rtt_ms', 'rtt_seconds', 0.001, (sample) => numberOf(sample.rttMs)),
  column('user_percent', 'cpu_user_ratio', percent, (_, detail) => numberOf(detail.userPercent)),
  column('system_percent', 'cpu_system_ratio', percent, (_, detail) => numberOf(detail.systemPercent)),
  column('steal_percent', 'cpu_steal_ratio', percent, (_, detail) => numberOf(detail.stealPercent)),
  column('io_wait_percent', 'cpu_io_wait_ratio', percent, (_, detail) => numberOf(detail.ioWaitPercent)),
  column('load5', 'load5', 1, (_, detail) => numberOf(detail.load5)),
  column('load15', 'load15', 1, (_, detail) => numberOf(detail.load15)),
  column('swap_used_bytes', 'swap_used_bytes', 1, (_, detail) => numberOf(detail.swapUsedBytes)),
  column('swap_total_bytes', 'swap_size_bytes', 1, (_, detail) => numberOf(detail.swapTotalBytes)),
  column('disk_read_bytes_per_second', 'disk_read_bytes_per_second', 1, (_, detail) =>
    numberOf(detail.diskReadBytesPerSecond),
  ),
  column('disk_write_bytes_per_second', 'disk_write_bytes_per_second', 1, (_, detail) =>
    numberOf(detail.diskWriteBytesPerSecond),
  ),
  column('disk_busy_percent', 'disk_busy_ratio', percent, (_, detail) => numberOf(detail.diskBusyPercent)),
  column('network_in_bytes_per_second', 'network_in_bytes_per_second', 1, (_, detail) =>
    numberOf(detail.networkInBytesPerSecond),
  ),
  column('network_out_bytes_per_second', 'network_out_bytes_per_second', 1, (_, detail) =>
    numberOf(detail.networkOutBytesPerSecond),
  ),
  column('cpu_pressure_percent', 'cpu_pressure_ratio', percent, (_, detail) =>
    numberOf(fieldsOf(detail.pressure).cpuPercent),
  ),
  column('memory_pressure_percent', 'memory_pressure_ratio', percent, (_, detail) =>
    numberOf(fieldsOf(detail.pressure).memoryPercent),
  ),
  column('io_pressure_percent', 'io_pressure_ratio', percent, (_, detail) =>
    numberOf(fieldsOf(detail.pressure).ioPercent),
  ),
  column('uptime_seconds', 'uptime_seconds', 1, (_, detail) => numberOf(detail.uptimeSeconds)),
  column('loss_ratio', 'loss_ratio', 1, (_, detail) => numberOf(detail.lossRatio)),
];
