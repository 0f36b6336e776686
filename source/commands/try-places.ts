import { authorizationOf, type ReadSecret } from '../config/authorization.js';
import type { Config, PlaceConfig, TargetConfig } from '../config/config.js';
import { headerSecrets } from '../config/header-value.js';
import { unnamedHosts } from '../config/target-guard.js';
import { checkTarget } from '../engine/load/check-target.js';
import { plainText } from '../model/plain-text.js';
import type { Problem } from '../model/problem.js';
import type { RequestSpec } from '../model/request.js';
import { fillHeaders } from './fill-headers.js';
import { readLoadFiles } from './load-files.js';
import { readPlainFile } from './read-plain-file.js';
import type { Tried } from './tried.js';

const longestReason = 400;
const longestWaitMs = 5_000;

/** Any answer at all: what is asked may not be what load asks. */
const anyStatus = { from: 100, to: 599 } as const;
const safeMethods = ['GET', 'HEAD', 'OPTIONS'];

/** Tries files and secrets of a load, and asks its target and hosts once each, by a request that changes nothing. */
export async function tryPlaces(config: Config, read: ReadSecret): Promise<readonly Tried[]> {
  const { target } = config;
  if (target === null) return [];
  const { files, problems } = readLoadFiles(config, target, (name) => name, readPlainFile);
  const tried: Tried[] = problems.map(({ path, message, hint }) => ({
    kind: 'file',
    name: path,
    isOk: false,
    message,
    hint,
  }));
  const missing: Problem[] = [];
  const filled = await fillHeaders(config, target, read, missing);
  tried.push(
    ...missing.map(({ hint, message, path }) => ({ kind: 'secret' as const, name: path, isOk: false, message, hint })),
  );
  for (const [index, place] of [target, ...config.hosts].entries()) {
    const isTarget = index === 0;
    const headers = isTarget ? target.request.headers : config.hosts[index - 1]!.headers;
    const named = { kind: isTarget ? 'target' : 'host', name: plainText(place.url, 200) } as const;
    const secret = await trySecret(place, isTarget ? 'target.auth' : `hosts[${index - 1}].auth`, read);
    if (secret !== null) tried.push(secret.tried);
    // Whoever may not be loaded is not asked either: the config may be a stranger's.
    const [unnamed] = unnamedHosts([place]);
    if (unnamed !== undefined) {
      const message = `expected ${unnamed} among the hosts that load may be sent to, so it was not asked`;
      tried.push({
        ...named,
        isOk: false,
        message,
        hint: `if it is yours, give --allow ${unnamed}, or name it in allow`,
      });
      continue;
    }
    // Without its secrets a header field would be sent as the words that name them.
    if (secret?.tried.isOk === false || (headerSecrets(headers).length > 0 && !filled.has(headers))) continue;
    const login = secret === null || secret.value === null ? [] : [['authorization', secret.value] as const];
    const request = {
      ...askedOf(isTarget ? target : null, config),
      headers: [...(filled.get(headers) ?? headers), ...login],
    };
    tried.push({ ...named, ...(await ask(place, request, files.authorities[index] ?? null, config)) });
  }
  return tried;
}

async function trySecret(place: PlaceConfig, path: string, read: ReadSecret) {
  if (place.auth === null) return null;
  const found = await authorizationOf(place.auth, path, read);
  const named = { kind: 'secret', name: path } as const;
  if (found.kind === 'problem') {
    const { message, hint } = found.problem;
    return { tried: { ...named, isOk: false, message, hint } satisfies Tried, value: null };
  }
  return {
    tried: { ...named, isOk: true, message: 'it can be read', hint: null } satisfies Tried,
    value: found.value.reveal(),
  };
}

/** What load would ask, where that changes nothing and is known as it stands; else whether anybody is there. */
function askedOf(target: TargetConfig | null, { requests, load }: Config): Omit<RequestSpec, 'headers'> {
  const { method, okStatus } = target?.request ?? { method: 'GET', okStatus: anyStatus };
  const isPlain = target !== null && requests.length === 0 && load.workload.kind === 'http';
  const isSame = isPlain && safeMethods.includes(method) && !target.address.path.includes('{{');
  return isSame ? { method, body: null, okStatus } : { method: 'GET', body: null, okStatus: anyStatus };
}

async function ask(
  place: PlaceConfig,
  request: RequestSpec,
  caPem: string | null,
  { load }: Config,
): Promise<Pick<Tried, 'isOk' | 'message' | 'hint'>> {
  // Names in braces are filled by load: the path before them is asked for.
  const path = place.address.path.replace(/\{\{.*$/s, '') || '/';
  const tls = caPem === null && place.tls.verify ? {} : { tls: { caPem, verify: place.tls.verify } };
  const { protocol, timeoutMs } = load;
  const asked = { address: { ...place.address, path }, request, ...(protocol === 'http2' ? { protocol } : {}), ...tls };
  const answer = await checkTarget(asked, Math.min(longestWaitMs, timeoutMs));
  if (answer.kind === 'unreachable')
    return { isOk: false, message: plainText(answer.reason, longestReason), hint: null };
  const { status, milliseconds } = answer;
  const { from, to } = request.okStatus;
  if (status >= from && status <= to) {
    return { isOk: true, message: `it answers: status ${status} in ${milliseconds.toFixed(1)} ms`, hint: null };
  }
  const message = `expected a status from ${from} to ${to}, got ${status}`;
  const hint =
    status === 401 || status === 403
      ? 'who sends is said by target.auth'
      : 'check the URL, method and headers of the target';
  return { isOk: false, message, hint };
}
