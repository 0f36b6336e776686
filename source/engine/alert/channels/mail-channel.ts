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
  readonly close: () => void;
};

/** E-mail. The mailer is loaded when the first mail is sent: it is large, and mostly not needed. */
export function mailChannel(name: string, target: MailTarget, loadMailer: () => Promise<Mailer>): Channel {
  return {
    name,
    async send(message, signal) {
      const mailer = (await loadMailer())(target);
      const stop = (): void => mailer.close();
      signal.addEventListener('abort', stop, { once: true });
      try {
        await mailer.send({ subject: plainText(headlineOf(message), 120), text: bodyOf(message) });
      } catch (error) {
        throw new PlimsollError('not-notified', `the mail could not be sent: ${plainText(messageOf(error), 150)}`);
      } finally {
        signal.removeEventListener('abort', stop);
        mailer.close();
      }
    },
  };
}

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
