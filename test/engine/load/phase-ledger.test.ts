import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Arrival, createArrival } from '../../../source/engine/load/arrival.js';
import { openPhaseBook, type PhaseBook } from '../../../source/engine/load/phase-book.js';
import { openPhaseLedger, type PhaseLedger } from '../../../source/engine/load/phase-ledger.js';
import { phaseLayout } from '../../../source/engine/load/phase-memory.js';
import { totalOf } from '../../../source/engine/load/total.js';
import type { Phase } from '../../../source/model/shape.js';
import { plainWorkItem } from '../../helpers/plain-load.js';

const startMs = 5_000;
const limitsMs = [50, 200];

function open(durationMs = 3_000, workers = 1): { readonly ledger: PhaseLedger; readonly books: readonly PhaseBook[] } {
  const layout = phaseLayout(200, 1);
  const shape = { kind: 'ramp', fromPerSecond: 100, toPerSecond: 200 } as const;
  const phase: Phase = { name: 'measure', purpose: 'measure', shape, durationMs };
  const ledger = openPhaseLedger({ phase, startMs, layout, workers, limits: limitsMs.length, judgeAfterMs: 200 });
  return { ledger, books: ledger.memories().map((memory) => openPhaseBook(memory, layout, startMs, limitsMs)) };
}

function sentAt(book: PhaseBook, dueMs: number, sentMs: number | null): Arrival {
  return { ...createArrival(dueMs, book, plainWorkItem(), 0), sentMs: sentMs ?? Number.NaN };
}

/** Handles an arrival due so long after the start, sent at once and answered well after `serviceMs`. */
function answer(book: PhaseBook, dueMs: number, serviceMs: number, lagMs = 0): void {
  const due = startMs + dueMs;
  book.dispatched(due, due + lagMs, 0);
  book.sent(due + lagMs);
  book.settled(sentAt(book, due, due + lagMs), 'ok', due + lagMs + serviceMs);
}

test('response time counts from the due time, service time from the sending, send lag between them', () => {
  const { ledger, books } = open();
  answer(books[0]!, 100, 30, 20);
  const total = ledger.total();
  assert.deepEqual([total.responseTime.maxUs, total.serviceTime.maxUs, total.sendLag.maxUs], [50_000, 30_000, 20_000]);
});

test('windows are by due time, final when every limit has passed since their end', () => {
  const { ledger, books } = open();
  const [book] = books;
  answer(book!, 0, 10);
  answer(book!, 990, 60);
  answer(book!, 999, 300);
  answer(book!, 1_000, 10);
  assert.deepEqual(ledger.takeWindows(startMs + 1_199), []);
  const [window, ...more] = ledger.takeWindows(startMs + 1_200);
  assert.deepEqual(more, []);
  assert.equal(window!.startMs, startMs);
  assert.equal(window!.durationMs, 1_000);
  assert.deepEqual([window!.due, window!.answered, window!.slow], [3, 3, [2, 1]]);
  assert.ok(Math.abs(window!.meanResponseMs - 370 / 3) < 1e-9);
  assert.deepEqual(ledger.takeWindows(startMs + 1_200), []);
});

test('what has not ended when its window is judged is slow for every limit, and in flight', () => {
  const { ledger, books } = open();
  const [book] = books;
  const due = startMs + 10;
  book!.dispatched(due, due, 0);
  book!.sent(due);
  const [window] = ledger.takeWindows(startMs + 1_200);
  assert.deepEqual([window!.due, window!.answered, window!.slow, window!.inFlight], [1, 0, [1, 1], 1]);
});

test('bad ends and unsent arrivals have their own counts, and all add up to what was due', () => {
  const { ledger, books } = open(3_000, 2);
  answer(books[0]!, 5, 1);
  for (const [index, outcome] of (['badStatus', 'timeout', 'connectionFailed', 'unsent'] as const).entries()) {
    const due = startMs + 100 + index;
    books[1]!.dispatched(due, due, 0);
    if (outcome !== 'unsent') books[1]!.sent(due);
    books[1]!.settled(sentAt(books[1]!, due, outcome === 'unsent' ? null : due), outcome, due + 1);
  }
  const [window] = ledger.takeWindows(startMs + 1_200);
  assert.deepEqual([window!.due, window!.answered, window!.failed, window!.unsent, window!.inFlight], [5, 1, 3, 1, 0]);
  assert.equal(ledger.total().responseTime.count, 1);
});

test('the send lag of a window is known to an eighth', () => {
  const { ledger, books } = open();
  for (let n = 0; n < 98; n++) answer(books[0]!, n, 1, 0.1);
  for (let n = 98; n < 100; n++) answer(books[0]!, n, 1, 8);
  const lagMs = ledger.takeWindows(startMs + 1_200)[0]!.sendLagP99Ms;
  assert.ok(Math.abs(lagMs - 8) <= 1, `${lagMs}`);
});

test('a phase that is cut short ends in a short window, and says nothing of later ones', () => {
  const { ledger, books } = open();
  answer(books[0]!, 1_100, 1);
  ledger.cut(startMs + 1_250);
  assert.equal(books[0]!.endMs(), startMs + 1_250);
  const windows = ledger.takeWindows(Number.POSITIVE_INFINITY);
  assert.deepEqual(
    windows.map((window) => [window.startMs - startMs, window.durationMs, window.due]),
    [
      [0, 1_000, 0],
      [1_000, 250, 1],
    ],
  );
  ledger.cut(startMs + 2_000);
  assert.equal(ledger.endMs(), startMs + 1_250);
});

test('the ring of windows is used again without counting an old window’s stragglers in a new one', () => {
  const { ledger, books } = open(Number.POSITIVE_INFINITY);
  const [book] = books;
  const places = phaseLayout(200, 1).windows;
  const early = startMs + 10;
  book!.dispatched(early, early, 0);
  book!.sent(early);
  ledger.takeWindows(startMs + places * 1_000);
  const lateMs = places * 1_000;
  answer(book!, lateMs + 20, 1);
  book!.settled(sentAt(book!, early, early), 'ok', startMs + lateMs + 30);
  const window = ledger.takeWindows(startMs + lateMs + 1_200).at(-1)!;
  assert.deepEqual([window.startMs - startMs, window.due, window.answered], [lateMs, 1, 1]);
});

test('an interval holds what came since the last', () => {
  const { ledger, books } = open(3_000, 2);
  answer(books[0]!, 0, 10);
  answer(books[1]!, 1, 20);
  assert.equal(ledger.takeInterval().outcomes.ok, 2);
  answer(books[1]!, 2, 40);
  const interval = ledger.takeInterval();
  assert.deepEqual([interval.dispatched, interval.sent, interval.outcomes.ok], [1, 1, 1]);
  assert.equal(interval.responseTime.count, 1);
  assert.ok(Math.abs(interval.responseTime.maxUs - 40_000) < 400);
  assert.equal(ledger.takeInterval().dispatched, 0);
});

test('a ledger is put away only when everything has ended and been told, and keeps its sums', () => {
  const { ledger, books } = open(1_000);
  const [book] = books;
  const due = startMs + 10;
  book!.dispatched(due, due, 0);
  book!.sent(due);
  ledger.takeInterval();
  ledger.takeWindows(startMs + 2_000);
  assert.equal(ledger.isSettled(startMs + 2_000), false);
  assert.equal(ledger.putAway(startMs + 2_000), false);
  book!.settled(sentAt(book!, due, due), 'ok', startMs + 1_500);
  assert.equal(ledger.isSettled(startMs + 2_000), true);
  // The interval that tells of the answer is still to come.
  assert.equal(ledger.putAway(startMs + 2_000), false);
  ledger.takeInterval();
  assert.equal(ledger.putAway(startMs + 999), false);
  assert.equal(ledger.putAway(startMs + 2_000), true);
  assert.equal(ledger.total().outcomes.ok, 1);
  assert.deepEqual(ledger.memories(), []);
});

test('totals: mean in flight is by Little’s law the summed service time over the duration', () => {
  const { ledger, books } = open(2_000, 2);
  for (let n = 0; n < 100; n++) answer(books[n % 2]!, n * 20, 15);
  const totals = totalOf([ledger], ['GET /'], startMs + 10_000, false);
  assert.equal(totals.durationMs, 2_000);
  assert.equal(totals.intended, 100);
  assert.ok(Math.abs(totals.meanInFlight - (100 * 15) / 2_000) < 1e-6);
});

test('totals: the CPU ratio is that of the busiest worker while the phase lasted', () => {
  const { ledger } = open(2_000, 2);
  const readings = (first: number, second: number, readAtMs: number) => [
    { cpuMs: first, readAtMs },
    { cpuMs: second, readAtMs },
  ];
  ledger.noteCpu(readings(100, 100, startMs - 10), startMs - 5);
  ledger.noteCpu(readings(300, 900, startMs + 990), startMs + 1_000);
  ledger.noteCpu(readings(900, 9_000, startMs + 4_000), startMs + 4_000);
  assert.ok(Math.abs(totalOf([ledger], ['GET /'], startMs + 5_000, true).generatorCpuRatio - 0.8) < 1e-9);
});

test('totals after the end count as unfinished what no worker accounted for', () => {
  const { ledger, books } = open();
  books[0]!.dispatched(startMs, startMs, 0);
  assert.equal(totalOf([ledger], ['GET /'], startMs + 5_000, false).outcomes.unfinished, 0);
  assert.equal(totalOf([ledger], ['GET /'], startMs + 5_000, true).outcomes.unfinished, 1);
});

test('a watched name is counted apart in every window, slow by its own limit', () => {
  const watched = [
    { name: 1, limitMs: 100 },
    { name: 0, limitMs: null },
  ];
  const layout = phaseLayout(200, 2, watched.length);
  const phase: Phase = { name: 'm', purpose: 'measure', shape: { kind: 'constant', perSecond: 9 }, durationMs: 3_000 };
  const ledger = openPhaseLedger({ phase, startMs, layout, workers: 2, limits: limitsMs.length, judgeAfterMs: 200 });
  const books = ledger.memories().map((memory) => openPhaseBook(memory, layout, startMs, limitsMs, watched));
  const end = (book: PhaseBook, name: number, dueMs: number, outcome: 'ok' | 'timeout' | 'unsent', tookMs: number) => {
    const due = startMs + dueMs;
    book.dispatched(due, due, name);
    if (outcome !== 'unsent') book.sent(due);
    const arrival = createArrival(due, book, plainWorkItem({ name }), 0);
    book.settled({ ...arrival, sentMs: outcome === 'unsent' ? Number.NaN : due }, outcome, due + tookMs);
  };
  end(books[0]!, 1, 10, 'ok', 99);
  end(books[1]!, 1, 20, 'ok', 101);
  end(books[0]!, 1, 30, 'timeout', 150);
  end(books[1]!, 1, 40, 'unsent', 0);
  end(books[0]!, 0, 50, 'ok', 190);
  books[0]!.dispatched(startMs + 60, startMs + 60, 1);
  const [window] = ledger.takeWindows(startMs + 1_200);
  assert.deepEqual(window!.named, [
    { due: 5, answered: 2, slow: 2, failed: 1, unsent: 1, meanResponseMs: 100 },
    { due: 1, answered: 1, slow: 0, failed: 0, unsent: 0, meanResponseMs: 190 },
  ]);
  assert.equal(window!.due, 6);
});

test('a watched step is counted in the window that it began in, by the time since it was sent', () => {
  const watched = [{ name: 1, limitMs: 50 }];
  const layout = phaseLayout(200, 2, watched.length);
  const phase: Phase = { name: 'm', purpose: 'measure', shape: { kind: 'constant', perSecond: 9 }, durationMs: 3_000 };
  const ledger = openPhaseLedger({ phase, startMs, layout, workers: 1, limits: limitsMs.length, judgeAfterMs: 200 });
  const book = openPhaseBook(ledger.memories()[0]!, layout, startMs, limitsMs, watched);
  const step = (beganMs: number, sentMs: number, outcome: 'ok' | 'timeout', endMs: number): void => {
    book.stepBegan(1, startMs + beganMs);
    book.stepSettled(1, startMs + beganMs, startMs + sentMs, outcome, startMs + endMs);
  };
  step(900, 990, 'ok', 1_030);
  step(1_100, 1_100, 'ok', 1_160);
  step(1_200, 1_200, 'timeout', 1_300);
  book.stepBegan(1, startMs + 1_900);
  const windows = ledger.takeWindows(startMs + 2_300);
  assert.deepEqual(
    windows.map(({ due, named }) => [due, named]),
    [
      [0, [{ due: 1, answered: 1, slow: 0, failed: 0, unsent: 0, meanResponseMs: 40 }]],
      [0, [{ due: 3, answered: 1, slow: 2, failed: 1, unsent: 0, meanResponseMs: 60 }]],
    ],
  );
});
