import type { ServerRow } from './servers.js';

/** Several servers in one line: how many are live, the worst of them, the one in the middle, and sums. */
export type GroupRow = {
  readonly name: string;
  readonly members: number;
  readonly live: number;
  readonly cpuMedianPercent: number | null;
  readonly cpuWorstPercent: number | null;
  /** The member that is busiest. */
  readonly worst: string | null;
  readonly memoryUsedBytes: number | null;
  readonly memoryTotalBytes: number | null;
  readonly memoryWorstRatio: number | null;
  readonly networkInBytesPerSecond: number | null;
  readonly networkOutBytesPerSecond: number | null;
  readonly rttWorstMs: number | null;
};

/** The name under which servers of no group are summed up beside groups. */
const others = 'others';

/** The groups of servers in the order in which they come; empty where none has two members. */
export function groupRows(servers: readonly ServerRow[]): readonly GroupRow[] {
  const members = new Map<string, ServerRow[]>();
  for (const server of servers) {
    const name = server.group ?? others;
    const group = members.get(name);
    if (group === undefined) members.set(name, [server]);
    else group.push(server);
  }
  const groups = [...members].map(([name, group]) =>
    groupRow(members.size === 1 && name === others ? 'all' : name, group),
  );
  return groups.some((group) => group.members > 1) ? groups : [];
}

/** The servers that most need to be seen: those in trouble first, then the busiest. */
export function worstFirst(servers: readonly ServerRow[]): readonly ServerRow[] {
  const rank = { critical: 0, warning: 1, info: 2, good: 3 } as const;
  return [...servers].sort(
    (a, b) => rank[a.severity] - rank[b.severity] || (b.cpuPercent ?? -1) - (a.cpuPercent ?? -1),
  );
}

function groupRow(name: string, members: readonly ServerRow[]): GroupRow {
  // What a server that has gone said last is not what the group does now.
  const live = members.filter((server) => server.state === 'live');
  const known = (of: (server: ServerRow) => number | null): readonly number[] =>
    live.map(of).filter((value) => value !== null);
  const sum = (of: (server: ServerRow) => number | null): number | null => {
    const values = known(of);
    return values.length === 0 ? null : values.reduce((total, value) => total + value, 0);
  };
  const most = (of: (server: ServerRow) => number | null): number | null => {
    const values = known(of);
    return values.length === 0 ? null : Math.max(...values);
  };
  const cpu = [...known((server) => server.cpuPercent)].sort((a, b) => a - b);
  const middle = cpu.length >> 1;
  const worstPercent = cpu.at(-1) ?? null;
  return {
    name,
    members: members.length,
    live: live.length,
    cpuMedianPercent:
      cpu.length === 0 ? null : cpu.length % 2 === 1 ? cpu[middle]! : (cpu[middle - 1]! + cpu[middle]!) / 2,
    cpuWorstPercent: worstPercent,
    worst: live.find((server) => server.cpuPercent === worstPercent && worstPercent !== null)?.name ?? null,
    memoryUsedBytes: sum((server) => server.memoryUsedBytes),
    memoryTotalBytes: sum((server) => server.memoryTotalBytes),
    memoryWorstRatio: most((server) =>
      server.memoryUsedBytes === null || !server.memoryTotalBytes
        ? null
        : server.memoryUsedBytes / server.memoryTotalBytes,
    ),
    networkInBytesPerSecond: sum((server) => server.detail?.networkInBytesPerSecond ?? null),
    networkOutBytesPerSecond: sum((server) => server.detail?.networkOutBytesPerSecond ?? null),
    rttWorstMs: most((server) => server.rttMs),
  };
}
