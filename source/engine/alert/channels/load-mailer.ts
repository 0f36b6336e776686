import { messageOf, PlimsollError } from '../../../model/error.js';
import type { Mailer } from './mail-channel.js';

/** What is used of nodemailer. */
type Nodemailer = {
  readonly createTransport: (options: object) => {
    readonly sendMail: (mail: object) => Promise<unknown>;
    readonly verify: () => Promise<unknown>;
    readonly close: () => void;
  };
};

/** Loads the mailer; throws in a sentence where the package is not installed. */
export async function loadMailer(specifier: string = 'nodemailer'): Promise<Mailer> {
  let nodemailer: Nodemailer;
  try {
    nodemailer = nodemailerIn(await import(specifier));
  } catch (error) {
    const message = `e-mail needs the package nodemailer, which could not be loaded: ${messageOf(error)}`;
    throw new PlimsollError('no-mailer', message);
  }
  return ({ host, port, isSecure, requiresTls, login, from, to }) => {
    const transport = nodemailer.createTransport({
      host,
      port,
      secure: isSecure,
      requireTLS: requiresTls,
      ...(login === null ? {} : { auth: { user: login.user, pass: login.password } }),
      // What is mailed is made here, and never read from files or fetched.
      disableFileAccess: true,
      disableUrlAccess: true,
      connectionTimeout: 8_000,
      socketTimeout: 8_000,
    });
    return {
      async send({ subject, text }) {
        await transport.sendMail({ from, to: [...to], subject, text });
      },
      async verify() {
        await transport.verify();
      },
      close: () => transport.close(),
    };
  };
}

function nodemailerIn(module: unknown): Nodemailer {
  const given = typeof module === 'object' && module !== null && 'default' in module ? module.default : module;
  if (typeof given === 'object' && given !== null && 'createTransport' in given) {
    // What it takes and gives is in its documentation, and one mail to a real server is tested.
    return given as Nodemailer;
  }
  throw new PlimsollError('no-mailer', 'it has no createTransport');
}
