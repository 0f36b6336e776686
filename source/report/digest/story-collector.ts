import { emptyHistogram } from '../../model/histogram.js';
import { noOutcomes } from '../../model/outcome.js';
import type { SessionResult } from '../../model/session-result.js';
import type { LogLine } from '../../store/log-state.js';
import { reduce } from '../../store/reduce.js';
import { initialView, type SessionView } from '../../store/state.js';
import type { Digest, EventLine } from './digest.js';
import { type StoryEvent, soundCircuit } from './sound-event.js';
import { thousandths } from './thousandths.js';

/** Tells a session's story in lines and phases, in the words of the live screen. */
export type StoryCollector = {
  readonly add: (event: StoryEvent) => void;
  readonly addResult: (result: SessionResult, atMs: number) => void;
  /** Only a change of circuit is a line. */
  readonly addCircuit: (stream: string, circuit: unknown, atMs: number) => void;
  readonly addPhase: (phase: string, atMs: number) => void;
  readonly toPhases: (endMs: number) => Digest['phases'];
  readonly toEvents: () => readonly EventLine[];
  /** Lines that there was no room for. */
  readonly leftOut: () => number;
};

/** Lines of a report, and of them those that may be of no weight. */
const mostLines = 1_000;

export function createStoryCollector(): StoryCollector {
  let view: SessionView = initialView;
  let lines: EventLine[] = [];
  let leftOut = 0;
  let phase: string | null = null;
  const apply = (event: Parameters<typeof reduce>[1]): void => {
    const before = view.log;
    view = reduce(view, event);
    const line = view.log.at(-1);
    if (view.log === before || line === undefined) return;
    // The same line once more takes the place of the one before.
    if (line.times > 1) lines.pop();
    lines.push(eventLine(line));
    if (lines.length > mostLines) {
      lines = lines.toSpliced(leastOf(lines), 1);
      leftOut += 1;
    }
  };
  return {
    add: apply,
    addResult(result, atMs) {
      apply({ kind: 'result', result, atMs });
    },
    addCircuit(stream, circuit, atMs) {
      const sound = soundCircuit(circuit);
      const was = view.streams.find(({ name }) => name === stream)?.circuit.kind ?? 'closed';
      if (sound === null || sound.kind === was) return;
      const queue = { accepted: 0, sent: 0, dropped: 0, expired: 0, pending: 0 };
      const counts = { messages: 0, unreadable: 0, reconnects: 0, opened: 0 };
      apply({ kind: 'stream/health', stream, circuit: sound, queue, counts, atMs });
    },
    addPhase(name, atMs) {
      if (name === phase) return;
      phase = name;
      const histogram = emptyHistogram;
      const nothing = { due: 0, sent: 0, inFlight: 0, waiting: 0, connectionsOpen: 0, intendedPerSecond: 0 };
      const times = { responseTime: histogram, serviceTime: histogram, sendLag: histogram };
      const interval = { startMs: atMs, durationMs: 0, phase: name, outcomes: noOutcomes, ...nothing, ...times };
      apply({ kind: 'load/interval', atMs, interval });
    },
    toPhases: (endMs) =>
      view.phases.map(({ atMs, name }, at) => ({
        name,
        fromMs: thousandths(atMs),
        toMs: thousandths(view.phases[at + 1]?.atMs ?? endMs),
      })),
    toEvents: () => lines,
    leftOut: () => leftOut,
  };
}

/** Marks of older recordings are notes that begin so. */
const oldMark = 'mark: ';

function eventLine({ atMs, severity, text, times, topic }: LogLine): EventLine {
  const isOld = topic === 'note' && text.startsWith(oldMark);
  const isMark = topic === 'mark' || isOld;
  return {
    atMs: thousandths(atMs),
    severity,
    topic: isMark ? 'mark' : topic,
    text: isOld ? text.slice(oldMark.length) : text,
    times,
    isMark,
  };
}

/** The line that is missed least: the oldest that is neither an alert nor a mark nor an answer, else the oldest. */
function leastOf(lines: readonly EventLine[]): number {
  const at = lines.findIndex(
    ({ isMark, severity, topic }) => !isMark && topic !== 'answer' && (severity === 'info' || severity === 'good'),
  );
  return Math.max(0, at);
}
