import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { factsOf } from '../../../source/engine/monitor/facts.js';
import { createFrameReader, type Frame } from '../../../source/engine/monitor/frames.js';
import { linuxSnapshot } from '../../../source/engine/monitor/linux-snapshot.js';
import { readingBetween } from '../../../source/engine/monitor/reading-between.js';
import { type SamplerEngine, samplerScript } from '../../../source/engine/monitor/sampler-script.js';

const isLinux = process.platform === 'linux';

function pathOf(program: string): string | null {
  const found = spawnSync('/bin/sh', ['-c', `command -v ${program}`], { encoding: 'utf8' });
  return found.status === 0 ? found.stdout.trim() : null;
}

type Shell = { readonly name: string; readonly file: string; readonly args: readonly string[] };

const shells: readonly Shell[] = (
  [
    ['dash', []],
    ['bash', []],
    ['bash', ['--posix']],
    ['busybox', ['sh']],
    ['mksh', []],
  ] as const
).flatMap(([program, args]) => {
  const file = pathOf(program);
  return file === null ? [] : [{ name: [program, ...args].join(' '), file, args }];
});

const awks = ['gawk', 'mawk', 'original-awk', 'busybox'].filter((program) => pathOf(program) !== null);

/** Runs the sampler in a shell, gives it ten ticks one by one, and ends its input. `path` comes first in PATH. */
async function sample(shell: Shell, engine: SamplerEngine, path: string | null) {
  const child = spawn(shell.file, [...shell.args], {
    env: { PATH: `${path === null ? '' : `${path}:`}/usr/bin:/bin` },
    stdio: ['pipe', 'pipe', 'ignore'],
  });
  const frames: Frame[] = [];
  let used = '';
  let ticks = 0;
  const tick = (): void => {
    ticks += 1;
    if (ticks > 10) child.stdin.end();
    else child.stdin.write(`${ticks}${ticks === 1 ? ' s' : ticks === 2 ? ' c' : ''}\n`);
  };
  const read = createFrameReader({
    ready: (system, engineName) => {
      used = `${system} ${engineName}`;
      tick();
    },
    began: () => {},
    broken: (reason) => assert.fail(reason),
    frame: (frame) => {
      frames.push(frame);
      if (!frame.isSlow) tick();
    },
  });
  child.stdout.setEncoding('utf8').on('data', read);
  child.stdin.write(samplerScript(engine));
  const code = await new Promise((resolve) => child.on('close', resolve));
  return { frames, used, code };
}

function check({ frames, used, code }: Awaited<ReturnType<typeof sample>>, engine: SamplerEngine): void {
  assert.equal(used, `linux ${engine}`);
  assert.equal(code, 0, 'the sampler ends when its input ends');
  const fast = frames.filter((frame) => !frame.isSlow);
  assert.deepEqual(
    fast.map((frame) => frame.tick),
    [1, 2, 3, 4, 5, 6, 7, 8, 9, 10],
  );
  const snapshots = fast.map((frame) => linuxSnapshot(frame.sections)!);
  const last = snapshots.at(-1)!;
  const reading = readingBetween(snapshots[0]!, last);
  assert.ok(reading.memoryUsedBytes! > 0 && reading.memoryUsedBytes! < reading.memoryTotalBytes!);
  assert.ok(last.cores! >= 1);
  assert.equal(snapshots[1]!.coreTimes!.length, last.cores, 'a tick that wants every core gets them');
  const slow = frames.filter((frame) => frame.isSlow);
  assert.equal(slow.length, 1);
  const facts = factsOf(slow[0]!.sections, used, last);
  assert.match(facts.kernel!, /^\d/);
  assert.ok(facts.processes! > 1 && facts.filesystems.some(({ mount }) => mount === '/'));
}

for (const shell of shells) {
  for (const awk of awks) {
    test(`the sampler answers every tick in ${shell.name} with ${awk} as awk`, { skip: !isLinux }, async (context) => {
      const folder = mkdtempSync(join(tmpdir(), 'plimsoll-awk-'));
      context.after(() => rmSync(folder, { recursive: true }));
      mkdirSync(join(folder, 'bin'));
      if (awk === 'busybox') {
        writeFileSync(join(folder, 'bin/awk'), `#!/bin/sh\nexec ${pathOf(awk)} awk "$@"\n`, { mode: 0o755 });
      } else {
        symlinkSync(pathOf(awk)!, join(folder, 'bin/awk'));
      }
      check(await sample(shell, 'awk', join(folder, 'bin')), 'awk');
    });
  }
  test(`the sampler answers every tick in ${shell.name} without an awk`, { skip: !isLinux }, async () => {
    check(await sample(shell, 'sh', null), 'sh');
  });
}
