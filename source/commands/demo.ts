import type { TargetConfig } from '../config/config.js';
import { readTargetUrl } from '../config/urls.js';
import { type DemoCluster, demoPath, startDemoCluster } from '../demo/demo-cluster.js';
import { codeOf, messageOf, PlimsollError } from '../model/error.js';
import { type ExitCode, exitCodes } from '../model/exit-code.js';
import type { RequestSpec } from '../model/request.js';
import type { Command } from './invocation.js';
import type { Io } from './io.js';
import { discoveryJob } from './jobs.js';
import { launch, sessionParts } from './launch.js';
import { loadParts, noNeeds } from './load-parts.js';

type DemoCommand = Extract<Command, { readonly command: 'demo' }>;

/** `plimsoll demo`: starts the built-in target and finds its load line, or only starts it. */
export async function demo(command: DemoCommand, io: Io): Promise<ExitCode> {
  const { targetOnly, port, workers } = command.demo;
  let cluster: DemoCluster;
  try {
    cluster = await startDemoCluster({ port, ...(workers === null ? {} : { workers }) });
  } catch (error) {
    if (codeOf(error) !== 'port-in-use') throw error;
    io.stderr.write(`plimsoll: --port: ${messageOf(error)}\n`);
    return exitCodes.usage;
  }
  try {
    return targetOnly ? await serve(cluster, io) : await find(command, cluster, io);
  } finally {
    await cluster.stop();
  }
}

/** Keeps the target until a signal asks for its end. */
async function serve(cluster: DemoCluster, io: Io): Promise<ExitCode> {
  io.stdout.write(`${cluster.url}${demoPath}\n`);
  for (const worker of cluster.workers) io.stdout.write(`${worker.name} ${worker.metricsUrl}\n`);
  io.stderr.write('the built-in target is up; ctrl-c ends it\n');
  await new Promise<void>((resolve) => {
    const ignore = io.onSignal(() => {
      ignore();
      resolve();
    });
  });
  return exitCodes.met;
}

function find(command: DemoCommand, cluster: DemoCluster, io: Io): Promise<ExitCode> {
  const target = targetOf(`${cluster.url}${demoPath}`);
  const parts = sessionParts(command, io);
  return launch(
    {
      ...parts,
      kind: 'demo',
      target: target.url,
      servers: [{ name: 'here', address: 'local' }],
      streams: cluster.workers.map(({ name, metricsUrl }) => ({ name, url: metricsUrl, server: null })),
      job: discoveryJob(command.config, target, loadParts(command.config, target, noNeeds)),
    },
    io,
  );
}

/** What the built-in target is asked: a plain GET, 2xx and 3xx are good. */
const plainGet: RequestSpec = { method: 'GET', headers: [], body: null, okStatus: { from: 200, to: 399 } };

function targetOf(url: string): TargetConfig {
  const reading = readTargetUrl(url);
  if (reading.kind === 'ok') {
    const tls = { ca: null, verify: true };
    return { ...reading.value, request: plainGet, allow: [], auth: null, tls, health: null };
  }
  throw new PlimsollError('demo-url', `expected the built-in target to have a URL, got ${url}`);
}
