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
          // The server goes on for the other measurements: it goes to the root group, so that this one can go. Sessions
          // that end meanwhile leave it by themselves, which the next turn sees.
          for (let turn = 0; turn < 20; turn++) {
            try {
              for (const one of readFileSync(`${folder}/cgroup.procs`, 'utf8').split('\n').filter(Boolean))
                move(one, root);
              rmdirSync(folder);
              return;
            } catch {
              Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 50);
            }
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

function move(pid: string, root: string): void {
  try {
    writeFileSync(`${root}/cgroup.procs`, pid);
  } catch {
    // It has ended meanwhile.
  }
}

function timesOf(pid: number): number {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]!.split(' ');
    return fields.slice(11, 15).reduce((sum, ticks) => sum + Number(ticks) * 10, 0);
  } catch {
    return 0;
  }
}
