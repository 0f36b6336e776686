import type { SessionEvent } from '../../model/events.js';
import type { ImportedFrom } from '../../model/imported.js';
import { plainText } from '../../model/plain-text.js';
import type { SessionResult } from '../../model/session-result.js';
import { type Damage, damageSentence } from '../../record/damage.js';
import type { ServerReading } from '../../record/server-readings.js';
import type { SessionSummary } from '../../record/session-row.js';
import { answerSentence, answerSeverity } from '../../store/answer-sentence.js';
import { linesOf } from '../answer-parts.js';
import { importedSentence } from '../import/sentence.js';
import { withCurves } from './curve-rows.js';
import type { Digest } from './digest.js';
import { createLoadCollector } from './load-collector.js';
import { createRateRows } from './rate-rows.js';
import { createServerCollector } from './server-collector.js';
import { type StoryEvent, soundStoryEvent } from './sound-event.js';
import { type SoundHead, soundHead, withoutLogin } from './sound-head.js';
import { type SoundInterval, soundTime } from './sound-interval.js';
import { type Origin, soundOrigin } from './sound-origin.js';
import { soundResult } from './sound-result.js';
import { createStoryCollector } from './story-collector.js';
import { createStreamCollector } from './stream-collector.js';

/** A recorded session as far as a digest reads it. */
export type DigestSource = {
  readonly summary: SessionSummary;
  /** Of the samples of servers it may give the numbers of `readingNames` alone. */
  readonly events: () => Iterable<SessionEvent | ServerReading>;
  /** What was wrong with the events, once they were read; absent where nothing can be. */
  readonly damage?: () => Damage | null;
  /** Absent where a file has no place for it. */
  readonly origin?: () => Origin;
};

/** Reads a session once, from its first event to its last, into what a report tells of it. */
export function readDigest({ damage, events, origin, summary }: DigestSource): Digest {
  const parts = createParts();
  let [endMs, unread] = [0, 0];
  for (const event of events()) {
    const atMs = soundTime(event.atMs);
    if (atMs !== null) endMs = Math.max(endMs, atMs);
    if (atMs === null || !addEvent(parts, event, atMs)) unread += 1;
  }
  return {
    ...toDigest(parts, summary, { endMs, unread, damage: damage?.() ?? null }),
    ...soundOrigin(origin?.() ?? null),
  };
}

/** What is added up while a session is read. */
type Parts = {
  readonly load: ReturnType<typeof createLoadCollector>;
  readonly rates: ReturnType<typeof createRateRows>;
  readonly servers: ReturnType<typeof createServerCollector>;
  readonly streams: ReturnType<typeof createStreamCollector>;
  readonly story: ReturnType<typeof createStoryCollector>;
  readonly remarks: Set<string>;
  head: SoundHead;
  answer: SessionResult | null;
  endReason: string | null;
};

function createParts(): Parts {
  return {
    load: createLoadCollector(),
    rates: createRateRows(),
    servers: createServerCollector(),
    streams: createStreamCollector(),
    story: createStoryCollector(),
    remarks: new Set(),
    head: soundHead(null),
    answer: null,
    endReason: null,
  };
}

/** False where the event could not be understood. The most frequent kinds come first. */
function addEvent(parts: Parts, event: SessionEvent | ServerReading, atMs: number): boolean {
  const { load, rates, servers, story, streams } = parts;
  switch (event.kind) {
    case 'server/reading':
      servers.addReading(event, atMs);
      return true;
    case 'server/sample':
      servers.addSample(event.sample, atMs);
      return true;
    case 'stream/sample':
      streams.addSample(event.sample, atMs);
      return true;
    case 'stream/health':
      streams.setHealth(event);
      story.addCircuit(plainText(String(event.stream), 120), event.circuit, atMs);
      return true;
    case 'load/interval': {
      const interval = load.add(event.interval);
      if (interval === null) return false;
      rates.add(parts.head.imported === null ? interval : atOneRate(interval, parts.head.imported));
      story.addPhase(interval.phase, atMs);
      return true;
    }
    case 'session/started':
      begin(parts, event.head);
      return true;
    case 'server/facts':
      servers.setFacts(event.server, event.facts);
      return true;
    case 'result':
      addResult(parts, event.result, atMs);
      return true;
    case 'server/state':
      servers.setState(event.server, event.state);
      return addStory(parts, event);
    case 'stream/state':
      streams.setState(event.stream, event.state);
      return addStory(parts, event);
    case 'bench/event':
      // The answers among them come again in the answer of the bench.
      return addStory(parts, event) || event.event?.kind !== 'configuration';
    case 'job/event':
      return addStory(parts, event) || event.event?.kind === 'level-done';
    default:
      return addStory(parts, event);
  }
}

/** Nobody told what was asked of another program: its test is one load, and seconds differ by chance. */
function atOneRate(interval: SoundInterval, { figures }: ImportedFrom): SoundInterval {
  return { ...interval, intendedPerSecond: figures.offeredPerSecond ?? interval.intendedPerSecond };
}

function begin(parts: Parts, given: unknown): void {
  const { servers, streams } = parts;
  const head = soundHead(given);
  parts.head = head;
  for (const { group, name } of head.asked.servers) servers.name(name, group);
  for (const { name, server, url } of head.asked.streams) {
    streams.name(name, url, server, head.units.get(name) ?? new Map());
  }
}

function addResult(parts: Parts, result: unknown, atMs: number): void {
  const reading = soundResult(result);
  if (reading.kind === 'unreadable') {
    parts.remarks.add(reading.remark);
    return;
  }
  parts.answer = reading.result;
  parts.story.addResult(reading.result, atMs);
}

function addStory(parts: Parts, event: SessionEvent): boolean {
  const sound = soundStoryEvent(event);
  if (sound === null) return false;
  parts.story.add(sound);
  if (sound.kind === 'session/ended') parts.endReason = sound.reason;
  if (sound.kind === 'bench/event') parts.rates.begin(configurationName(sound.event));
  if (sound.kind === 'discovery/event' && sound.event.kind === 'verdict') {
    parts.rates.judge(sound.event.perSecond, sound.event.verdict);
  }
  return true;
}

/** How far the events were read, and how many of them were none. */
type ReadUntil = { readonly endMs: number; readonly unread: number; readonly damage: Damage | null };

function toDigest(
  parts: Parts,
  summary: SessionSummary,
  { damage, endMs, unread }: ReadUntil,
): Omit<Digest, 'config' | 'recipe' | 'generator'> {
  const { answer, head, load, rates, servers, story, streams } = parts;
  const limits = head.asked.objectives.flatMap(({ limitMs, request }) =>
    limitMs === null || request !== null ? [] : [limitMs],
  );
  const { endedAt, id, kind, startedAt, target } = summary;
  const state = damage === null ? summary.state : 'damaged';
  return {
    kind: 'report',
    session: {
      id,
      // Older recordings call it a run.
      kind: head.imported === null ? kind : 'imported',
      target: target === null ? null : withoutLogin(target),
      startedAt,
      endedAt,
      state,
      endReason: parts.endReason,
      durationSeconds: Math.round(endMs / 100) / 10,
      version: head.version,
    },
    imported: head.imported,
    asked: head.asked,
    answer,
    ...saidOf(answer, head.imported, state),
    phases: story.toPhases(endMs),
    load: load.toLoad(),
    rates: withCurves(rates.toRows(limits.length === 0 ? null : Math.min(...limits)), linesOf(answer)),
    requests: load.toRequests(),
    servers: servers.toServers(),
    streams: streams.toStreams(),
    events: story.toEvents(),
    remarks: [
      ...parts.remarks,
      ...(damage === null ? [] : [`T${damageSentence(damage).slice(1)}.`]),
      ...remark(unread, 'event', 'could not be read'),
      ...remark(servers.leftOut(), 'server', 'had no room'),
      ...remark(streams.leftOut(), 'stream', 'had no room'),
      ...remark(story.leftOut(), 'log line', 'had no room'),
    ],
  };
}

function configurationName({ level, target, workload }: Extract<StoryEvent, { kind: 'bench/event' }>['event']): string {
  return level === null ? `${workload} of ${target}, heaviest level` : `${workload} ${level} of ${target}`;
}

function saidOf(
  answer: SessionResult | null,
  imported: ImportedFrom | null,
  state: Digest['session']['state'],
): Pick<Digest, 'sentence' | 'severity'> {
  if (imported !== null) return { sentence: importedSentence(imported), severity: 'info' };
  if (answer !== null) return { sentence: answerSentence(answer), severity: answerSeverity(answer) };
  return { sentence: noAnswer(state), severity: 'warning' };
}

function noAnswer(state: Digest['session']['state']): string {
  switch (state) {
    case 'damaged':
      return 'The record is damaged, and what can still be read has no answer; plimsoll verify says where it is.';
    case 'recording':
      return 'The session is still being recorded: there is no answer yet.';
    case 'interrupted':
      return 'The session was interrupted before it had an answer; what was recorded until then is told here.';
    case 'complete':
      return 'The session ended without an answer.';
  }
}

function remark(count: number, what: string, why: string): readonly string[] {
  if (count === 0) return [];
  return [count === 1 ? `1 ${what} ${why} and is left out.` : `${count} ${what}s ${why} and are left out.`];
}
