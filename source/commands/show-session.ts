import type { Settings } from '../config/settings.js';
import { clockText } from '../model/clock-text.js';
import { type ExitCode, exitCodes } from '../model/exit-code.js';
import type { ImportedFrom } from '../model/imported.js';
import { plainText } from '../model/plain-text.js';
import { bytesText, countText } from '../model/quantity-text.js';
import type { SessionResult } from '../model/session-result.js';
import { readSession, type SessionReading } from '../record/read-session.js';
import { sessionBytes } from '../record/session-files.js';
import { importedSentence } from '../report/import/sentence.js';
import { importedTrust } from '../report/imported-words.js';
import { damageText } from './damage-text.js';
import { findSession } from './find-session.js';
import type { Io } from './io.js';
import { refuse } from './refuse.js';

type Reading = Extract<SessionReading, { readonly kind: 'ok' }>;

/** `plimsoll sessions show SESSION`: what one session is, what came out of it, and what was remarked. */
export function showSession(words: readonly string[], settings: Settings, folder: string, io: Io): ExitCode {
  const [reference, extra] = words;
  if (reference === undefined || extra !== undefined) {
    const message = `expected one session after sessions show, got ${reference === undefined ? 'none' : 'several'}`;
    return refuse([{ path: 'arguments', message, hint: 'such as plimsoll sessions show last' }], io);
  }
  const finding = findSession(reference, folder);
  if (finding.kind === 'problem') return refuse([finding.problem], io);
  const session = readSession(finding.file);
  if (session.kind === 'unreadable') {
    io.stderr.write(`plimsoll: ${plainText(session.reason, 4096)}\n`);
    return exitCodes.usage;
  }
  try {
    const told = readAll(session);
    io.stdout.write(settings.json === true ? `${jsonOf(session, told)}\n` : `${textOf(session, told)}\n`);
    const damage = session.damage();
    if (damage === null) return exitCodes.met;
    io.stderr.write(damageText(`session ${session.summary.id}`, damage));
    return exitCodes.unmeasured;
  } finally {
    session.close();
  }
}

/** What all events of a session tell together: answers, how many events there are, and the time of the last. */
type Told = {
  readonly results: readonly SessionResult[];
  /** What another program told of it; null where plimsoll measured it. */
  readonly imported: ImportedFrom | null;
  readonly events: number;
  readonly atMs: number;
};

function readAll(session: Reading): Told {
  const results: SessionResult[] = [];
  let [events, atMs] = [0, 0];
  let imported: ImportedFrom | null = null;
  for (const event of session.events()) {
    events += 1;
    atMs = event.atMs;
    if (event.kind === 'result') results.push(event.result);
    if (event.kind === 'session/started') imported = event.head.imported ?? null;
  }
  return { results, imported, events: events - (session.damage() === null ? 0 : 1), atMs };
}

function jsonOf(session: Reading, { atMs, events, imported, results }: Told): string {
  const { summary } = session;
  const { plan, generator } = session.origin();
  const seconds = atMs / 1000;
  const bytes = sessionBytes(summary.file);
  const damage = session.damage();
  return JSON.stringify(
    { ...summary, bytes, events, seconds, damage, remarks: session.remarks(), generator, plan, imported, results },
    null,
    2,
  );
}

function textOf(session: Reading, { atMs, events, imported, results }: Told): string {
  const { summary } = session;
  const { generator } = session.origin();
  const ended = summary.endedAt === null ? '' : `, ended ${plainText(summary.endedAt)}`;
  const lines: (readonly [string, string])[] = [
    ['session', `${summary.id}, ${summary.kind}, ${session.damage() === null ? summary.state : 'damaged'}`],
    ...(summary.name === null ? [] : [['name', plainText(summary.name, 100)] as const]),
    ['target', plainText(summary.target ?? '-', 2048)],
    ['started', `${plainText(summary.startedAt)}${ended}`],
    ['recorded', `${clockText(atMs)}, ${countText(events)} events, ${bytesText(sessionBytes(summary.file))}`],
    ...(generator === null
      ? []
      : [
          [
            'from',
            plainText(
              `${generator.cores} cores${generator.cpuModel === null ? '' : ` of ${generator.cpuModel}`}, ${generator.system} ${generator.release}, Node ${generator.node}`,
              300,
            ),
          ] as const,
        ]),
    ['file', plainText(summary.file, 4096)],
    ...(imported === null ? [] : importedLines(imported)),
    ...results.map((result) => ['result', plainText(sentenceOf(result), 1000)] as const),
    ...session.remarks().map(({ writtenAt, text }) => ['note', `${writtenAt.slice(0, 10)} ${text}`] as const),
  ];
  return lines.map(([name, text]) => `${name.padEnd(10)}${text}`).join('\n');
}

function importedLines(imported: ImportedFrom): readonly (readonly [string, string])[] {
  return [
    ['result', importedSentence(imported)],
    ...[importedTrust(imported), ...imported.validity.reasons].map((text) => ['about it', text] as const),
  ];
}

function sentenceOf(result: SessionResult): string {
  switch (result.kind) {
    case 'run': {
      const met = result.objectives.every((objective) => objective.met);
      const { p99 } = result.responseTimeMs;
      return `${countText(result.achieved.count)} good answers of ${countText(result.intended.count)} requests, p99 ${p99 === null ? 'none' : `${p99} ms`}${result.objectives.length === 0 ? '' : `, objectives ${met ? 'met' : 'missed'}`}`;
    }
    case 'monitor':
      return `${result.servers.length} servers and ${result.streams.length} streams watched for ${Math.round(result.durationSeconds)} s`;
    default:
      return result.sentence;
  }
}
