import { readFileSync, statSync } from 'node:fs';
import http from 'node:http';
import https from 'node:https';
import tls from 'node:tls';
import { authorizationOf, noSecrets, type ReadSecret } from '../../../config/authorization.js';
import { PlimsollError } from '../../../model/error.js';
import { plainText } from '../../../model/plain-text.js';
import type { PrometheusRoute } from '../../../model/server-route.js';

/** An answer as it came: its status, and its text. */
export type PrometheusAnswer = { readonly status: number; readonly text: string };

/** The way to one Prometheus. */
export type PrometheusWay = {
  readonly url: string;
  /**
   * Posts a form to a path below the URL. Rejects with the errors of the network, and with `prometheus-access` where a secret
   * or a certificate that the config names cannot be had.
   */
  readonly post: (
    path: string,
    form: Readonly<Record<string, string>>,
    signal: AbortSignal,
  ) => Promise<PrometheusAnswer>;
  readonly close: () => void;
};

/** Largest answer taken: 500 servers of 30 series are 2 MB. */
const mostBytes = 32 * 1024 * 1024;
/** A bundle of all authorities of the web has 250 KB. */
const longestFile = 1024 * 1024;

/** What two servers of one Prometheus must have in common to be asked for together. */
export function wayKeyOf({ url, auth, ca, insecure }: PrometheusRoute): string {
  return JSON.stringify([url, auth, ca, insecure]);
}

/**
 * Opens it. Redirects are not followed: they could take the token elsewhere. The token is read anew for each request, since
 * a cluster replaces its own every hour.
 */
export function openPrometheusWay(
  route: Omit<PrometheusRoute, 'kind' | 'instance'>,
  readSecret: ReadSecret = noSecrets,
): PrometheusWay {
  const { url, auth, ca, insecure } = route;
  const isSecure = url.startsWith('https:');
  let agent: http.Agent | null = null;

  const open = (): http.Agent => {
    if (!isSecure) return new http.Agent({ keepAlive: true });
    const authorities = ca === undefined ? {} : { ca: [...tls.getCACertificates('default'), readText(ca)] };
    return new https.Agent({ keepAlive: true, rejectUnauthorized: insecure !== true, ...authorities });
  };
  const authorization = async (): Promise<string | null> => {
    if (auth === undefined) return null;
    const found = await authorizationOf(auth, 'auth', readSecret);
    if (found.kind === 'ok') return found.value.reveal();
    throw new PlimsollError('prometheus-access', found.problem.message);
  };
  return {
    url,
    async post(path, form, signal) {
      agent ??= open();
      const held = await authorization();
      const body = new URLSearchParams(form).toString();
      return new Promise((resolve, reject) => {
        const request = (isSecure ? https : http).request(
          `${url}${path}`,
          {
            method: 'POST',
            agent: agent!,
            signal,
            headers: {
              accept: 'application/json',
              'content-type': 'application/x-www-form-urlencoded',
              'content-length': Buffer.byteLength(body),
              ...(held === null ? {} : { authorization: held }),
            },
          },
          (response) => {
            let text = '';
            response.setEncoding('utf8');
            response.on('data', (chunk: string) => {
              text += chunk;
              if (text.length > mostBytes) {
                response.destroy(new Error(`the answer is longer than ${mostBytes / 1024 / 1024} MiB`));
              }
            });
            response.on('error', reject);
            response.on('end', () => resolve({ status: response.statusCode ?? 0, text }));
          },
        );
        request.on('error', reject);
        request.end(body);
      });
    },
    close: () => agent?.destroy(),
  };
}

/** A file that the config names. Throws `prometheus-access` where it is none of those. */
function readText(path: string): string {
  try {
    const file = statSync(path);
    // A pipe or a device could keep the program waiting for ever.
    if (file.isFile() && file.size <= longestFile) return readFileSync(path, 'utf8');
  } catch (error) {
    throw new PlimsollError('prometheus-access', `expected a file at ${plainText(path, 200)}, found none to read`, {
      cause: error,
    });
  }
  throw new PlimsollError(
    'prometheus-access',
    `expected a file of at most 1 MiB at ${plainText(path, 200)}, got another`,
  );
}
