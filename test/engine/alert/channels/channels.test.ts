import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { commandChannel } from '../../../../source/engine/alert/channels/command-channel.js';
import {
  signatureHeader,
  slackChannel,
  webhookChannel,
} from '../../../../source/engine/alert/channels/post-channel.js';
import { styleOf, terminalText } from '../../../../source/engine/alert/channels/terminal-channel.js';
import { alertNamed, messageAbout } from '../helpers/alerts-of.js';

type Received = { readonly body: string; readonly signature: string | undefined };

/** A receiver on loopback that answers with a status. */
async function receiver(
  status = 200,
): Promise<{ readonly url: string; readonly got: Received[]; readonly server: Server }> {
  const got: Received[] = [];
  const server = createServer((request, response) => {
    let body = '';
    request.setEncoding('utf8');
    request.on('data', (text: string) => {
      body += text;
    });
    request.on('end', () => {
      const signature = request.headers[signatureHeader];
      got.push({ body, signature: typeof signature === 'string' ? signature : undefined });
      response.writeHead(status, { location: 'http://127.0.0.1:1/elsewhere' }).end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/secret-path`, got, server };
}

function end(server: Server): Promise<void> {
  server.closeAllConnections();
  return new Promise((resolve) => server.close(() => resolve()));
}

const signal = (): AbortSignal => new AbortController().signal;

test('a webhook is posted what Alertmanager would post, signed', async () => {
  const { url, got, server } = await receiver();
  const message = messageAbout(
    alertNamed('00000000000000aa'),
    alertNamed('00000000000000bb', { labels: { host: 'api-2' } }),
  );
  await webhookChannel('ops', { url, hmacSecret: 'hush' }).send(message, signal());
  const body = JSON.parse(got[0]!.body);
  assert.equal(body.version, '4');
  assert.equal(body.receiver, 'ops');
  assert.equal(body.status, 'firing');
  assert.deepEqual(body.commonLabels, { alertname: 'Hot' });
  assert.equal(body.alerts[0].startsAt, '2026-01-05T12:00:01.000Z');
  assert.equal(body.alerts[0].endsAt, '0001-01-01T00:00:00Z');
  assert.equal(body.alerts[1].fingerprint, '00000000000000bb');
  assert.equal(got[0]!.signature, `sha256=${createHmac('sha256', 'hush').update(got[0]!.body).digest('hex')}`);
  await webhookChannel('ops', { url, hmacSecret: null }).send(message, signal());
  assert.equal(got[1]!.signature, undefined);
  await end(server);
});

test('a chat is posted what Slack takes, and a label cannot call anybody', async () => {
  const { url, got, server } = await receiver();
  const alert = alertNamed('a', { annotations: { summary: '<!channel> & more' }, labels: { host: '<@U1>' } });
  await slackChannel('chat', { url, hmacSecret: null }).send(messageAbout(alert), signal());
  const body = JSON.parse(got[0]!.body);
  assert.equal(body.text, 'FIRING: &lt;!channel&gt; &amp; more');
  assert.equal(body.attachments[0].fields[0].value, '&lt;@U1&gt;');
  await end(server);
});

test('what a receiver refuses, redirects or does not answer has failed, and no message repeats its URL', async () => {
  const refusing = await receiver(500);
  await assert.rejects(
    webhookChannel('ops', { url: refusing.url, hmacSecret: null }).send(messageAbout(alertNamed('a')), signal()),
    /answered 500/,
  );
  await end(refusing.server);
  const leading = await receiver(302);
  for (const { url } of [refusing, leading]) {
    const sending = webhookChannel('ops', { url, hmacSecret: null }).send(messageAbout(alertNamed('a')), signal());
    await assert.rejects(sending, (error: Error) => !error.message.includes('secret-path'));
  }
  await end(leading.server);
});

test('a command gets JSON on its input and its arguments as they are', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'plimsoll-command-'));
  const file = join(folder, 'got.json');
  const script =
    "let t='';process.stdin.on('data',(d)=>{t+=d});process.stdin.on('end',()=>require('fs').writeFileSync(process.argv[1],JSON.stringify([process.argv[2],JSON.parse(t)])))";
  const channel = commandChannel('run', [process.execPath, '-e', script, file, '$(touch /tmp/never); `id`']);
  await channel.send(messageAbout(alertNamed('a')), signal());
  const [argument, message] = JSON.parse(readFileSync(file, 'utf8'));
  assert.equal(argument, '$(touch /tmp/never); `id`');
  assert.equal(message.alerts[0].labels.alertname, 'Hot');
  rmSync(folder, { recursive: true });
});

test('a command that fails, is missing or takes too long has failed', async () => {
  const message = messageAbout(alertNamed('a'));
  const failing = commandChannel('run', [process.execPath, '-e', 'console.error("no pager");process.exit(3)']);
  await assert.rejects(failing.send(message, signal()), /code 3: no pager/);
  await assert.rejects(
    commandChannel('run', ['/no/such/program']).send(message, signal()),
    /could not be run: there is no such file/,
  );
  const controller = new AbortController();
  const hanging = commandChannel('run', [process.execPath, '-e', 'console.error("up");setInterval(()=>{},1000)']).send(
    message,
    controller.signal,
  );
  controller.abort();
  await assert.rejects(hanging);
});

test('a terminal notification begins with a word, and no label ends it early', () => {
  const text = terminalText('osc9', '4;50 \u0007\u001b\\ x');
  assert.ok(text.startsWith('\u001b]9;plimsoll 4,50'));
  assert.equal(text.split('\u001b').length, 3);
  assert.ok(!text.slice(0, -2).includes('\u0007'));
  assert.equal(terminalText('bell', 'x'), '\u0007');
  assert.match(terminalText('osc777', 'a;b'), /notify;plimsoll;plimsoll a,b/);
  assert.equal(styleOf({ TERM_PROGRAM: 'WezTerm' }), 'osc9');
  assert.equal(styleOf({ TERM: 'foot' }), 'osc777');
  assert.equal(styleOf({ TERM: 'xterm-256color' }), 'bell');
});

test('a probe of a webhook connects and posts nothing, and no message repeats its URL', async () => {
  const { url, got, server } = await receiver();
  const said = await webhookChannel('ops', { url, hmacSecret: null }).probe(signal());
  assert.equal(said, 'its host takes a connection; nothing was posted');
  assert.deepEqual(got, []);
  await end(server);
  // The same is told of a probe and of a message, in the same words.
  const chat = slackChannel('chat', { url, hmacSecret: null });
  const expected = 'its host could not be reached: the connection was refused (ECONNREFUSED)';
  await assert.rejects(chat.probe(signal()), { message: expected });
  await assert.rejects(chat.send(messageAbout(alertNamed('a')), signal()), { message: expected });
  // What answers without TLS does not prove who it is.
  const plain = await receiver();
  const secure = plain.url.replace('http:', 'https:');
  await assert.rejects(
    webhookChannel('ops', { url: secure, hmacSecret: null }).probe(signal()),
    /could not be reached: it does not speak TLS/,
  );
  await end(plain.server);
});

test('a probe of a command finds the program and does not start it', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'plimsoll-probe-'));
  const mark = join(folder, 'mark');
  const script = `require('fs').writeFileSync(${JSON.stringify(mark)}, '')`;
  assert.match(await commandChannel('run', [process.execPath, '-e', script]).probe(signal()), /may be started/);
  assert.match(await commandChannel('run', ['sh', '-c', ': > "$0"', mark]).probe(signal()), /may be started/);
  assert.equal(existsSync(mark), false);
  writeFileSync(mark, '', { mode: 0o600 });
  for (const [program, reason] of [
    ['plimsoll-no-such-program', /none of that name in PATH/],
    [join(folder, 'none'), /there is no such file/],
    [folder, /it is no file/],
    // Root may read and write everything, but starts only what has the right for somebody.
    [mark, /it may not be started/],
  ] as const) {
    await assert.rejects(commandChannel('run', [program]).probe(signal()), reason);
  }
  rmSync(folder, { recursive: true });
});
