import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { closedPort } from './http-servers.js';
import { isInstalled, startServerProgram } from './server-program.js';

/** For the options of a test: why it is skipped, or false. */
export const skipWithoutPrometheus: string | false = ['prometheus', 'prometheus-node-exporter'].every(isInstalled)
  ? false
  : 'needs a real Prometheus: apt-get install prometheus prometheus-node-exporter';

/** A real Prometheus on loopback that scrapes a real node_exporter of this machine once a second. */
export type Prometheus = {
  readonly url: string;
  /** The label of the exporter that answers, and of one that never does. */
  readonly instance: string;
  readonly deadInstance: string;
  readonly stopExporter: () => Promise<void>;
  readonly close: () => Promise<void>;
};

export async function startPrometheus(): Promise<Prometheus> {
  const [exporterPort, deadPort] = [await closedPort(), await closedPort()];
  const exporter = startServerProgram('prometheus-node-exporter', [`--web.listen-address=127.0.0.1:${exporterPort}`]);
  const server = await startPrometheusServer([
    { job_name: 'node', static_configs: [{ targets: [`127.0.0.1:${exporterPort}`, `127.0.0.1:${deadPort}`] }] },
  ]);
  return {
    url: server.url,
    instance: `127.0.0.1:${exporterPort}`,
    deadInstance: `127.0.0.1:${deadPort}`,
    stopExporter: exporter.stop,
    async close() {
      await Promise.all([server.close(), exporter.stop()]);
    },
  };
}

/** A Prometheus that answers questions. */
export type PrometheusServer = { readonly url: string; readonly close: () => Promise<void> };

/** A real Prometheus on loopback that scrapes what these configs say, once a second. */
export async function startPrometheusServer(
  scrapeConfigs: readonly object[],
  flags: readonly string[] = [],
): Promise<PrometheusServer> {
  const folder = mkdtempSync(join(tmpdir(), 'plimsoll-prometheus-'));
  const port = await closedPort();
  const config = join(folder, 'prometheus.yml');
  const global = { scrape_interval: '1s', scrape_timeout: '1s' };
  writeFileSync(config, JSON.stringify({ global, scrape_configs: scrapeConfigs }));
  const server = startServerProgram('prometheus', [
    `--config.file=${config}`,
    `--storage.tsdb.path=${join(folder, 'data')}`,
    `--web.listen-address=127.0.0.1:${port}`,
    ...flags,
  ]);
  await server.said(/Server is ready to receive web requests/);
  return {
    url: `http://127.0.0.1:${port}`,
    async close() {
      await server.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
