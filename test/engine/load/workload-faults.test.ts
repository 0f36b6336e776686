import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { startLoad } from '../../../source/engine/load/load.js';
import type { WorkSpec } from '../../../source/model/work.js';
import { createSystemClock } from '../../../source/time/clock.js';
import { okAnswer, startScriptedServer } from '../../helpers/http-servers.js';
import { constantPhase, loadSpec, outcomeSum } from './drive-load.js';

const folder = mkdtempSync(join(tmpdir(), 'plimsoll-workload-'));
after(() => rmSync(folder, { recursive: true }));

function workloadOf(name: string, code: string): WorkSpec {
  const file = join(folder, `${name}.mjs`);
  writeFileSync(file, `export default { name: 'own', smallestLevel: 0, ${code} };`);
  const hosts = [{ name: 'target', basePath: '', headers: [] }];
  const from = { kind: 'module', url: pathToFileURL(file).href } as const;
  return {
    names: ['own', 'own / ask'],
    clients: null,
    entries: [{ weight: 1, workload: { from, name: 0, firstStep: 1, hosts } }],
  };
}

/** Drives a workload for so long; what it said, and how its arrivals ended. */
async function drive(work: WorkSpec, durationMs: number) {
  const server = await startScriptedServer((_request, reply) => reply.write(okAnswer));
  const remarks: string[] = [];
  let ended = (): void => {};
  const phaseEnded = new Promise<void>((resolve) => {
    ended = resolve;
  });
  const load = await startLoad(loadSpec(server.port, { work }), createSystemClock(), {
    onInterval() {},
    onWindow() {},
    onPhaseEnd: () => ended(),
    onFailure() {},
    onRemark: (text) => remarks.push(text),
  });
  load.drive(constantPhase(50, durationMs));
  await phaseEnded;
  await load.drain(500);
  await load.close();
  await server.stop();
  return { remarks, totals: load.totals(() => true), seen: server.requests.length };
}

test('code that never ends keeps nobody: its worker is ended by force, and its arrivals are accounted for', async () => {
  const loops = workloadOf(
    'loops',
    "request: (() => { let n = 0; return () => { if (++n > 5) for (;;); return { path: '/' }; }; })()",
  );
  const { totals, seen } = await drive(loops, 300);
  assert.ok(seen <= 5);
  assert.equal(outcomeSum(totals), totals.intended);
  assert.ok(totals.intended > 0);
});

test('why the code of a workload let arrivals end badly is told, each reason once', async () => {
  const throws = workloadOf('throws', "request: () => { throw new Error('no row left'); }");
  const { remarks, totals } = await drive(throws, 300);
  assert.deepEqual(remarks, ['no row left']);
  assert.deepEqual([totals.outcomes.badStatus, totals.intended], [15, 15]);
});

test('a step of a name that was not declared is told, and nothing of it is sent', async () => {
  const strays = workloadOf(
    'strays',
    "stepNames: ['ask'], steps: async ({ ask }) => { await ask('other', { path: '/' }); }",
  );
  const { remarks, totals, seen } = await drive(strays, 300);
  assert.match(remarks.join('\n'), /^Expected one of the workload's stepNames \(ask\), got "other"\.$/);
  assert.deepEqual([totals.outcomes.badStatus, seen], [15, 0]);
});

test('what code prints becomes a remark, and stands in no output', async () => {
  const prints = workloadOf(
    'prints',
    "request: () => { console.log('hello'); console.error('there'); return { path: '/' }; }",
  );
  const { remarks, totals } = await drive(prints, 300);
  assert.deepEqual(remarks.toSorted(), ['it printed: hello', 'it printed: there']);
  assert.equal(totals.outcomes.ok, 15);
});
