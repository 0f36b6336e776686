import type { Effort } from '../source/engine/discovery/options.js';
import { controls, scenarios } from '../test/helpers/simulated-scenarios.js';
import { acceptance } from './discovery/acceptance.js';
import { comparisons } from './discovery/comparisons.js';
import { honesty } from './discovery/honesty.js';
import { jitteredScenarios } from './discovery/jittered.js';
import { runAll as runBy } from './discovery/pool.js';
import type { Job, Row } from './discovery/runs.js';
import { covers, head, lineOf, percent } from './discovery/table.js';

/**
 * The search for the load line on simulated targets whose line is known, in virtual time, beside the classic search on
 * the same seeds: `node discovery.js [runs a scenario, 40] [quick|standard|thorough|both] [first seed]`. Forty runs take
 * a minute or two, two hundred a quarter of an hour. Jittered targets have parameters that nothing was tuned on; errors in per cent of the true
 * line, rates as multiples of it.
 */
const runs = Number(process.argv[2] ?? 40);
const wanted = process.argv[3] ?? 'both';
/** Constants were tuned with seeds below 1000. */
const firstSeed = Number(process.argv[4] ?? 5000);
const efforts = (wanted === 'both' ? ['quick', 'standard'] : [wanted]) as readonly Effort[];

const seeds = Array.from({ length: runs }, (_, index) => firstSeed + index);
const fewSeeds = seeds.slice(0, Math.max(1, Math.ceil(runs / 4)));

function jobsOf(names: readonly string[], method: Job['method'], some: readonly number[]): readonly Job[] {
  return names.flatMap((scenario) => some.map((seed) => ({ scenario, method, seed })));
}

const runAll = (jobs: readonly Job[]): Promise<readonly Row[]> =>
  runBy(new URL('discovery/worker.js', import.meta.url), jobs);

const names = scenarios.map((scenario) => scenario.name);
const jitteredNames = jitteredScenarios.map((scenario) => scenario.name);
const controlNames = Object.values(controls).map((scenario) => scenario.name);

function print(title: string, groups: readonly string[], rows: readonly Row[]): void {
  console.log(`\n${title}\n${head}`);
  for (const name of groups)
    console.log(
      lineOf(
        name,
        rows.filter((row) => row.scenario === name),
      ),
    );
}

const began = process.cpuUsage();
const classic = await runAll(jobsOf(names, 'classic', seeds));
print(`classic: doubling, then bisection on p99, 30 s a probe; ${runs} runs`, names, classic);
for (const effort of efforts) {
  const rows = await runAll(jobsOf(names, effort, seeds));
  print(`${effort}; ${runs} runs`, names, rows);
  const jittered = await runAll(jobsOf(jitteredNames, effort, fewSeeds));
  print(`${effort}, jittered targets; ${fewSeeds.length} runs each`, jitteredNames, jittered);
  console.log(lineOf('all jittered', jittered));
  print(`${effort}, controls`, controlNames, await runAll(jobsOf(controlNames, effort, fewSeeds)));
  if (effort === 'thorough') continue;
  console.log(`\nhonesty, ${effort}`);
  for (const line of honesty(rows)) console.log(line);
  console.log(`\nacceptance, ${effort}`);
  for (const line of acceptance(effort, rows, classic)) console.log(line);
}
for (const line of comparisons(fewSeeds)) console.log(line);
const vacuous = await runAll(jobsOf(['mmc8'], 'independent', fewSeeds));
console.log(
  `\narrivals taken as independent: ${percent(vacuous, covers).toFixed(0)} % of the intervals cover the line of mmc8`,
);
const used = process.cpuUsage(began);
console.log(`CPU ${((used.user + used.system) / 1e6).toFixed(0)} s`);
