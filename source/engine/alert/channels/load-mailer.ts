import type { Mailer } from './mail-channel.js';

/** Loads the mailer, nodemailer. */
export async function loadMailer(): Promise<Mailer> {
  const { createTransport } = await import('nodemailer');
  return ({ host, port, isSecure, requiresTls, login, from, to }) => {
    const transport = createTransport({
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
