import { hasUnprintable } from '../model/plain-text.js';
import { choice, leaf, text } from './leaf.js';
import { readPercentage } from './quantities.js';
import { quoted } from './quote.js';
import { faulty, good, type Reading } from './reading.js';

/** What makes `compare` end with 1: something worse, any change, or nothing. */
export type FailOn = 'regression' | 'difference' | 'never';

/** What a session can be handed over as. */
export const exportFormats = ['ndjson', 'csv', 'parquet', 'hlog', 'openmetrics', 'asciicast'] as const;

/** The tables that csv and parquet have. */
export const exportTables = ['intervals', 'servers', 'counted', 'streams', 'probes', 'events'] as const;

/** Other programs whose results can be read. */
export const importSources = ['k6', 'vegeta', 'autocannon', 'wrk'] as const;

/** A screen in cells. */
export type ScreenSize = { readonly columns: number; readonly rows: number };

const least = { columns: 40, rows: 12 };
const most = { columns: 500, rows: 200 };

/** Reads `120x40`. */
function readScreenSize(raw: unknown): Reading<ScreenSize> {
  const match = typeof raw === 'string' ? /^(\d{1,4})[x×](\d{1,4})$/.exec(raw.trim()) : null;
  if (match === null) return faulty(`expected a size such as 120x40, got ${quoted(raw)}`);
  const [columns, rows] = [Number(match[1]), Number(match[2])];
  if (columns < least.columns || rows < least.rows || columns > most.columns || rows > most.rows) {
    return faulty(`expected a size from 40x12 to 500x200, got ${quoted(raw)}`);
  }
  return good({ columns, rows });
}

/** The kinds of value that only commands on recorded sessions have. */
export const recordKinds = {
  failOn: choice<FailOn>('regression', 'difference', 'never'),
  noiseBand: leaf({ type: 'string', examples: ['5%'] }, readPercentage),
  sessionName: text('a name or target of 1 to 2048 printable characters', (given) => {
    return given.trim() !== '' && given.length <= 2048 && !hasUnprintable(given);
  }),
  exportFormat: choice(...exportFormats),
  exportTable: choice(...exportTables),
  screenSize: leaf({ type: 'string', pattern: '^\\d+x\\d+$', examples: ['120x40'] }, readScreenSize),
  importSource: choice(...importSources),
} as const;
