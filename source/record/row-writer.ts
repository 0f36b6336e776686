import { withoutSecrets } from '../config/without-secrets.js';
import type { SessionEvent } from '../model/events.js';
import { countsOf } from './count-columns.js';
import { withCells } from './histogram-cells.js';
import { machineOf, numbersOf } from './server-columns.js';
import type { chainedTables } from './session-tables.js';
import { shapeOf } from './shapes.js';
import type { SqlValue } from './sql-value.js';
import { createTallying } from './tally.js';

/** A row to be written: its table, and its cells in the order of the table's columns after the first, which is `seq`. */
export type Row = { readonly table: (typeof chainedTables)[number]; readonly cells: readonly SqlValue[] };

/** Turns events into rows. It remembers what was kept already, and what they come to. */
export type RowWriter = {
  /** The rows of the next event, all with its sequence number; what they refer to comes first. */
  readonly rowsOf: (seq: number, event: SessionEvent) => readonly Row[];
  /** Forgets what the rows since the last `keep` brought: they were not written. */
  readonly forget: () => void;
  readonly keep: () => void;
};

/** Kept once are at most so many machines and shapes; whatever comes beyond is written out each time. */
const mostKept = 4096;

/** `scrub` goes over every JSON text that is written out. */
export function createRowWriter(scrub: (json: string) => string): RowWriter {
  const machines = createIds();
  const shapes = createIds();
  const tallying = createTallying();

  const readingRows = ({
    atMs,
    sample,
  }: Extract<SessionEvent, { readonly kind: 'server/sample' }>): readonly Row[] | null => {
    const { server, cores, memoryTotalBytes, swapTotalBytes, hasDetail } = machineOf(sample);
    const { counted } = sample;
    // No source counts and tells no more than that.
    if (counted !== undefined && !hasDetail) return null;
    const id = machines.idOf(`${cores}/${memoryTotalBytes}/${swapTotalBytes}/${hasDetail}/${server}`);
    if (id === null) return null;
    const reading: Row =
      counted === undefined
        ? { table: 'server_reading', cells: [atMs, id.id, ...numbersOf(sample)] }
        : { table: 'server_count', cells: [atMs, id.id, ...countsOf(sample, counted)] };
    if (!id.isNew) return [reading];
    const cells = [id.id, server.toWellFormed(), cores, memoryTotalBytes, swapTotalBytes, hasDetail ? 1 : 0];
    return [{ table: 'server_machine', cells }, reading];
  };
  const shapedRows = (event: SessionEvent): readonly Row[] | null => {
    const { atMs, kind, ...rest } = event;
    const shaped = shapeOf(rest);
    const id = shaped === null ? null : shapes.idOf(`${kind} ${shaped.shape}`);
    if (shaped === null || id === null) return null;
    const row: Row = { table: 'shaped', cells: [atMs, id.id, JSON.stringify(shaped.numbers)] };
    return id.isNew ? [{ table: 'shape', cells: [id.id, kind, scrub(shaped.shape)] }, row] : [row];
  };
  const compactRows = (event: SessionEvent): readonly Row[] | null => {
    switch (event.kind) {
      case 'server/sample':
        return readingRows(event);
      case 'stream/sample':
      case 'stream/health':
        return shapedRows(event);
      default:
        return null;
    }
  };
  const ownRows = (event: SessionEvent): readonly Row[] => {
    const compact = compactRows(event);
    if (compact !== null) return compact;
    const json = JSON.stringify(keptOf(event));
    return [{ table: 'event', cells: [event.atMs, event.kind, scrub(json)] }];
  };
  return {
    rowsOf(seq, event) {
      const tally = tallying.add(seq, event);
      if (tally === null) return ownRows(event);
      const { after, turns, ...counted } = tally;
      const json = scrub(JSON.stringify(withCells(counted)));
      return [...ownRows(event), { table: 'tally', cells: [event.atMs, after, JSON.stringify(turns), json] }];
    },
    forget() {
      machines.forget();
      shapes.forget();
    },
    keep() {
      machines.keep();
      shapes.keep();
    },
  };
}

/** An event as its JSON is kept. */
function keptOf(event: SessionEvent): unknown {
  switch (event.kind) {
    case 'session/started':
      return { ...event, head: withoutSecrets(event.head).value };
    case 'load/interval':
      return withCells(event);
    default:
      return event;
  }
}

type Ids = {
  /** The number that stands for a text from now on; null when there are too many. */
  readonly idOf: (text: string) => { readonly id: number; readonly isNew: boolean } | null;
  readonly forget: () => void;
  readonly keep: () => void;
};

function createIds(): Ids {
  const ids = new Map<string, number>();
  let fresh: string[] = [];
  return {
    idOf(text) {
      const known = ids.get(text);
      if (known !== undefined) return { id: known, isNew: false };
      if (ids.size >= mostKept) return null;
      const id = ids.size + 1;
      ids.set(text, id);
      fresh.push(text);
      return { id, isNew: true };
    },
    forget() {
      for (const text of fresh) ids.delete(text);
      fresh = [];
    },
    keep() {
      fresh = [];
    },
  };
}
