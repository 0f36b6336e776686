import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { readSession } from '../../source/record/read-session.js';
import { createRecorder } from '../../source/record/session-file.js';
import { verifySession } from '../../source/record/verify-session.js';
import { createVirtualClock } from '../../source/time/virtual-clock.js';
import { head, note, withFolder } from './helpers.js';

const isRoot = process.getuid?.() === 0;

/** Runs `use` with a file system of its own of so many KiB; null where this user may mount none. */
function withSmallDisk(folder: string, kibibytes: number, use: (disk: string) => void): boolean {
  const disk = join(folder, 'disk');
  mkdirSync(disk);
  const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${kibibytes}k`, 'tmpfs', disk]);
  if (mounted.status !== 0) return false;
  try {
    use(disk);
  } finally {
    spawnSync('umount', [disk]);
  }
  return true;
}

test('a full disk ends recording with one sentence, and what was written is whole', (context) =>
  withFolder((folder) => {
    const isMounted = withSmallDisk(folder, 600, (disk) => {
      const clock = createVirtualClock(Date.parse(head.startedAt));
      const problems: string[] = [];
      const recorder = createRecorder(disk, head, clock, (sentence) => problems.push(sentence));
      for (let at = 0; at < 200; at++) {
        recorder.sink(note(at, 'x'.repeat(10_000)));
        clock.advance(1000);
      }
      recorder.close();
      assert.equal(problems.length, 1, problems.join());
      assert.match(problems[0]!, /^The session is not recorded any further: .*full.*\.$/);
      const reading = readSession(recorder.file!);
      assert.ok(reading.kind === 'ok', JSON.stringify(reading));
      const events = [...reading.events()];
      reading.close();
      assert.ok(events.length > 5 && events.length < 200, `${events.length} events`);
      for (const [index, event] of events.entries()) assert.equal(event.atMs, index);
      const verification = verifySession(recorder.file!);
      assert.equal(verification.kind, 'whole', JSON.stringify(verification));
    });
    if (!isMounted) context.skip('only root may mount a disk that is soon full');
  }));

test('a disk that is full from the beginning leaves nothing behind but one sentence', (context) =>
  withFolder((folder) => {
    const isMounted = withSmallDisk(folder, 16, (disk) => {
      writeFileSync(join(disk, 'ballast'), 'x'.repeat(8000));
      const problems: string[] = [];
      const recorder = createRecorder(disk, head, createVirtualClock(), (sentence) => problems.push(sentence));
      recorder.sink(note(1));
      recorder.close();
      assert.equal(recorder.file, null);
      assert.equal(problems.length, 1, problems.join());
      assert.deepEqual(readdirSync(disk), ['ballast']);
    });
    if (!isMounted) context.skip('only root may mount a disk that is soon full');
  }));

test('a folder that nothing may be written to ends recording with one sentence', (context) =>
  withFolder((folder) => {
    const locked = join(folder, 'locked');
    mkdirSync(locked);
    // Whatever its rights say, root may write: there, the whole file system has to be read-only.
    const isMounted = isRoot && spawnSync('mount', ['-t', 'tmpfs', '-o', 'ro', 'tmpfs', locked]).status === 0;
    if (isRoot && !isMounted) return context.skip('no read-only file system could be mounted');
    if (!isRoot) chmodSync(locked, 0o500);
    try {
      const problems: string[] = [];
      const recorder = createRecorder(locked, head, createVirtualClock(), (sentence) => problems.push(sentence));
      recorder.sink(note(1));
      recorder.close();
      assert.deepEqual([recorder.file, problems.length], [null, 1]);
      assert.match(problems[0]!, /^The session is NOT recorded: .*(EROFS|EACCES).*locked\)\.$/);
    } finally {
      if (isMounted) spawnSync('umount', [locked]);
      else chmodSync(locked, 0o700);
      rmSync(locked, { recursive: true });
    }
  }));
