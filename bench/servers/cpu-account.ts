import { mkdirSync, readFileSync, rmdirSync, writeFileSync } from 'node:fs';
import { sessionsOf } from '../../test/helpers/sshd.js';

/** The CPU of a process and of all that it starts, ended ones included. */
export type CpuAccount = {
  /** How it counts, for the table. */
  readonly by: string;
  /** Milliseconds of CPU since it began. */
  readonly usedMs: () => number;
  readonly close: () => void;
};

const groups = [
  {
    root: '/sys/fs/cgroup/cpuacct',
    usedMs: (folder: string) => Number(readFileSync(`${folder}/cpuacct.usage`, 'utf8')) / 1e6,
  },
  {
    root: '/sys/fs/cgroup',
    usedMs: (folder: string) => Number(/usage_usec (\d+)/.exec(readFileSync(`${folder}/cpu.stat`, 'utf8'))![1]) / 1e3,
  },
] as const;

/**
 * A control group of its own where this user may make one, exact to the nanosecond; otherwise the times of /proc, which
 * count in hundredths of a second for each process.
 */
export function openCpuAccount(pid: number): CpuAccount {
  for (const { root, usedMs } of groups) {
    const folder = `${root}/plimsoll-bench-${process.pid}-${pid}`;
    try {
      mkdirSync(folder);
      writeFileSync(`${folder}/cgroup.procs`, String(pid));
      usedMs(folder);
      return {
        by: 'control group',
        usedMs: () => usedMs(folder),
        close() {
          try {
            rmdirSync(folder);
          } catch {
            // What ran in it has not quite ended yet; an empty group is left, which costs nothing.
          }
        },
      };
    } catch {
      try {
        rmdirSync(folder);
      } catch {
        // It was never made.
      }
    }
  }
  return {
    by: '/proc',
    usedMs: () => [pid, ...sessionsOf(pid)].reduce((sum, one) => sum + timesOf(one), 0),
    close() {},
  };
}

function timesOf(pid: number): number {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]!.split(' ');
    return fields.slice(11, 15).reduce((sum, ticks) => sum + Number(ticks) * 10, 0);
  } catch {
    return 0;
  }
}
