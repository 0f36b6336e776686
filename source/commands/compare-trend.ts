import type { Settings } from '../config/settings.js';
import type { TrendResult, TrendSeries } from '../model/comparison.js';
import { messageOf } from '../model/error.js';
import type { ExitCode } from '../model/exit-code.js';
import { exitCodes } from '../model/exit-code.js';
import { plainText } from '../model/plain-text.js';
import { rateText } from '../model/quantity-text.js';
import { listSessions } from '../record/sessions.js';
import { valueText } from '../report/compare/change-text.js';
import { readDigest } from '../report/compare/compare-sessions.js';
import type { SessionDigest } from '../report/compare/digest.js';
import { trendOf } from '../report/compare/trend.js';
import { glyphsOf } from '../ui/glyphs.js';
import { lineChart } from '../ui/widgets/line-chart.js';
import { giveText } from './answer.js';
import { verdictsExitCode } from './compare.js';
import type { Io } from './io.js';
import { refuse } from './refuse.js';

/** The newest sessions of a name: an older history says nothing about today. */
const mostSessions = 200;

const chart = { columns: 78, rows: 9 };

/** `plimsoll compare --trend NAME`: the sessions of one name, or of one target, over time. */
export async function compareTrend(name: string, folder: string, settings: Settings, io: Io): Promise<ExitCode> {
  const digests: SessionDigest[] = [];
  try {
    const { sessions } = listSessions(folder);
    for (const session of sessions) {
      if (digests.length >= mostSessions) break;
      // What has no name is known by its target.
      if (session.name !== name && session.target !== name) continue;
      const reading = readDigest(session.file);
      if (reading.kind === 'ok') digests.push(reading.digest);
    }
  } catch (error) {
    const message = `expected a folder of sessions, got ${plainText(folder, 200)} (${messageOf(error)})`;
    return refuse([{ path: '--sessions', message, hint: null }], io);
  }
  if (digests.length === 0) {
    const message = `expected the name or target of sessions in ${plainText(folder, 200)}, got ${plainText(name)}`;
    return refuse([{ path: '--trend', message, hint: 'see plimsoll sessions' }], io);
  }
  const result = trendOf(name, digests, settings.noiseBand);
  const written = await giveText(result, trendText(result), settings.output, io);
  return written ? verdictsExitCode([result.verdict], settings.failOn) : exitCodes.usage;
}

function trendText({ notes, sentence, series, verdict }: TrendResult): string {
  return [
    `${verdict}: ${sentence}`,
    ...series.flatMap((one) => ['', ...seriesLines(one)]),
    ...(notes.length === 0 ? [] : ['']),
    ...notes.map((note) => `note: ${note}`),
  ].join('\n');
}

function seriesLines(series: TrendSeries): readonly string[] {
  const { changes, metric, perSecond, points } = series;
  // Every session is as wide as fits, so that a short history is not a heap at one end.
  const wide = Math.max(1, Math.floor((chart.columns - 8) / points.length));
  const values = points.flatMap(({ value }) => new Array<number>(wide).fill(value));
  const lines = lineChart([{ style: 'plain', values }], chart.columns, chart.rows, glyphsOf('block'));
  const first = points[0]?.startedAt.slice(0, 10);
  const last = points.at(-1)?.startedAt.slice(0, 10);
  const rate = perSecond === null ? '' : ` at ${rateText(perSecond)}`;
  return [
    `${metric}${rate} (${series.unit === 'ms' ? 'ms' : 'per second'}), ${points.length} sessions, ${first} to ${last}`,
    ...lines.map((line) =>
      line
        .map((part) => part.text)
        .join('')
        .trimEnd(),
    ),
    ...changes.map(
      ({ after, before, change, id, p, startedAt, verdict }) =>
        `${verdict} from ${id} (${startedAt.slice(0, 19)}) on: ${valueText(series, before)}, then ${valueText(series, after)} (${change < 0 ? '' : '+'}${(change * 100).toFixed(1)} %, p ${p.toFixed(3)})`,
    ),
  ];
}
