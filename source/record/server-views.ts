import type { RateName } from '../model/server-rates.js';
import { countColumns } from './count-columns.js';
import { type ServerColumn, serverColumns } from './step-columns.js';

/** Math.round, for what is not below 0. */
const whole = (sql: string): string => `CAST(${sql} + 0.5 AS INTEGER)`;
const hundredths = (sql: string): string => `${whole(`(${sql}) * 100`)} / 100.0`;
const share = (sql: string): string => `(${sql}) * 1.0 / ticks * 100`;
const timePercent = (column: string, perPercent: string): string => `min(100.0, ${column} / (seconds * ${perPercent}))`;
const perSecond = (column: string): string => whole(`${column} / seconds`);

type Pressure = 'pressureCpuPercent' | 'pressureMemoryPercent' | 'pressureIoPercent';

/** What the model makes of counts, in SQL and step by step the same, so that both give the same digits. */
const rates: { readonly [Name in RateName | Pressure]: string } = {
  cpuPercent: hundredths(
    `ifnull(CASE WHEN cores > 0 THEN min(100.0, container_cpu_us / (seconds * cores * 1e4)) END, ${share('user_ticks + system_ticks')})`,
  ),
  userPercent: hundredths(share('user_ticks')),
  systemPercent: hundredths(share('system_ticks')),
  stealPercent: hundredths(share('steal_ticks')),
  ioWaitPercent: hundredths(share('io_wait_ticks')),
  diskReadBytesPerSecond: perSecond('disk_read_bytes'),
  diskWriteBytesPerSecond: perSecond('disk_written_bytes'),
  diskBusyPercent: hundredths(timePercent('disk_busy_ms', '10')),
  networkInBytesPerSecond: perSecond('network_in_bytes'),
  networkOutBytesPerSecond: perSecond('network_out_bytes'),
  pressureCpuPercent: hundredths(timePercent('cpu_waited_us', '1e4')),
  pressureMemoryPercent: hundredths(timePercent('memory_waited_us', '1e4')),
  pressureIoPercent: hundredths(timePercent('io_waited_us', '1e4')),
};

const isRate = (name: string): name is keyof typeof rates => name in rates;

const inUnits = ({ column, shown, steps }: ServerColumn): string =>
  steps === 1 ? column : `${column} / ${steps}.0 AS ${shown}`;
const made = (column: ServerColumn): string =>
  isRate(column.name) ? `${rates[column.name]} AS ${column.shown}` : inUnits(column);

const machine = 'server, cores, memory_total_bytes, swap_total_bytes';
const machines = 'JOIN server_machine ON server_machine.id = machine';

/** The views of readings of servers: in the units that everybody knows, and what was counted as it was. */
export const serverViews = `
CREATE VIEW server_sample AS SELECT server_reading.seq, at_ms, ${machine}, ${serverColumns.map(inUnits).join(', ')}
  FROM server_reading ${machines}
  UNION ALL SELECT counted.seq, at_ms, ${machine}, ${serverColumns.map(made).join(', ')}
  FROM (SELECT *, nullif(elapsed_us, 0) / 1e6 AS seconds,
    nullif(user_ticks + system_ticks + idle_ticks + ifnull(io_wait_ticks, 0) + ifnull(steal_ticks, 0), 0) AS ticks
    FROM server_count) AS counted ${machines};
CREATE VIEW server_counted AS SELECT server_count.seq, at_ms, server, cores, ${[
  ...countColumns,
  { column: 'core_ticks' },
]
  .map(({ column }) => column)
  .join(', ')}
  FROM server_count ${machines};`;
