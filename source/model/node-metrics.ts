/**
 * node_exporter's names of what a server tells, as its own text format has them: read from a Prometheus, and told to one, so
 * that dashboards made for node_exporter know them.
 */
export const nodeMetrics = {
  cpuSeconds: 'node_cpu_seconds_total',
  memoryTotal: 'node_memory_MemTotal_bytes',
  memoryAvailable: 'node_memory_MemAvailable_bytes',
  swapTotal: 'node_memory_SwapTotal_bytes',
  swapFree: 'node_memory_SwapFree_bytes',
  swapCached: 'node_memory_SwapCached_bytes',
  load1: 'node_load1',
  load5: 'node_load5',
  load15: 'node_load15',
  diskRead: 'node_disk_read_bytes_total',
  diskWritten: 'node_disk_written_bytes_total',
  diskBusy: 'node_disk_io_time_seconds_total',
  networkIn: 'node_network_receive_bytes_total',
  networkOut: 'node_network_transmit_bytes_total',
  waitedCpu: 'node_pressure_cpu_waiting_seconds_total',
  waitedMemory: 'node_pressure_memory_waiting_seconds_total',
  waitedIo: 'node_pressure_io_waiting_seconds_total',
  time: 'node_time_seconds',
  bootTime: 'node_boot_time_seconds',
  uname: 'node_uname_info',
  os: 'node_os_info',
  filesystemSize: 'node_filesystem_size_bytes',
  filesystemFree: 'node_filesystem_free_bytes',
  filesystemAvailable: 'node_filesystem_avail_bytes',
  temperature: 'node_hwmon_temp_celsius',
} as const;
