// A workload of several steps: upload a dataset, have it trained, and look after the job until it is done.
// Against the built-in target: plimsoll demo --target-only --port 8080, and then
//   plimsoll run http://127.0.0.1:8080 --workload config/workloads/checkout.mjs --level 6 --rate 5
import { setTimeout as pause } from 'node:timers/promises';
import { defineWorkload } from 'plimsoll/workload';

const mostLooks = 50;
const betweenLooksMs = 20;

export default defineWorkload({
  name: 'checkout',
  // A dataset of 2^level rows: the target wants two at least, and takes 4 MiB at most.
  smallestLevel: 1,
  largestLevel: 17,
  levelReason: 'a dataset has 2^level rows: at least two, and at most 4 MiB of them',
  // Every name that `ask` is given; each is counted by itself.
  stepNames: ['upload', 'train', 'look'],
  async steps({ level, arrival, ask }) {
    const upload = await ask('upload', {
      path: '/datasets',
      headers: { 'content-type': 'text/csv' },
      body: datasetOf(2 ** level, arrival),
      ok: [201, 201],
    });
    if (upload.status !== 201) return false;
    const { id } = JSON.parse(upload.text);

    const train = await ask('train', {
      path: `/datasets/${encodeURIComponent(id)}/train`,
      body: JSON.stringify({ epochs: 5 }),
      ok: [202, 202],
    });
    if (train.status !== 202) return false;
    const { jobId } = JSON.parse(train.text);

    for (let look = 0; look < mostLooks; look++) {
      const answer = await ask('look', { path: `/jobs/${encodeURIComponent(jobId)}` });
      if (answer.status !== 200) return false;
      if (JSON.parse(answer.text).state === 'done') return true;
      await pause(betweenLooksMs);
    }
    return false;
  },
});

/** Rows of a price and of what came of it; another price for each arrival. */
function datasetOf(rows, arrival) {
  const lines = ['price,sold'];
  for (let row = 0; row < rows; row++) lines.push(`${(arrival + row) % 97},${row % 2}`);
  return `${lines.join('\n')}\n`;
}
