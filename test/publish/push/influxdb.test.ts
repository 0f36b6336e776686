import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { noSecrets } from '../../../source/config/authorization.js';
import { receiverPlans } from '../../../source/publish/push/receiver-plans.js';
import { closedPort } from '../../helpers/http-servers.js';
import { isInstalled, startServerProgram } from '../../helpers/server-program.js';
import { searchEvents } from '../../store/helpers/scripted-session.js';
import { fullSample, histogramOf, momentOf, numbersOf } from '../helpers/moment-of.js';
import { nowhere } from '../helpers/nowhere.js';

test('a real InfluxDB takes every line, and gives the values back', {
  skip: isInstalled('influxd') ? false : 'needs a real InfluxDB: apt-get install influxdb',
  timeout: 60_000,
}, async (context) => {
  const folder = mkdtempSync(join(tmpdir(), 'plimsoll-influx-'));
  const [port, backupPort] = [await closedPort(), await closedPort()];
  const places = (section: string, ...keys: readonly string[]): string =>
    `[${section}]\n${keys.map((key) => `${key} = "${join(folder, key)}"\n`).join('')}`;
  writeFileSync(
    join(folder, 'influx.conf'),
    `reporting-disabled = true
bind-address = "127.0.0.1:${backupPort}"
${places('meta', 'dir')}${places('data', 'dir', 'wal-dir')}[monitor]
store-enabled = false
[http]
bind-address = "127.0.0.1:${port}"
`,
  );
  const influxd = startServerProgram('influxd', ['run', '-config', join(folder, 'influx.conf')]);
  context.after(async () => {
    await influxd.stop();
    rmSync(folder, { recursive: true, force: true });
  });
  await influxd.said(/Listening on HTTP/);
  const url = `http://127.0.0.1:${port}`;
  const ask = async (query: string): Promise<readonly (readonly unknown[])[]> => {
    const answer = await fetch(`${url}/query`, { method: 'POST', body: new URLSearchParams({ db: 'load', q: query }) });
    const { results } = (await answer.json()) as {
      readonly results: readonly {
        readonly series?: readonly { readonly values: readonly (readonly unknown[])[] }[];
      }[];
    };
    return results[0]?.series?.[0]?.values ?? [];
  };
  await ask('CREATE DATABASE load');
  const odd = fullSample({ server: 'web, 1 = "x' });
  const moment = momentOf([...searchEvents(), { atMs: 90_000, kind: 'server/sample', sample: odd }]);
  const influx = { url: `${url}/write?db=load`, headers: [], everyMs: null };
  const [plan] = receiverPlans({ ...nowhere, influx }, noSecrets);
  await plan?.pack(moment)?.send(AbortSignal.timeout(10_000));
  const firstOf = async (query: string): Promise<unknown> => (await ask(query))[0]?.[1];
  const settled = numbersOf(moment).get('plimsoll_settled_total{outcome="ok"}');
  assert.equal(await firstOf(`SELECT value FROM plimsoll_settled_total WHERE outcome = 'ok'`), settled);
  const { count } = histogramOf(moment, 'plimsoll_response_time_seconds');
  assert.equal(await firstOf('SELECT count FROM plimsoll_response_time_seconds'), count);
  assert.equal(await firstOf(`SELECT value FROM node_load1 WHERE instance = 'web, 1 = "x'`), 1.5);
  const written = (await ask('SHOW MEASUREMENTS')).flat();
  assert.equal(written.length, moment.metrics.length);
});
