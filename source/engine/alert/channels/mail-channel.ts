import { messageOf, PlimsollError } from '../../../model/error.js';
import { plainText } from '../../../model/plain-text.js';
import { type Channel, headlineOf, type Message } from './channel.js';

/** Where mail goes, and through whom. */
export type MailTarget = {
  readonly host: string;
  readonly port: number;
  /** TLS from the first byte; else STARTTLS where the server offers it. */
  readonly isSecure: boolean;
  /** Refuses to go on without TLS. */
  readonly requiresTls: boolean;
  readonly login: { readonly user: string; readonly password: string } | null;
  readonly from: string;
  readonly to: readonly string[];
};

/** The little that is used of a mailer. */
export type Mailer = (target: MailTarget) => {
  readonly send: (mail: { readonly subject: string; readonly text: string }) => Promise<void>;
  /** Connects, is greeted and logs in where there is a login. */
  readonly verify: () => Promise<void>;
  readonly close: () => void;
};

/** E-mail. The mailer is loaded when the first mail is sent: it is large, and mostly not needed. */
export function mailChannel(name: string, target: MailTarget, loadMailer: () => Promise<Mailer>): Channel {
  const use = async (signal: AbortSignal, what: (mailer: OpenMailer) => Promise<void>): Promise<void> => {
    const mailer = (await loadMailer())(target);
    const stop = (): void => mailer.close();
    signal.addEventListener('abort', stop, { once: true });
    try {
      await what(mailer);
    } catch (error) {
      throw new PlimsollError('not-notified', `the mail server could not be used: ${plainText(messageOf(error), 150)}`);
    } finally {
      signal.removeEventListener('abort', stop);
      mailer.close();
    }
  };
  return {
    name,
    send: (message, signal) =>
      use(signal, (mailer) => mailer.send({ subject: plainText(headlineOf(message), 120), text: bodyOf(message) })),
    async probe(signal) {
      await use(signal, (mailer) => mailer.verify());
      return `the mail server greets${target.login === null ? '' : ' and takes the login'}; nothing was mailed`;
    },
  };
}

type OpenMailer = ReturnType<Mailer>;

function bodyOf({ alerts, startedAtMs, session }: Message): string {
  const parts = alerts.map(({ alert, endedAtMs }) => {
    const lines = [
      `${endedAtMs === null ? 'FIRING' : 'RESOLVED'} ${alert.rule} (${alert.severity})`,
      ...Object.entries(alert.annotations).map(([name, value]) => `  ${name}: ${plainText(value, 500)}`),
      ...Object.entries(alert.labels).map(([name, value]) => `  ${name} = ${plainText(value, 200)}`),
      `  since ${new Date(startedAtMs + alert.activeAtMs).toISOString()}`,
    ];
    return lines.join('\n');
  });
  return `${parts.join('\n\n')}\n\nSession ${session}\n`;
}
