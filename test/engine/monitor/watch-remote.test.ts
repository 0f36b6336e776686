import assert from 'node:assert/strict';
import { test } from 'node:test';
import { longestFrame } from '../../../source/engine/monitor/frames.js';
import type { ChannelListener, OpenEnd, Transport } from '../../../source/engine/monitor/transport.js';
import { watchRemote } from '../../../source/engine/monitor/watch-remote.js';
import type { SessionEventBody } from '../../../source/model/events.js';
import { createRandom } from '../../../source/time/random.js';
import { createVirtualClock } from '../../../source/time/virtual-clock.js';

/** A shell played by hand: what was written to it, and what it says. */
type Shell = {
  readonly listener: ChannelListener;
  readonly engine: string;
  readonly written: string[];
  isClosed: boolean;
  isDestroyed: boolean;
};

/** A watch on virtual time over a transport that ends each opening as told. */
function start(ends: readonly ('open' | OpenEnd)[] = [], phaseMs = 0) {
  const clock = createVirtualClock();
  const events: SessionEventBody[] = [];
  const shells: Shell[] = [];
  let opened = 0;
  const transport: Transport = {
    ways: ['awk', 'sh', 'sftp', 'exec'],
    async open(listener, engine) {
      const end = ends[opened++] ?? 'open';
      if (end !== 'open') return end;
      const shell: Shell = { listener, engine, written: [], isClosed: false, isDestroyed: false };
      shells.push(shell);
      const channel = {
        write: (text: string) => void shell.written.push(text),
        close: () => {
          shell.isClosed = true;
        },
        destroy: () => {
          shell.isDestroyed = true;
        },
      };
      return { kind: 'open', channel };
    },
    close() {},
  };
  const tools = { clock, random: createRandom(1), emit: (event: SessionEventBody) => void events.push(event), phaseMs };
  const watch = watchRemote({ name: 'api', address: 'ssh://api' }, transport, tools);
  return {
    clock,
    watch,
    shells,
    events,
    opened: () => opened,
    states: () => events.flatMap((event) => (event.kind === 'server/state' ? [event.state] : [])),
    samples: () => events.flatMap((event) => (event.kind === 'server/sample' ? [event.sample] : [])),
    settle: () => new Promise((resolve) => setImmediate(resolve)),
  };
}

/** The tick that a shell was given last, as number and flags. */
function lastTick(shell: Shell): { readonly tick: number; readonly flags: string } {
  const [tick, flags = ''] = shell.written.at(-1)!.trim().split(' ');
  return { tick: Number(tick), flags };
}

function frame(tick: number, seconds: number, busy: number): string {
  const stat = `cpu  ${busy} 0 0 ${seconds * 100} 0 0 0 0 0 0\ncores 4`;
  return `@S ${tick}\n@F /proc/stat\n${stat}\n@F /proc/meminfo\nMemTotal: 100 kB\nMemFree: 40 kB\nMemAvailable: 60 kB\n@F /proc/uptime\n${seconds}.00 1\n@END ${tick}\n`;
}

/** Started, with the sampler up and the first tick answered. */
async function live(phaseMs = 0) {
  const started = start([], phaseMs);
  await started.settle();
  const shell = started.shells[0]!;
  shell.listener.output('Last login: today\n@READY linux awk 1000\n');
  const { tick } = lastTick(shell);
  shell.listener.output(
    `${frame(tick, 100, 1000)}@S ${tick} slow\n@F uname\nLinux api 6.1 x86_64\n@END ${tick} slow\n`,
  );
  return { ...started, shell };
}

test('sends the sampler, then a tick a second, never a second one before the first is answered', async () => {
  const { clock, shell, samples, states } = await live();
  assert.match(shell.written[0]!, /plimsoll\n$/);
  clock.advance(1000);
  shell.listener.output(frame(lastTick(shell).tick, 101, 1050));
  const written = shell.written.length;
  clock.advance(2000);
  assert.equal(shell.written.length, written + 1, 'the tick that is out is waited for');
  assert.equal(samples().length, 2);
  assert.equal(samples()[0]!.cpuPercent, null);
  assert.equal(Math.round(samples()[1]!.cpuPercent!), 33);
  assert.deepEqual(
    states().map((state) => state.kind),
    ['connecting', 'live'],
  );
});

test('the round trip is from the tick to the first byte of its answer, and loss is what went unanswered', async () => {
  const { clock, shell, samples } = await live();
  clock.advance(1000);
  const { tick } = lastTick(shell);
  clock.advance(40);
  const answer = frame(tick, 101, 1050);
  shell.listener.output(answer.slice(0, 10));
  clock.advance(100);
  shell.listener.output(answer.slice(10));
  assert.equal(samples()[1]!.rttMs, 40);
  assert.equal(samples()[1]!.detail!.lossRatio, 0);
  clock.advance(3000);
  shell.listener.output(frame(lastTick(shell).tick, 104, 1100));
  assert.ok(samples()[2]!.detail!.lossRatio! > 0);
});

test('three ticks without an answer are stale, ten seconds are down with the time of the next try', async () => {
  const { clock, shell, states } = await live();
  clock.advance(4000);
  assert.deepEqual(states().at(-1), { kind: 'stale', missed: 3 });
  clock.advance(6500);
  const down = states().at(-1)!;
  assert.ok(down.kind === 'down' && down.retryAtMs! > clock.nowMs() - 1000, JSON.stringify(down));
  assert.match(down.reason, /no answer for 10 s/);
  assert.ok(shell.isDestroyed);
});

test('an answer brings a stale server back', async () => {
  const { clock, shell, states } = await live();
  clock.advance(5000);
  shell.listener.output(frame(lastTick(shell).tick, 105, 1100));
  assert.deepEqual(states().at(-1), { kind: 'live' });
});

test('the answer to another tick than the one that is out is dropped', async () => {
  const { clock, shell, samples } = await live();
  clock.advance(1000);
  const { tick } = lastTick(shell);
  shell.listener.output(frame(tick - 1, 101, 1050) + frame(tick + 7, 101, 1050));
  assert.equal(samples().length, 1);
  shell.listener.output(frame(tick, 101, 1050));
  assert.equal(samples().length, 2);
});

test('a flood is cut off, and the server is down with that reason', async () => {
  const { clock, shell, states } = await live();
  clock.advance(1000);
  shell.listener.output(`@S ${lastTick(shell).tick}\n${'x'.repeat(longestFrame + 1)}`);
  assert.ok(shell.isDestroyed);
  const down = states().at(-1)!;
  assert.match(down.kind === 'down' ? down.reason : '', /more than 64 KiB for one tick/);
});

test('a channel that closes within a frame is down, and is opened again after its wait', async () => {
  const { clock, shell, shells, states, settle, samples } = await live();
  clock.advance(1000);
  shell.listener.output(`@S ${lastTick(shell).tick}\n@F /proc/stat\ncpu  10`);
  shell.listener.errors('sh: out of\u001b[31m memory\n');
  shell.listener.ended('the shell ended with 137', false);
  const down = states().at(-1)!;
  assert.ok(down.kind === 'down');
  assert.match(down.reason, /the shell ended with 137: sh: out of.*memory/);
  assert.ok(!down.reason.includes('\u001b'));
  clock.advance(down.retryAtMs! - clock.nowMs());
  await settle();
  assert.equal(shells.length, 2);
  shells[1]!.listener.output('@READY linux awk 1000\n');
  shells[1]!.listener.output(frame(lastTick(shells[1]!).tick, 200, 90_000));
  assert.equal(states().at(-1)!.kind, 'live');
  assert.equal(samples().at(-1)!.cpuPercent, null, 'nothing is compared over the gap');
});

test('an awk that never answers its first tick is replaced by a shell without one', async () => {
  const { clock, shells, settle, states } = start();
  await settle();
  shells[0]!.listener.output('@READY linux awk 1000\n');
  clock.advance(3000);
  await settle();
  assert.ok(shells[0]!.isClosed);
  assert.deepEqual(
    shells.map(({ engine }) => engine),
    ['awk', 'sh'],
  );
  shells[1]!.listener.output('@READY linux sh 1000\n');
  shells[1]!.listener.output(frame(lastTick(shells[1]!).tick, 100, 1000));
  assert.deepEqual(states().at(-1), { kind: 'live' });
});

test('an account whose shell never starts the sampler, and that has nothing else, is down with what it said', async () => {
  const { clock, shells, settle, states } = start();
  await settle();
  shells[0]!.listener.errors('This account is currently not available.\n');
  // Each of the four ways has as long.
  for (let way = 0; way < 4; way++) {
    clock.advance(10_000);
    await settle();
  }
  const down = states().at(-1)!;
  assert.match(down.kind === 'down' ? down.reason : '', /did not start within 10 s: This account is currently not/);
});

test('a system that the sampler does not know is down with its name', async () => {
  const { shells, settle, states } = start();
  await settle();
  shells[0]!.listener.output('@NO SunOS\n');
  const down = states().at(-1)!;
  assert.match(down.kind === 'down' ? down.reason : '', /calls itself SunOS/);
});

test('what was refused waits for a person, however long', async () => {
  const refused: OpenEnd = { kind: 'refused', reason: 'nobody was let in' };
  const { clock, settle, states, opened, watch } = start([refused, 'open']);
  await settle();
  assert.deepEqual(states().at(-1), refused);
  clock.advance(24 * 3_600_000);
  await settle();
  assert.equal(opened(), 1);
  watch.retry();
  await settle();
  assert.equal(opened(), 2);
  assert.deepEqual(states().at(-1), { kind: 'connecting' });
});

test('waits between tries grow with chance in them, and never over a minute', async () => {
  const down: OpenEnd = { kind: 'down', reason: 'nothing listens there' };
  const { clock, settle, states } = start(Array.from({ length: 30 }, () => down));
  const waits: number[] = [];
  for (let turn = 0; turn < 20; turn++) {
    await settle();
    const state = states().at(-1)!;
    assert.ok(state.kind === 'down' && state.retryAtMs !== undefined);
    waits.push(state.retryAtMs - clock.nowMs());
    clock.advance(waits.at(-1)!);
  }
  assert.ok(waits.every((waitMs) => waitMs >= 1000 && waitMs <= 60_000));
  assert.ok(Math.max(...waits) > 20_000);
  assert.ok(new Set(waits).size > 10);
});

test('half a minute of good answers makes the next wait short again', async () => {
  const { clock, shell, shells, settle, states } = await live();
  const answer = (of: Shell, second: number): void => {
    clock.advance(1000);
    of.listener.output(frame(lastTick(of).tick, 100 + second, 1000 + second));
  };
  for (let second = 1; second <= 31; second++) answer(shell, second);
  for (let turn = 0; turn < 4; turn++) {
    const own = shells.at(-1)!;
    own.listener.ended('the connection was lost', true);
    const down = states().at(-1)!;
    assert.ok(down.kind === 'down');
    if (turn === 0) assert.ok(down.retryAtMs! - clock.nowMs() <= 3000);
    clock.advance(down.retryAtMs! - clock.nowMs());
    await settle();
  }
});

test('what changes slowly is asked for at the login and every half minute, every core only when wanted', async () => {
  const { clock, shell, watch } = await live();
  assert.deepEqual(
    shell.written.slice(1).map((text) => text.trim().split(' ')[1] ?? ''),
    ['s'],
  );
  watch.showCores(true);
  clock.advance(1000);
  assert.equal(lastTick(shell).flags, 'c');
  watch.showCores(false);
  const flags: string[] = [];
  for (let second = 2; second <= 40; second++) {
    shell.listener.output(frame(lastTick(shell).tick, 100 + second, 1000 + second));
    clock.advance(1000);
    flags.push(lastTick(shell).flags);
  }
  assert.equal(flags.filter((flag) => flag === 's').length, 1);
});

test('the ticks of a fleet are spread over the second', async () => {
  const { clock, shell } = await live(300);
  shell.listener.output('');
  clock.advance(299);
  const before = shell.written.length;
  clock.advance(1);
  assert.equal(shell.written.length, before + 1);
});

test('after the stop nothing is said and nothing is tried', async () => {
  const { clock, shell, watch, events, opened, settle } = await live();
  watch.stop();
  watch.stop();
  assert.ok(shell.isClosed);
  const before = events.length;
  shell.listener.output(frame(99, 101, 1));
  shell.listener.ended('the connection was lost', true);
  clock.advance(120_000);
  watch.retry();
  await settle();
  assert.equal(events.length, before);
  assert.equal(opened(), 1);
});

/** What was said beside states and readings. */
function notes(events: readonly SessionEventBody[]): readonly string[] {
  return events.flatMap((event) => (event.kind === 'note' ? [event.text] : []));
}

test('a server without a shell is read by the next way that works, which is told once with what it costs', async () => {
  const no = { kind: 'no-channel', reason: 'no shell was given: not for you' } as const;
  const { shells, samples, events, states, settle } = start([no, no]);
  await settle();
  const [shell] = shells;
  assert.equal(shell!.engine, 'sftp');
  shell!.listener.output('@READY linux sftp 1000\n');
  assert.doesNotMatch(shell!.written.join(''), /plimsoll/, 'nothing is sent that would be run');
  shell!.listener.output(frame(lastTick(shell!).tick, 100, 1000));
  shell!.listener.output(frame(lastTick(shell!).tick, 100, 1000));
  assert.equal(samples().length, 1);
  assert.deepEqual(notes(events), [
    'api is read over SFTP, which costs it about 2 ms of CPU each time instead of half a millisecond: no shell was given: not for you',
  ]);
  assert.deepEqual(
    states().map(({ kind }) => kind),
    ['connecting', 'live'],
  );
});

test('a shell that ends before its first answer is not tried again at once, but the next way is', async () => {
  const { shells, settle } = start();
  await settle();
  shells[0]!.listener.ended('the shell ended with 127', false);
  await settle();
  shells[1]!.listener.output('@READY linux sh 1000\n');
  shells[1]!.listener.output(`@S ${lastTick(shells[1]!).tick}\n@F /proc/stat\n@END ${lastTick(shells[1]!).tick}\n`);
  await settle();
  assert.deepEqual(
    shells.map(({ engine, isDestroyed }) => [engine, isDestroyed]),
    [
      ['awk', false],
      ['sh', false],
      ['sftp', false],
    ],
  );
});

test('a server that can be read in no way is down with why the first did not work, and begins with that again', async () => {
  const { shells, states, clock, settle, events } = start();
  for (let way = 0; way < 4; way++) {
    await settle();
    shells[way]!.listener.ended(`way ${way} ended`, false);
  }
  const down = states().at(-1)!;
  assert.ok(down.kind === 'down' && down.retryAtMs !== undefined);
  assert.equal(down.reason, 'way 0 ended');
  clock.advance(down.retryAtMs - clock.nowMs());
  await settle();
  assert.equal(shells.at(-1)!.engine, 'awk');
  assert.deepEqual(notes(events), []);
});

test('a channel that is closed again and again soon after it was opened is not held: another way is taken', async () => {
  const { shells, states, clock, settle } = start();
  const engines: string[] = [];
  for (let turn = 0; turn < 4; turn++) {
    await settle();
    const shell = shells.at(-1)!;
    engines.push(shell.engine);
    shell.listener.output(`@READY linux ${shell.engine} 1000\n`);
    shell.listener.output(frame(lastTick(shell).tick, 100 + turn, 1000));
    clock.advance(2000);
    shell.listener.ended('the channel was closed', false);
    const down = states().at(-1)!;
    assert.ok(down.kind === 'down' && down.retryAtMs !== undefined);
    clock.advance(down.retryAtMs - clock.nowMs());
  }
  assert.deepEqual(engines, ['awk', 'awk', 'awk', 'sh']);
});

test('a connection that is lost says nothing against the way, and who tries again by hand begins with the first', async () => {
  const { shells, states, clock, settle, watch } = start([{ kind: 'no-channel', reason: 'no' }]);
  for (let turn = 0; turn < 5; turn++) {
    await settle();
    assert.equal(shells.at(-1)!.engine, 'sh');
    shells.at(-1)!.listener.ended('the connection was lost', true);
    const down = states().at(-1)!;
    assert.ok(down.kind === 'down' && down.retryAtMs !== undefined);
    if (turn < 4) clock.advance(down.retryAtMs - clock.nowMs());
  }
  watch.retry();
  await settle();
  assert.equal(shells.at(-1)!.engine, 'awk');
});

test('what a command for each reading takes is not told as a round trip', async () => {
  const no = { kind: 'no-channel', reason: 'no' } as const;
  const { shells, samples, settle } = start([no, no, no]);
  await settle();
  shells[0]!.listener.output('@READY linux exec 2000\n');
  shells[0]!.listener.output(frame(lastTick(shells[0]!).tick, 100, 1000));
  assert.equal(samples()[0]!.rttMs, null);
  assert.equal(samples()[0]!.detail!.lossRatio, 0);
});
