import { authorizationOf } from '../config/authorization.js';
import type { Config, TargetConfig } from '../config/config.js';
import { isLoopbackHost } from '../config/target-guard.js';
import { defaultFollowLimits } from '../engine/job/follow-job.js';
import type { ExitCode } from '../model/exit-code.js';
import type { Problem } from '../model/problem.js';
import type { ServerSpec } from '../model/server.js';
import type { StreamSpec } from '../model/stream.js';
import type { JobsPlan } from '../session/perform-jobs.js';
import { defaultJobApi, type JobApi } from '../workload/dataset-job.js';
import type { LoadCommand } from './invocation.js';
import type { Io } from './io.js';
import { launch, sessionParts } from './launch.js';
import { readDatasets } from './read-datasets.js';
import { readPlainFile } from './read-plain-file.js';
import { refuse } from './refuse.js';
import { secretReader } from './secret-reader.js';

/** A reading a second, and some patience for it. */
const settleMs = 1_200;
const restLimitMs = 10_000;

/** `plimsoll jobs`: uploads datasets level by level, has each trained on, and checks what that cost. */
export async function datasetJobs(command: LoadCommand, io: Io): Promise<ExitCode> {
  const { config, target, files } = command;
  const problems: Problem[] = [];
  const datasets = readDatasets(config, readPlainFile);
  if (datasets.kind === 'problems') problems.push(...datasets.problems);
  const secret = target.auth === null ? null : await authorizationOf(target.auth, 'target.auth', secretReader(io));
  if (secret !== null && secret.kind !== 'ok') problems.push(secret.problem);
  if (problems.length > 0 || datasets.kind === 'problems') return refuse(problems, io);
  const headers = [
    ...target.request.headers,
    ...(secret?.kind === 'ok' ? [['authorization', secret.value.reveal()] as const] : []),
  ];
  const tls = { caPem: files.authorities[0] ?? null, verify: target.tls.verify };
  const api = apiOf(config);
  const { jobs, load } = config;
  const plan: JobsPlan = {
    target: target.url,
    job: { address: target.address, headers, tls, api, timeoutMs: load.timeoutMs },
    host: {
      address: target.address,
      // What stands at the target's own path is nobody's business here: is it there at all?
      request: { method: 'GET', headers, body: null, okStatus: { from: 100, to: 599 } },
      connections: null,
      keepAlive: true,
      ...(tls.caPem === null && tls.verify ? {} : { tls }),
    },
    levels: datasets.levels,
    atOnce: jobs.atOnce,
    follow: { ...defaultFollowLimits, timeoutMs: jobs.timeoutMs, pollMs: jobs.pollMs },
    seed: load.seed,
    restLimitMs,
    settleMs,
  };
  const parts = sessionParts(command, io);
  const session = {
    ...parts,
    objectives: [],
    servers: serversOf(parts.servers, target),
    streams: parts.streams.length > 0 ? parts.streams : streamsOf(target, api),
  };
  return launch({ ...session, kind: 'jobs', target: target.url, job: { kind: 'jobs', plan } }, io);
}

function apiOf({ jobs }: Config): JobApi {
  const { streamPath, ...named } = jobs.api;
  const given = Object.fromEntries(Object.entries(named).filter(([, value]) => value !== undefined));
  return {
    ...defaultJobApi,
    ...given,
    ...(streamPath === undefined ? {} : { streamPath: streamPath === 'none' ? null : streamPath }),
  };
}

/** A target on this machine shows its load here. */
function serversOf(named: readonly ServerSpec[], { address }: TargetConfig): readonly ServerSpec[] {
  if (named.length > 0 || !isLoopbackHost(address.host)) return named;
  return [{ name: 'here', address: 'local' }];
}

function streamsOf({ address }: TargetConfig, { streamPath }: JobApi): readonly StreamSpec[] {
  if (streamPath === null) return [];
  const base = address.path.replace(/\?.*$/s, '').replace(/\/+$/, '');
  const protocol = address.protocol === 'https' ? 'wss' : 'ws';
  const url = `${protocol}://${address.host}:${address.port}${base}${streamPath}`;
  return [{ name: 'target', url, server: null }];
}
