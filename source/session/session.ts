import type { ReadSecret } from '../config/authorization.js';
import { type AlertPlan, startAlerts } from '../engine/alert/alerts.js';
import type { HostSpec, LoadSpec } from '../engine/load/load.js';
import type { SshThread } from '../engine/monitor/ssh/start-ssh-thread.js';
import { messageOf } from '../model/error.js';
import type { EventSink, SessionHead, Severity } from '../model/events.js';
import type { Cause, RunCommand } from '../model/run.js';
import type { SessionResult } from '../model/session-result.js';
import type { Clock } from '../time/clock.js';
import { createRandom } from '../time/random.js';
import type { Baseline } from './baseline.js';
import { createBus } from './bus.js';
import { checkHosts, withAddresses } from './check-hosts.js';
import { defaultCoolDownLimitMs } from './cool-down.js';
import { createCpuLog } from './cpu-log.js';
import type { DiscoveryPlan } from './find-line.js';
import type { WorkPlan } from './find-work.js';
import { createInbox, type Inbox } from './inbox.js';
import type { LoadMessage } from './load-hub.js';
import { createMonitorTally } from './monitor-tally.js';
import { type BenchPlan, performBench } from './perform-bench.js';
import { performDiscovery, performWork } from './perform-discovery.js';
import { type JobsPlan, performJobs } from './perform-jobs.js';
import { performRun, type RunPlan } from './perform-run.js';
import { performWatch } from './perform-watch.js';
import { plannedText } from './planned-text.js';
import { createRunMachine } from './run-machine.js';
import type { Stage } from './stage.js';
import { createStreamWords } from './stream-words.js';
import { takeBaselines } from './take-baselines.js';
import { createUseLog } from './use-log.js';
import { startWatch, type Watch } from './watch.js';

/** What a session does with load. The address in a plan's load may still be a name: it is resolved by the check before load. */
export type Job =
  | { readonly kind: 'run'; readonly plan: RunPlan }
  | { readonly kind: 'discovery'; readonly plan: DiscoveryPlan }
  | { readonly kind: 'work'; readonly plan: WorkPlan }
  | { readonly kind: 'bench'; readonly plan: BenchPlan }
  | { readonly kind: 'jobs'; readonly plan: JobsPlan }
  | {
      readonly kind: 'watch';
      readonly durationMs: number | null;
      /** What servers do at rest: the watch ends once they all do so again; absent: it does not wait for that. */
      readonly baselines?: ReadonlyMap<string, Baseline>;
    };

/** How one job of a session ended. */
export type JobEnd =
  | {
      readonly kind: 'result';
      readonly result: SessionResult;
      /** A key or a signal ended it before its own end, without waiting for anything. */
      readonly isInterrupted: boolean;
    }
  /** Nothing could be measured; `reason` is a full sentence. */
  | { readonly kind: 'unmeasured'; readonly reason: string };

/** A session under way. */
export type Session = {
  /** Asks for something; the answer comes as events. */
  readonly send: (command: RunCommand) => void;
  /** Tells everybody who watches something that the session itself cannot know. */
  readonly tell: (severity: Severity, text: string) => void;
  /** The watched servers: a refused one is tried again when a person asks, and every core of one can be told. */
  readonly fleet: Watch['fleet'];
  /** Resolves with the end of the first job. */
  readonly firstEnd: Promise<JobEnd>;
  /** The end of the last job that ended; null before one did. */
  readonly lastEnd: () => JobEnd | null;
  /** What plimsoll has measured of its own work; after the end, up to it. */
  readonly metrics: Watch['metrics'];
  /**
   * Ends everything, whatever it is doing. Resolves once load, watches and sinks have ended. Twice is harmless. `because` says of
   * what has not come to its end why, as a clause; it is a signal unless said otherwise.
   */
  readonly close: (reason: string, because?: string) => Promise<void>;
};

export type SessionOptions = {
  readonly head: SessionHead;
  readonly job: Job;
  readonly clock: Clock;
  /** The store, the session file, the progress lines: each gets every event, in order. */
  readonly sinks: readonly EventSink[];
  /** How long the check before load may take. */
  readonly checkTimeoutMs: number;
  /** The thread that logins were made ahead on; without one the session starts its own, which asks nobody. */
  readonly ssh?: SshThread | null;
  /** How servers and streams come by their secrets; absent: not at all. */
  readonly readSecret?: ReadSecret;
  /** Rules over what happens, and who is told; absent: none. */
  readonly alerts?: AlertPlan | null;
  /** How long a search watches its servers at rest before it begins; absent: not at all. */
  readonly baselineLimitMs?: number;
  /** How long servers get to come back to their baseline; absent: a minute. */
  readonly coolDownLimitMs?: number;
};

type LoadJob = Exclude<Job, { readonly kind: 'watch' }>;

/** The hosts that are checked before load; a bench checks those of each system when it comes to it. */
function hostsOf(job: LoadJob): readonly HostSpec[] {
  switch (job.kind) {
    case 'run':
    case 'discovery':
      return job.plan.load.hosts;
    case 'work':
      return job.plan.loadAt(job.plan.fromLevel).hosts;
    case 'bench':
      return [];
    case 'jobs':
      return [job.plan.host];
  }
}

async function carryOut(
  job: LoadJob,
  stage: Stage,
  hosts: readonly HostSpec[],
  checkTimeoutMs: number,
): Promise<JobEnd> {
  switch (job.kind) {
    case 'run': {
      const result = await performRun({ ...job.plan, load: withAddresses(job.plan.load, hosts) }, stage);
      return { kind: 'result', result, isInterrupted: result.ended === 'interrupted' };
    }
    case 'discovery': {
      const result = await performDiscovery({ ...job.plan, load: withAddresses(job.plan.load, hosts) }, stage);
      return { kind: 'result', result, isInterrupted: stage.machine.state() === 'aborted' };
    }
    case 'work': {
      const loadAt = (level: number): LoadSpec => withAddresses(job.plan.loadAt(level), hosts);
      const result = await performWork({ ...job.plan, loadAt }, stage);
      return { kind: 'result', result, isInterrupted: stage.machine.state() === 'aborted' };
    }
    case 'bench': {
      const end = await performBench(job.plan, stage, checkTimeoutMs);
      if (end.kind === 'unmeasured') return end;
      return { ...end, isInterrupted: stage.machine.state() === 'aborted' };
    }
    case 'jobs': {
      const result = await performJobs(job.plan, stage);
      return { kind: 'result', result, isInterrupted: result.ended === 'interrupted' };
    }
  }
}

/** How long messages that wait may keep a session from ending. */
const longestFarewellMs = 3_000;

/** Starts a session: watches begin at once, and so does its job. */
export function startSession(options: SessionOptions): Session {
  const { head, clock, job } = options;
  const bus = createBus(clock);
  const own = head.servers.filter((server) => server.address === 'local').map((server) => server.name);
  const cpu = createCpuLog(new Set(own));
  const tally = createMonitorTally(head.servers, head.streams);
  const uses = createUseLog(new Set(own));
  const words = createStreamWords();
  for (const sink of [cpu.sink, uses.sink, tally.sink, words.sink, ...options.sinks]) bus.attach(sink);
  let inbox: Inbox<LoadMessage> | null = null;
  // After all others: what a rule says of an event comes behind it, in the file and on the screen.
  const alerts =
    options.alerts == null
      ? null
      : startAlerts(options.alerts, {
          clock,
          random: createRandom(head.seed ^ 0xa1e7),
          emit: (event) => bus.emit({ kind: 'alert/event', event }),
          act: (action, _rule, reason) => inbox?.post({ kind: 'rule', action, reason }),
        });
  if (alerts !== null) bus.attach(alerts.observe);
  bus.emit({ kind: 'session/started', head });
  const machine = createRunMachine(bus.emit);
  const watch = startWatch(head.servers, head.streams, clock, createRandom(head.seed ^ 0x5eed), bus.emit, {
    ssh: options.ssh ?? null,
    onMessage: words.tell,
    ...(options.readSecret === undefined ? {} : { readSecret: options.readSecret }),
  });

  let active: Promise<JobEnd> | null = null;
  let last: JobEnd | null = null;
  let closing: Promise<void> | null = null;
  let stopWatching: (() => void) | null = null;
  let interruption = 'interrupted by a signal';

  const perform = async (startedBy: Cause, messages: Inbox<LoadMessage>): Promise<JobEnd> => {
    if (job.kind === 'watch') {
      const watching = performWatch(job, clock, cpu);
      stopWatching = watching.stop;
      const coolDown = await watching.ended;
      const result = { ...tally.result(clock.nowMs()), ...(coolDown === null ? {} : { coolDown }) };
      bus.emit({ kind: 'result', result });
      return { kind: 'result', result, isInterrupted: false };
    }
    const unmeasured = (reason: string): JobEnd => {
      bus.emit({ kind: 'note', severity: 'critical', text: reason });
      machine.become('aborted', 'rule', reason);
      return { kind: 'unmeasured', reason };
    };
    const hosts = hostsOf(job);
    const checked = await checkHosts(hosts, options.checkTimeoutMs);
    if (checked.kind === 'unreachable') return unmeasured(checked.reason);
    for (const text of checked.notes) bus.emit({ kind: 'note', severity: 'info', text });
    const planned = job.kind === 'discovery' ? plannedText(job.plan) : null;
    if (planned !== null) bus.emit({ kind: 'note', severity: 'info', text: planned });
    const wish = {
      servers: head.servers.map(({ name }) => name),
      limitMs: job.kind === 'run' ? 0 : (options.baselineLimitMs ?? 0),
    };
    const taken = await takeBaselines(wish, clock, bus.emit, cpu, messages);
    if (taken.kind === 'left') {
      const reason = 'Ended before any load was sent.';
      machine.become('aborted', taken.cause, reason);
      return { kind: 'unmeasured', reason };
    }
    const stage: Stage = {
      clock,
      emit: bus.emit,
      inbox: messages,
      machine,
      cpu,
      uses,
      words,
      baselines: taken.baselines,
      coolDownLimitMs: options.coolDownLimitMs ?? defaultCoolDownLimitMs,
      startedBy,
      interruption: () => interruption,
    };
    try {
      return await carryOut(job, stage, checked.hosts, options.checkTimeoutMs);
    } catch (error) {
      return unmeasured(`The load engine failed: ${messageOf(error)}`);
    }
  };

  const begin = (startedBy: Cause): Promise<JobEnd> => {
    const messages = createInbox<LoadMessage>();
    inbox = messages;
    active = perform(startedBy, messages).then((end) => {
      last = end;
      inbox = null;
      active = null;
      return end;
    });
    return active;
  };

  const close = async (reason: string, because: string): Promise<void> => {
    interruption = because;
    inbox?.post({ kind: 'interrupt' });
    stopWatching?.();
    await active;
    await watch.stop();
    await alerts?.close(longestFarewellMs);
    bus.emit({ kind: 'session/ended', reason });
  };

  return {
    fleet: watch.fleet,
    metrics: watch.metrics,
    firstEnd: begin('plan'),
    lastEnd: () => last,
    tell(severity, text) {
      bus.emit({ kind: 'note', severity, text });
    },
    send(command) {
      if (command.kind === 'acknowledge' || command.kind === 'silence') {
        const refusal = alerts === null ? 'this session has no alert rules' : alerts.obey(command, 'key');
        if (refusal !== null) bus.emit({ kind: 'note', severity: 'info', text: refusal });
        return;
      }
      if (command.kind === 'reset-circuits') {
        watch.resetCircuits();
        return;
      }
      if (inbox !== null && job.kind !== 'watch') {
        inbox.post({ kind: 'command', command });
      } else if (command.kind === 'start' && closing === null && job.kind !== 'watch') {
        void begin('key');
      } else if (job.kind === 'watch') {
        bus.emit({
          kind: 'note',
          severity: 'info',
          text: 'this session only watches; plimsoll run and discover send load',
        });
      }
    },
    close(reason, because = interruption) {
      closing ??= close(reason, because);
      return closing;
    },
  };
}
