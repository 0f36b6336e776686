import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, type TestContext, test } from 'node:test';
import type { KeyboardAuthContext } from 'ssh2';
import type { Question } from '../../../../source/engine/monitor/ssh/ask.js';
import { fingerprintOf } from '../../../../source/engine/monitor/ssh/host-key.js';
import { frameOf, type MockBehaviour, sampler, startMockSsh } from '../../../helpers/mock-ssh.js';
import { createSshdHouse, skipWithoutSshd } from '../../../helpers/sshd.js';
import { routeTo, watch } from './fleet-over-ssh.js';

// Keys are made by ssh-keygen, which comes with sshd.
const house = skipWithoutSshd === false ? createSshdHouse() : null;
after(() => house?.close());
const options = { skip: skipWithoutSshd, timeout: 60_000 };
let files = 0;

/** A mock that does so, and the way to it; its host key is known by being accepted. Without `authenticate` a key lets in. */
async function odd(context: TestContext, behaviour: MockBehaviour) {
  files += 1;
  const server = await startMockSsh(context, house!.makeKey(`mock_${files}`, { isLetIn: false }), behaviour);
  const sshConfigFile = house!.write(`mock_${files}.conf`, 'StrictHostKeyChecking accept-new\nIdentityFile none\n');
  const knownHostsFile = `${house!.folder}/mock_known_${files}`;
  const identityFile = behaviour.authenticate === undefined ? house!.identityFile : null;
  return { server, route: routeTo({ port: server.port, user: 'me', identityFile, sshConfigFile, knownHostsFile }) };
}

test('what a server asks by keyboard-interactive is asked, safe to print, and answered', options, async (context) => {
  const answers: string[][] = [];
  const { route } = await odd(context, {
    authenticate(attempt) {
      if (attempt.method !== 'keyboard-interactive') {
        attempt.reject(['keyboard-interactive']);
        return;
      }
      const prompts = [
        { prompt: 'Code:\u001b]0;gone\u0007 ', echo: true },
        { prompt: 'PIN: ', echo: false },
      ];
      (attempt as KeyboardAuthContext).prompt(prompts, (given) => {
        answers.push(given);
        if (given.join() === '123,secret') attempt.accept();
        else attempt.reject();
      });
    },
  });
  const asked: Question[] = [];
  const { samples } = watch(context, [route], async (question) => {
    asked.push(question);
    return question.kind === 'prompt' && question.isSecret ? 'secret' : '123';
  });
  await samples(1);
  assert.deepEqual(answers, [['123', 'secret']]);
  assert.deepEqual(
    asked.map((question) => (question.kind === 'prompt' ? [question.host, question.isSecret] : question.kind)),
    [
      ['me@127.0.0.1', false],
      ['me@127.0.0.1', true],
    ],
  );
  assert.doesNotMatch(JSON.stringify(asked), /\\u001b|\\u0007/);
});

test('a wrong answer is refused once; a person who tries again is asked again', options, async (context) => {
  const tried: string[] = [];
  const { route } = await odd(context, {
    authenticate(attempt) {
      if (attempt.method !== 'password') {
        attempt.reject(['password']);
        return;
      }
      tried.push(attempt.password);
      if (attempt.password === 'right') attempt.accept();
      else attempt.reject(['password']);
    },
  });
  const passwords = ['wrong', 'right'];
  const { state, samples, fleet } = watch(context, [route], async () => passwords.shift() ?? null);
  assert.match((await state('refused')).reason, /let nobody in: tried a password/);
  assert.deepEqual(tried, ['wrong']);
  fleet.retry('s0');
  await samples(1);
  assert.deepEqual(tried, ['wrong', 'right']);
});

test('a question of a server that hangs up meanwhile is taken back', options, async (context) => {
  const { route, server } = await odd(context, {
    authenticate(attempt) {
      if (attempt.method === 'password') attempt.accept();
      else attempt.reject(['password']);
    },
  });
  const isTakenBack = Promise.withResolvers<void>();
  const { state } = watch(context, [route], (_question, signal) => {
    signal!.addEventListener('abort', () => isTakenBack.resolve());
    server.dropAll();
    return new Promise(() => {});
  });
  await isTakenBack.promise;
  assert.match((await state('refused')).reason, /closed the connection during the login/);
});

test('half frames are put together, whatever they are cut into', options, async (context) => {
  const { route } = await odd(context, {
    run: sampler((tick, channel) => {
      const frame = frameOf(tick);
      for (let at = 0; at < frame.length; at += 7) channel.write(frame.slice(at, at + 7));
    }),
  });
  const sample = await watch(context, [route]).samples(3);
  assert.deepEqual([sample.cores, sample.memoryUsedBytes, sample.cpuPercent], [4, 40 * 1024, 0]);
});

test('answers to ticks that were never sent are no answers', options, async (context) => {
  const { route } = await odd(context, {
    run: sampler((tick, channel) => {
      channel.write(tick === '1' ? frameOf(tick) : frameOf(String(Number(tick) + 1)));
    }),
  });
  const { state, events } = watch(context, [route]);
  assert.equal((await state('stale')).missed, 3);
  assert.equal(events.filter(({ kind }) => kind === 'server/sample').length, 1);
});

test('a flood within a frame ends the connection, which is tried again later', options, async (context) => {
  const { route } = await odd(context, {
    run: sampler((tick, channel) => {
      channel.write(tick === '1' ? frameOf(tick) : `@S ${tick}\n${'x'.repeat(100_000)}`);
    }),
  });
  const { reason, retryAtMs } = await watch(context, [route]).state('down');
  assert.match(reason, /more than 64 KiB for one tick/);
  assert.ok(retryAtMs! > 0);
});

test(
  'a channel that is closed within a frame is down, and comes back on the same connection',
  options,
  async (context) => {
    let channels = 0;
    const { route, server } = await odd(context, {
      run(channel) {
        channels += 1;
        const isFirst = channels === 1;
        sampler((tick, over) => {
          if (tick === '1' || !isFirst) over.write(frameOf(tick));
          else over.end(`@S ${tick}\n@F /proc/stat\ncpu  1`);
        })(channel);
      },
    });
    const { state, samples } = watch(context, [route]);
    await state('down');
    await samples(2);
    assert.deepEqual([server.logins(), channels], [1, 2]);
  },
);

test('a server whose key changed between two logins is refused at the second', options, async (context) => {
  const first = house!.makeKey('changed_1', { isLetIn: false });
  const second = house!.makeKey('changed_2', { isLetIn: false });
  const old = await startMockSsh(context, first, {});
  const fresh = await startMockSsh(context, second, {});
  const sshConfigFile = house!.write('changed.conf', 'StrictHostKeyChecking accept-new\nHostKeyAlias one-name\n');
  const knownHostsFile = `${house!.folder}/changed_known`;
  const to = (port: number) =>
    routeTo({ port, user: 'me', identityFile: house!.identityFile, sshConfigFile, knownHostsFile });
  await watch(context, [to(old.port)]).samples(1);
  const { reason } = await watch(context, [to(fresh.port)]).state('refused');
  for (const file of [first, second]) {
    const [, base64] = readFileSync(`${file}.pub`, 'utf8').split(' ');
    assert.ok(reason.includes(fingerprintOf(Buffer.from(base64!, 'base64'))), reason);
  }
});
