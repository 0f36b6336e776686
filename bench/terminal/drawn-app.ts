// The program that bench/terminal.ts watches: the screen, fed with something new for every pane so often a second. Its
// arguments: how often, for how many seconds, `drawn` or `undrawn` (the same without a screen), a file for its figures, and
// what it is fed with.
import { writeFileSync } from 'node:fs';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { createStore } from '../../source/store/store.js';
import { createSystemClock } from '../../source/time/clock.js';
import { createBusySession, firstEvents } from './busy-session.js';

process.env.NODE_ENV = 'production';
const [perSecondText = '4', secondsText = '10', drawn = 'drawn', file = '/dev/null', input = 'all'] =
  process.argv.slice(2);
const perSecond = Number(perSecondText);
const warmUpMs = 3000;
const clock = createSystemClock();
const store = createStore();
const next = createBusySession(perSecond, input === 'paced' ? 'paced' : 'all');
for (const event of firstEvents()) store.apply(event);
const end = drawn === 'drawn' ? await mount() : null;
clock.every(1000 / perSecond, () => {
  for (const event of next(clock.nowMs())) store.apply(event);
});

const delay = monitorEventLoopDelay({ resolution: 1 });
clock.after(warmUpMs, () => {
  delay.enable();
  const cpu = process.cpuUsage();
  const fromMs = clock.nowMs();
  clock.after(Number(secondsText) * 1000, () => {
    const { user, system } = process.cpuUsage(cpu);
    const wallMs = clock.nowMs() - fromMs;
    const figures = {
      cpuRatio: (user + system) / 1000 / wallMs,
      loopDelayP99Ms: delay.percentile(99) / 1e6,
      loopDelayMaxMs: delay.max / 1e6,
      residentBytes: process.memoryUsage.rss(),
    };
    writeFileSync(file, JSON.stringify(figures));
    end?.();
    process.exit(0);
  });
});

async function mount(): Promise<() => void> {
  const { mountApp } = await import('../../source/ui/mount.js');
  const { capabilitiesOf } = await import('../../source/ui/viewer.js');
  const { openTerminalOutput } = await import('../../source/commands/terminal-output.js');
  const { stdin, stdout } = process;
  const output = openTerminalOutput(stdout, clock, () => process.exit(1));
  const app = mountApp(
    { stdin, ...output, ...capabilitiesOf(process.env, stdout.getColorDepth()) },
    { store, clock, send: () => {}, quit: () => {}, isRecording: () => true, framesPerSecond: perSecond },
  );
  return app.unmount;
}
