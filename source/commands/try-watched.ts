import type { ReadSecret } from '../config/authorization.js';
import type { Ask } from '../engine/monitor/ssh/ask.js';
import { startSshThread } from '../engine/monitor/ssh/start-ssh-thread.js';
import { plainText } from '../model/plain-text.js';
import type { ServerSpec, ServerState } from '../model/server.js';
import type { StreamSpec, StreamState } from '../model/stream.js';
import { startWatch } from '../session/watch.js';
import { createSystemClock } from '../time/clock.js';
import { createRandom } from '../time/random.js';
import { askLine, canAsk } from './ask-line.js';
import { screenQuestion } from './ask-login.js';
import type { Io } from './io.js';
import type { Tried } from './tried.js';

/** Long enough for a login over a slow line. */
const limitMs = 15_000;
/** Without a question open; a server that is slow to answer is waited for with all others. */
const loginMs = 3_000;
const longestReason = 400;

/**
 * Connects to every server and stream in the way that a session would, until each has answered or failed once, 15 s at most.
 * Questions of logins are asked first, where somebody can be. A signal ends it with what is known by then.
 */
export async function tryWatched(
  servers: readonly ServerSpec[],
  streams: readonly StreamSpec[],
  readSecret: ReadSecret,
  io: Io,
): Promise<readonly Tried[]> {
  if (servers.length + streams.length === 0) return [];
  const clock = createSystemClock();
  const random = createRandom(1);
  const tried = new Map<string, Tried>();
  const all = Promise.withResolvers<void>();
  const ends = (one: Tried): void => {
    const key = `${one.kind} ${one.name}`;
    if (!tried.has(key)) tried.set(key, one);
    if (tried.size === servers.length + streams.length) all.resolve();
  };
  const interrupted = Promise.withResolvers<'interrupted'>();
  const ask: Ask = async (question) => {
    const { kind, lines } = screenQuestion(question);
    const asked = `${lines.join('\n  ')} ${kind === 'yes-no' ? 'Type yes, or anything else: ' : ''}`;
    const typed = await askLine(asked, io, kind === 'secret');
    if (typed.kind === 'interrupted') interrupted.resolve('interrupted');
    return typed.kind === 'line' ? typed.text : null;
  };
  const remote = servers.filter(({ via }) => via?.kind === 'ssh');
  const thread = remote.length === 0 ? null : startSshThread(clock, random, canAsk(io) ? ask : null);
  const ahead = await Promise.race([thread?.logInAhead(remote, loginMs), interrupted.promise]);
  if (ahead === 'interrupted') {
    await thread?.close();
    return unanswered(servers, streams, tried, 'an end to the questions');
  }
  const watch = startWatch(
    servers,
    streams,
    clock,
    random,
    (event) => {
      if (event.kind === 'server/sample')
        ends(good('server', event.sample.server, 'it answers, and tells what it does'));
      if (event.kind === 'server/state') serverEnd(event.server, event.state, ends);
      if (event.kind === 'stream/state') streamEnd(event.stream, event.state, ends);
    },
    { ssh: thread, env: io.env, readSecret },
  );
  const cancel = clock.after(limitMs, all.resolve);
  const ignoreSignals = io.onSignal(() => all.resolve());
  await all.promise;
  cancel();
  ignoreSignals();
  await watch.stop();
  return unanswered(servers, streams, tried, `no answer within ${limitMs / 1000} s`);
}

function good(kind: Tried['kind'], name: string, message: string): Tried {
  return { kind, name, isOk: true, message, hint: null };
}

function serverEnd(name: string, state: ServerState, ends: (one: Tried) => void): void {
  if (state.kind !== 'down' && state.kind !== 'refused') return;
  const hint = 'address, user, key and known hosts are those of the config and of your SSH config';
  ends({ kind: 'server', name, isOk: false, message: plainText(state.reason, longestReason), hint });
}

function streamEnd(name: string, state: StreamState, ends: (one: Tried) => void): void {
  if (state.kind === 'open') ends(good('stream', name, 'it is open'));
  if (state.kind !== 'waiting') return;
  const hint = 'is its server up, and are URL and headers those that it wants?';
  ends({ kind: 'stream', name, isOk: false, message: plainText(state.reason, longestReason), hint });
}

/** All in the order of the config; what has not ended has failed by that. */
function unanswered(
  servers: readonly ServerSpec[],
  streams: readonly StreamSpec[],
  tried: ReadonlyMap<string, Tried>,
  got: string,
): readonly Tried[] {
  const of = (kind: 'server' | 'stream', name: string): Tried =>
    tried.get(`${kind} ${name}`) ?? {
      kind,
      name,
      isOk: false,
      message: `expected an answer, got ${got}`,
      hint: 'a firewall that drops without a word looks like this; so does a wrong address',
    };
  return [...servers.map(({ name }) => of('server', name)), ...streams.map(({ name }) => of('stream', name))];
}
