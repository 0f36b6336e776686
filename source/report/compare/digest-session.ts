import type { RunCell } from '../../measure/run-cells.js';
import { soundHistogram } from '../../measure/sound-histogram.js';
import type { SessionEvent } from '../../model/events.js';
import type { ImportedFrom } from '../../model/imported.js';
import { outcomes } from '../../model/outcome.js';
import { plainText } from '../../model/plain-text.js';
import { type Damage, damageSentence } from '../../record/damage.js';
import type { ReadingName, ServerReading } from '../../record/server-readings.js';
import type { SessionSummary } from '../../record/session-row.js';
import { importedOf } from '../import/imported-of.js';
import { amountOf, fieldsOf } from '../recorded-value.js';
import type { DigestedImport, SessionDigest } from './digest.js';
import { createProbes, isProbing } from './probes.js';
import { readAnswers } from './read-answers.js';
import { createSegments } from './segments.js';

/** Phases whose seconds are no measurement: they bring the target to temperature, let it rest or recover. */
const unmeasured = /^(?:warm-up|rest|recover|precheck|level )/;

/** Readings of servers wait for the interval that they belong to; more than this in one second are too many. */
const mostReadings = 1000;

/** What comparing needs of the readings of servers. */
export const comparedReadings = ['cpuPercent'] as const satisfies readonly ReadingName[];

/** Reads a session once, from its first event to its last, and keeps what comparing needs. `damage`: what was wrong with them. */
export function digestSession(
  summary: Omit<SessionSummary, 'importedFrom'>,
  events: Iterable<SessionEvent | ServerReading>,
  damage: () => Damage | null = () => null,
): SessionDigest {
  const segments = createSegments();
  const probes = createProbes();
  const answers = readAnswers();
  let arrivals = 'poisson';
  let name: string | null = null;
  let imported: DigestedImport | null = null;
  let caveats: readonly string[] = [];
  let level: number | null = null;
  let readings: (readonly [server: string, percent: number, atMs: number])[] = [];
  const addReading = (server: unknown, cpuPercent: unknown, atMs: number): void => {
    const percent = amountOf(cpuPercent);
    if (typeof server === 'string' && percent !== null && percent <= 100 && readings.length < mostReadings) {
      readings.push([plainText(server), percent, atMs]);
    }
  };
  for (const event of events) {
    switch (event.kind) {
      case 'session/started': {
        const head = fieldsOf(event.head);
        if (head.arrivals === 'paced') arrivals = 'paced';
        if (typeof head.name === 'string') name = plainText(head.name);
        const from = importedOf(head.imported);
        imported = from === null ? null : importOf(from);
        caveats = from?.validity.reasons.map((text) => plainText(text, 300)) ?? [];
        break;
      }
      case 'bench/event': {
        const told = fieldsOf(event.event);
        if (told.kind === 'configuration') {
          level = amountOf(told.level);
          probes.begin({ level, target: plainText(String(told.target)), workload: plainText(String(told.workload)) });
        }
        break;
      }
      case 'server/reading':
        addReading(event.server, event.numbers[0], event.atMs);
        break;
      case 'server/sample': {
        const { server, cpuPercent } = fieldsOf(event.sample);
        addReading(server, cpuPercent, event.atMs);
        break;
      }
      case 'load/interval': {
        const interval = fieldsOf(event.interval);
        const startMs = amountOf(interval.startMs);
        const cell = cellOf(interval);
        // Of another program it is not known what was asked for: its test is one load.
        const perSecond = imported === null ? amountOf(interval.intendedPerSecond) : imported.offeredPerSecond || 1;
        const phase = typeof interval.phase === 'string' ? interval.phase : '';
        if (startMs !== null && cell !== null && perSecond !== null && perSecond > 0) {
          // A reading tells of the second before it: one from the interval's first half was mostly of what went before.
          const cpu = readings
            .filter(([, , atMs]) => atMs > startMs + 500 * cell.seconds)
            .map(([server, percent]) => [server, percent] as const);
          const second = { phase, perSecond, level, cell, cpu };
          // It leaves out what is no probe, and a recovery between two tries at one rate makes them two.
          probes.add(second);
          if (!isProbing(phase) && !unmeasured.test(phase)) segments.add(second);
        }
        readings = [];
        break;
      }
      case 'result':
        answers.add(event.result);
        break;
      default:
        break;
    }
  }
  const { id, kind, target, startedAt } = summary;
  const told = answers.end(summary.state);
  const damaged = damage();
  const damageDoubts = damaged === null ? [] : [`${damageSentence(damaged)}.`];
  return {
    session: { id, name, kind, target, startedAt },
    arrivals,
    segments: segments.end(),
    probed: probes.end(),
    ...told,
    doubts: [...told.doubts, ...damageDoubts],
    imported,
    caveats: [...caveats, ...(imported === null ? told.caveats : [])],
  };
}

function cellOf(interval: Readonly<Record<string, unknown>>): RunCell | null {
  const durationMs = amountOf(interval.durationMs);
  const due = amountOf(interval.due);
  if (durationMs === null || durationMs === 0 || due === null) return null;
  const counts = fieldsOf(interval.outcomes);
  const good = amountOf(counts.ok) ?? 0;
  const bad = outcomes.reduce((sum, outcome) => sum + (outcome === 'ok' ? 0 : (amountOf(counts[outcome]) ?? 0)), 0);
  return { seconds: durationMs / 1000, due, good, bad, responseTime: soundHistogram(interval.responseTime) };
}

function importOf({ figures, loop, tool }: ImportedFrom): DigestedImport {
  const { achievedPerSecond, latencyMs, offeredPerSecond } = figures;
  return { tool, loop, latencyMs, achievedPerSecond, offeredPerSecond };
}
