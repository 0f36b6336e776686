import { type RuleText, readRules } from '../../source/engine/alert/read-rule.js';
import { createRuleEngine } from '../../source/engine/alert/rule-engine.js';
import type { ServerSample } from '../../source/model/server.js';
import { createRandom } from '../../source/time/random.js';

const servers = 500;
const ruleCount = 1000;
const allowedPercent = 3;

/** A thousand rules as people write them: most are thresholds, some look back, some compare. */
function manyRules(): readonly RuleText[] {
  const forms: readonly ((n: number) => string)[] = [
    (n) => `cpu.used > ${60 + (n % 39)}`,
    (n) => `memory.used > ${70 + (n % 29)}`,
    (n) => `disk.busy > ${50 + (n % 49)} and cpu.iowait > ${n % 30}`,
    (n) => `host.rtt > ${100 + n}ms`,
    (n) => `net.in > ${n}MB or net.out > ${n}MB`,
    (n) => `avg(cpu.used) over ${30 * (1 + (n % 4))}s > ${70 + (n % 29)}`,
    () => 'no_data(15s)',
    (n) => `max(memory.used) over 1m > ${90 + (n % 9)}`,
    (n) => `peer_z(cpu.used) > ${5 + (n % 5)}`,
    () => 'anomaly(cpu.used)',
  ];
  return Array.from({ length: ruleCount }, (_, n) => ({
    alert: `Rule${n}`,
    expr: forms[n % forms.length]!(n),
    ...(n % 20 === 0 ? {} : { for: 30_000 }),
  }));
}

/** CPU of taking in the readings of 500 servers and asking 1,000 rules of each, once a second, as a share of a core. */
export function costRow(seconds: number): readonly string[] {
  const { rules, problems } = readRules(manyRules());
  if (problems.length > 0) throw new Error(JSON.stringify(problems));
  let changes = 0;
  const engine = createRuleEngine(rules, () => {
    changes += 1;
  });
  const random = createRandom(1);
  const names = Array.from({ length: servers }, (_, n) => `server-${n}`);
  // A tenth of the servers is busy, and makes rules fire and end.
  const samples = (): ServerSample[] => names.map((server, n) => sampleOf(server, n % 10 === 0 ? 50 : 0, random));
  // Readings are made ahead: what is measured is what alerts do with them.
  const second = Array.from({ length: 10 }, samples);
  const take = (n: number): void => {
    for (const sample of second[n % 10]!) engine.observe({ atMs: n * 1000 + 500, kind: 'server/sample', sample });
    engine.advance((n + 1) * 1000);
  };
  const warm = 150;
  for (let n = 0; n < warm; n++) take(n);
  const costs: number[] = [];
  for (let n = warm; n < warm + seconds; n++) {
    const before = process.cpuUsage();
    take(n);
    const { user, system } = process.cpuUsage(before);
    costs.push((user + system) / 10_000);
  }
  costs.sort((a, b) => a - b);
  const median = costs[costs.length >> 1] ?? 0;
  const mean = costs.reduce((sum, cost) => sum + cost, 0) / costs.length;
  const verdict = mean <= allowedPercent ? 'met' : 'MISSED';
  return [
    `${ruleCount} rules, ${servers} servers, 1 Hz: ${mean.toFixed(2)} % of a core in the mean, ${median.toFixed(2)} % in the median`,
    `  asked: at most ${allowedPercent} %: ${verdict} (${changes} changes of alerts)`,
  ];
}

function sampleOf(server: string, morePercent: number, random: () => number): ServerSample {
  return {
    server,
    cpuPercent: 25 + 20 * random() + morePercent,
    cores: 8,
    memoryUsedBytes: 4e9 * (1 + random()),
    memoryTotalBytes: 16e9,
    load1: 2 * random(),
    rttMs: 1 + random(),
    detail: {
      userPercent: 20,
      systemPercent: 5,
      stealPercent: 0,
      ioWaitPercent: 3 * random(),
      corePercents: null,
      load5: 1,
      load15: 1,
      swapUsedBytes: 0,
      swapTotalBytes: 1e9,
      diskReadBytesPerSecond: 1e6 * random(),
      diskWriteBytesPerSecond: 1e6 * random(),
      diskBusyPercent: 30 * random(),
      networkInBytesPerSecond: 1e5 * random(),
      networkOutBytesPerSecond: 1e5 * random(),
      pressure: { cpuPercent: 0, memoryPercent: 0, ioPercent: 0 },
      uptimeSeconds: 1000,
      lossRatio: 0,
    },
  };
}
