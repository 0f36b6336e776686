import type { Batch } from './latency-digest.js';

/** Keeps seconds as batches, joining two into one whenever there are too many. */
export type Batches = { readonly add: (batch: Batch) => void; readonly list: () => readonly Batch[] };

const most = 512;

export function createBatches(): Batches {
  let batches: Batch[] = [];
  let open: Batch = { count: 0, sumUs: 0 };
  let inOpen = 0;
  let perBatch = 1;
  return {
    add({ count, sumUs }) {
      open = { count: open.count + count, sumUs: open.sumUs + sumUs };
      inOpen += 1;
      if (inOpen < perBatch) return;
      batches.push(open);
      open = { count: 0, sumUs: 0 };
      inOpen = 0;
      if (batches.length < most) return;
      batches = joined(batches);
      perBatch *= 2;
    },
    list: () => (inOpen > 0 ? [...batches, open] : batches),
  };
}

function joined(batches: readonly Batch[]): Batch[] {
  const pairs: Batch[] = [];
  for (let at = 0; at + 1 < batches.length; at += 2) {
    const [a, b] = [batches[at]!, batches[at + 1]!];
    pairs.push({ count: a.count + b.count, sumUs: a.sumUs + b.sumUs });
  }
  return pairs;
}
