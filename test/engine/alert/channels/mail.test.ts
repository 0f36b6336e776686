import assert from 'node:assert/strict';
import type { AddressInfo } from 'node:net';
import { type TestContext, test } from 'node:test';
import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import { SMTPServer, type SMTPServerOptions } from 'smtp-server';
import type { Channel } from '../../../../source/engine/alert/channels/channel.js';
import { loadMailer } from '../../../../source/engine/alert/channels/load-mailer.js';
import { type MailTarget, mailChannel } from '../../../../source/engine/alert/channels/mail-channel.js';
import { certificate, certificateKey } from '../../load/loopback-certificate.js';
import { alertNamed, messageAbout } from '../helpers/alerts-of.js';

type Mail = {
  readonly to: readonly string[];
  readonly user: string | undefined;
  readonly isSecure: boolean;
  text: string;
};

/** A mail server on loopback that keeps what it is given. */
async function mailServer(context: TestContext, options: SMTPServerOptions) {
  const mails: Mail[] = [];
  const server = new SMTPServer({
    key: certificateKey,
    cert: certificate,
    authOptional: true,
    onAuth(auth, _session, done) {
      if (auth.username === 'plimsoll' && auth.password === 'hush') done(null, { user: auth.username });
      else done(new Error('who is that?'));
    },
    onData(stream, session, done) {
      const { envelope, secure: isSecure, user } = session;
      const mail: Mail = { to: envelope.rcptTo.map(({ address }) => address), user, isSecure, text: '' };
      stream.setEncoding('utf8');
      stream.on('data', (text: string) => {
        mail.text += text;
      });
      stream.on('end', () => {
        mails.push(mail);
        done();
      });
    },
    ...options,
  });
  server.on('error', () => {});
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  context.after(() => new Promise<void>((resolve) => server.close(resolve)));
  return { mails, port: (server.server.address() as AddressInfo).port };
}

function channelTo(port: number, changed: Partial<MailTarget> = {}): Channel {
  const target = {
    host: 'localhost',
    port,
    isSecure: false,
    requiresTls: false,
    login: null,
    from: 'plimsoll@example.org',
    to: ['ops@example.org', 'more@example.org'],
    ...changed,
  };
  return mailChannel('mail', target, loadMailer);
}

function send(port: number, changed: Partial<MailTarget> = {}): Promise<void> {
  return channelTo(port, changed).send(messageAbout(alertNamed('a')), new AbortController().signal);
}

function probe(port: number, changed: Partial<MailTarget> = {}): Promise<string> {
  return channelTo(port, changed).probe(new AbortController().signal);
}

const login = { user: 'plimsoll', password: 'hush' };

test('a mail reaches everybody whom it is for', async (context) => {
  const { mails, port } = await mailServer(context, { disabledCommands: ['STARTTLS', 'AUTH'] });
  await send(port);
  const [mail] = mails;
  assert.deepEqual(mail?.to, ['ops@example.org', 'more@example.org']);
  assert.match(mail.text, /^Subject: FIRING: api-1 is hot\r$/m);
  assert.match(mail.text, /^FIRING Hot \(critical\)\r$/m);
});

test('a server that refuses the login, or is not there, is told in a sentence without the password', async (context) => {
  const { mails, port } = await mailServer(context, { disabledCommands: ['STARTTLS'], allowInsecureAuth: true });
  await send(port, { login });
  assert.equal(mails[0]?.user, 'plimsoll');
  const refused = await send(port, { login: { ...login, password: 'guess-me' } }).catch(
    (error: Error) => error.message,
  );
  assert.match(String(refused), /^the mail server could not be used: .*who is that\?/);
  assert.doesNotMatch(String(refused), /guess-me/);
  assert.equal(mails.length, 1);
  await assert.rejects(send(1), /the mail server could not be used: .*ECONNREFUSED/);
});

test('where TLS is required, a server without it gets no mail and no password', async (context) => {
  const seen: string[] = [];
  const { mails, port } = await mailServer(context, {
    disabledCommands: ['STARTTLS'],
    allowInsecureAuth: true,
    onAuth(auth, _session, done) {
      seen.push(auth.method);
      done(null, { user: 'x' });
    },
  });
  await assert.rejects(send(port, { requiresTls: true, login }), /could not be used/);
  assert.deepEqual([mails, seen], [[], []]);
});

test('a certificate of nobody known is refused, by STARTTLS and from the first byte', async (context) => {
  const starting = await mailServer(context, {});
  await assert.rejects(send(starting.port, { requiresTls: true }), /self-signed certificate/);
  const secure = await mailServer(context, { secure: true });
  await assert.rejects(send(secure.port, { isSecure: true }), /self-signed certificate/);
  assert.deepEqual([...starting.mails, ...secure.mails], []);
});

test('a mail goes over TLS, by STARTTLS and from the first byte, with a login', async (context) => {
  const before = getCACertificates('default');
  setDefaultCACertificates([...before, certificate]);
  context.after(() => setDefaultCACertificates(before));
  const starting = await mailServer(context, {});
  await send(starting.port, { requiresTls: true, login });
  const secure = await mailServer(context, { secure: true });
  await send(secure.port, { isSecure: true, login });
  for (const { isSecure, user } of [...starting.mails, ...secure.mails]) {
    assert.deepEqual([isSecure, user], [true, 'plimsoll']);
  }
  assert.deepEqual([starting.mails.length, secure.mails.length], [1, 1]);
});

test('a probe is greeted and logs in where there is a login, and mails nothing', async (context) => {
  const { mails, port } = await mailServer(context, { disabledCommands: ['STARTTLS'], allowInsecureAuth: true });
  assert.equal(await probe(port), 'the mail server greets; nothing was mailed');
  assert.equal(await probe(port, { login }), 'the mail server greets and takes the login; nothing was mailed');
  const refused = await probe(port, { login: { ...login, password: 'guess-me' } }).catch(
    (error: Error) => error.message,
  );
  assert.match(String(refused), /^the mail server could not be used: .*who is that\?/);
  assert.doesNotMatch(String(refused), /guess-me/);
  await assert.rejects(probe(1), /the mail server could not be used: .*ECONNREFUSED/);
  assert.deepEqual(mails, []);
});
