import { quantileUs } from '../../source/measure/histogram.js';
import { createHistogramRecorder } from '../../source/measure/histogram-recorder.js';
import { createRandom } from '../../source/time/random.js';
import type { Row } from './table.js';
import { medianOf } from './truth.js';

const values = 2 ** 16;
const passes = 40;
const repeats = 7;
const errorSamples = 3_000;
/** Values are spread over these many octaves of microseconds: up to 67 s. */
const octaves = 26;

/** What recording one latency costs, and how far the value read back is from the one recorded. */
export function recorderRows(): Row[] {
  const random = createRandom(1);
  const given = Float64Array.from({ length: values }, () => 2 ** (random() * octaves));
  const worst = given.slice(0, errorSamples).reduce((error, valueUs) => Math.max(error, errorOf(valueUs)), 0);
  const costNs = medianOf(Array.from({ length: repeats }, () => costOf(given)));
  return [
    {
      what: 'relative error of a recorded latency',
      asked: '<= 0.5 %',
      reached: `${(worst * 100).toFixed(2)} %`,
      peer: '',
      ratio: '',
      met: worst <= 0.005,
    },
    {
      what: 'cost of recording a latency',
      asked: '<= 15 ns',
      reached: `${costNs.toFixed(1)} ns`,
      peer: '',
      ratio: '',
      met: costNs <= 15,
    },
  ];
}

function errorOf(valueUs: number): number {
  const recorder = createHistogramRecorder();
  // Between two far values, so that the exact minimum and maximum can't help.
  for (const each of [1, valueUs, 2 ** 27]) recorder.record(each);
  return Math.abs(quantileUs(recorder.toData(), 0.5) / valueUs - 1);
}

function costOf(given: Float64Array): number {
  const recorder = createHistogramRecorder();
  const beganMs = performance.now();
  for (let pass = 0; pass < passes; pass++) {
    for (let index = 0; index < values; index++) recorder.record(given[index]!);
  }
  return ((performance.now() - beganMs) * 1e6) / (passes * values);
}
