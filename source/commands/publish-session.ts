import { dirname } from 'node:path';
import { secretAt } from '../config/authorization.js';
import type { PublishConfig } from '../config/publish-config.js';
import { codeOf, messageOf } from '../model/error.js';
import type { SessionHead } from '../model/events.js';
import type { Problem } from '../model/problem.js';
import type { Publishing } from '../publish/publishing.js';
import { sessionsFolder } from '../record/sessions-folder.js';
import type { Clock } from '../time/clock.js';
import { createRandom } from '../time/random.js';
import type { Io } from './io.js';
import { secretReader } from './secret-reader.js';

/** Publishing under way, or what is in its way. */
export type PublishReading =
  | { readonly kind: 'ok'; readonly publishing: Publishing }
  | { readonly kind: 'problems'; readonly problems: readonly Problem[] };

/** What there is where nobody asked for more. */
const unpublished: Publishing = { sink: () => {}, url: null, onNews: () => {}, close: async () => [] };

/**
 * Starts to publish a session as the config says, and says on stderr where it is scraped. What that needs is loaded only where
 * it is asked for: it would keep the first frame waiting.
 */
export async function publishSession(
  config: PublishConfig,
  head: SessionHead,
  clock: Clock,
  io: Io,
): Promise<PublishReading> {
  const { influx, listen, otlp, remoteWrite, statsd } = config;
  if ([influx, listen, otlp, remoteWrite, statsd].every((place) => place === null)) {
    return { kind: 'ok', publishing: unpublished };
  }
  const token = listen === null ? none : await tokenOf(config, io);
  if (token.kind === 'problem') return { kind: 'problems', problems: [token.problem] };
  const random = createRandom(head.seed ^ 0x70b1);
  const { startPublishing } = await import('../publish/publishing.js');
  try {
    const publishing = await startPublishing(config, {
      head,
      clock,
      random,
      readSecret: secretReader(io),
      token: token.value,
    });
    const shown = token.file === null ? '' : ` (bearer token in ${token.file})`;
    if (publishing.url !== null) io.stderr.write(`plimsoll: metrics at ${publishing.url}${shown}\n`);
    return { kind: 'ok', publishing };
  } catch (error) {
    const { host, port } = listen ?? { host: '', port: 0 };
    const why = codeOf(error) === 'EADDRINUSE' ? 'somebody else listens there' : messageOf(error);
    const message = `expected an address to listen at, got ${host}:${port}: ${why}`;
    return { kind: 'problems', problems: [{ path: '--metrics-listen', message, hint: 'port 0 takes any free one' }] };
  }
}

type TokenReading =
  | { readonly kind: 'ok'; readonly value: string | null; readonly file: string | null }
  | { readonly kind: 'problem'; readonly problem: Problem };

const none: TokenReading = { kind: 'ok', value: null, file: null };

async function tokenOf({ token }: PublishConfig, io: Io): Promise<TokenReading> {
  if (token === 'none') return none;
  if (token === 'kept') {
    const { keptToken } = await import('../publish/exposition/kept-token.js');
    try {
      const { token: value, file } = keptToken(dirname(sessionsFolder(null, io.env)));
      return { kind: 'ok', value, file };
    } catch (error) {
      const hint = 'name one by --metrics-token, or leave it away by --metrics-open';
      return { kind: 'problem', problem: { path: '--metrics-listen', message: messageOf(error), hint } };
    }
  }
  const found = await secretAt(token, '--metrics-token', secretReader(io));
  return found.kind === 'problem' ? found : { kind: 'ok', value: found.value.reveal(), file: null };
}
