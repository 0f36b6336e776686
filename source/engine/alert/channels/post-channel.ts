import { createHmac } from 'node:crypto';
import { connect, isIP } from 'node:net';
import tls from 'node:tls';
import { connectionFault } from '../../../model/connection-fault.js';
import { PlimsollError } from '../../../model/error.js';
import { plainText } from '../../../model/plain-text.js';
import { alertmanagerJson } from './alertmanager-json.js';
import { type Channel, headlineOf, type Message } from './channel.js';

/** Where a message is posted, and what signs it. The URL may be a secret: no message repeats it. */
export type PostTarget = { readonly url: string; readonly hmacSecret: string | null };

/** Header of the signature: `sha256=` and the HMAC of the body in hexadecimal, as GitHub's webhooks have it. */
export const signatureHeader = 'x-plimsoll-signature-256';

/** A webhook in Alertmanager's form. */
export function webhookChannel(name: string, target: PostTarget): Channel {
  return {
    name,
    send: (message, signal) => post(target, JSON.stringify(alertmanagerJson(message, name)), signal),
    probe: (signal) => connectTo(target.url, signal),
  };
}

/** A chat that takes what Slack takes: Mattermost, Rocket.Chat and, behind `/slack`, Discord do. */
export function slackChannel(name: string, target: PostTarget): Channel {
  return {
    name,
    send: (message, signal) => post(target, JSON.stringify(slackJson(message)), signal),
    probe: (signal) => connectTo(target.url, signal),
  };
}

const colours: Readonly<Record<string, string>> = { critical: '#d00000', warning: '#e0a000', info: '#4080c0' };

function slackJson(message: Message): object {
  return {
    text: escapeMarkup(headlineOf(message)),
    attachments: message.alerts.slice(0, 20).map(({ alert, endedAtMs }) => ({
      color: endedAtMs === null ? (colours[alert.severity] ?? '#4080c0') : '#30a030',
      title: escapeMarkup(alert.rule),
      text: escapeMarkup(alert.annotations.description ?? alert.annotations.summary ?? ''),
      fields: Object.entries(alert.labels).map(([label, value]) => ({
        title: escapeMarkup(label),
        value: escapeMarkup(value),
        short: true,
      })),
    })),
  };
}

/** Slack's three control characters: without them a label can neither link nor call anybody. */
function escapeMarkup(text: string): string {
  return plainText(text, 500).replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

async function post({ url, hmacSecret }: PostTarget, body: string, signal: AbortSignal): Promise<void> {
  const signature =
    hmacSecret === null
      ? {}
      : { [signatureHeader]: `sha256=${createHmac('sha256', hmacSecret).update(body).digest('hex')}` };
  let response: Response;
  try {
    response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...signature },
      body,
      signal,
      redirect: 'error',
    });
  } catch (error) {
    // The error itself names the URL, which may hold a secret.
    throw new PlimsollError('not-notified', `its host could not be reached: ${connectionFault(error)}`);
  }
  // What is answered says nothing, and an unread body would keep the connection.
  await response.body?.cancel();
  if (!response.ok) throw new PlimsollError('not-notified', `the receiver answered ${response.status}`);
}

/** Connects to the host of a URL, and lets it prove who it is; asks nothing. No message repeats the URL. */
function connectTo(url: string, signal: AbortSignal): Promise<string> {
  const { hostname, port, protocol } = new URL(url);
  const host = hostname.replace(/^\[|\]$/g, '');
  const isSecure = protocol === 'https:';
  const to = { host, port: port === '' ? (isSecure ? 443 : 80) : Number(port) };
  return new Promise((resolve, reject) => {
    const socket = isSecure ? tls.connect({ ...to, servername: isIP(host) === 0 ? host : '' }) : connect(to);
    socket.once(isSecure ? 'secureConnect' : 'connect', () => {
      socket.destroy();
      resolve(`its host takes a connection${isSecure ? ' and proves who it is' : ''}; nothing was posted`);
    });
    socket.once('error', (error) => {
      socket.destroy();
      reject(new PlimsollError('not-notified', `its host could not be reached: ${connectionFault(error)}`));
    });
    signal.addEventListener('abort', () => socket.destroy(new Error('aborted')), { once: true });
  });
}
