import { createHistogramRecorder } from '../../source/measure/histogram-recorder.js';
import type { SessionEvent } from '../../source/model/events.js';
import type { HistogramData } from '../../source/model/histogram.js';
import { createRandom } from '../../source/time/random.js';
import { interval } from '../../test/record/helpers.js';

/** A load at so many requests a second, with seven histograms in full every second. */
export function createNoisyLoad(perSecond: number): (atMs: number) => readonly SessionEvent[] {
  const random = createRandom(9);
  const histogram = (medianMs: number): HistogramData => {
    const recorder = createHistogramRecorder();
    for (let arrival = 0; arrival < perSecond; arrival++) {
      const normal = Math.sqrt(-2 * Math.log(random())) * Math.cos(2 * Math.PI * random());
      recorder.record(1000 * medianMs * Math.exp(0.4 * normal));
    }
    return recorder.toData();
  };
  // Making a histogram takes longer than keeping it: sixteen different seconds are enough.
  const seconds = Array.from({ length: 16 }, () => [20, 18, 0.1, 0.3, 15, 1, 12].map(histogram));
  return (atMs) => {
    const [responseTime, serviceTime, sendLag, connect, firstByte, body, server] = seconds[(atMs / 1000) % 16]!;
    const second = interval(atMs);
    if (second.kind !== 'load/interval') return [];
    return [
      {
        ...second,
        interval: {
          ...second.interval,
          responseTime: responseTime!,
          serviceTime: serviceTime!,
          sendLag: sendLag!,
          timings: { connect: connect!, firstByte: firstByte!, body: body!, server: server! },
        },
      },
    ];
  };
}
