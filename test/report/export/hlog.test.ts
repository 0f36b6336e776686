import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import hdr from 'hdr-histogram-js';
import { quantileUs } from '../../../source/measure/histogram.js';
import { createHistogramRecorder } from '../../../source/measure/histogram-recorder.js';
import { emptyHistogram } from '../../../source/model/histogram.js';
import { encodeHdr } from '../../../source/report/export/hdr-encoding.js';
import { hlogOf } from '../../../source/report/export/hlog.js';
import { about, bytesOf, exportedEvents } from './helpers.js';

const near = (value: number, wanted: number): boolean => Math.abs(value - wanted) <= Math.max(1, wanted * 0.006);

test('what HdrHistogram reads has the same values, whatever was recorded', () => {
  fc.assert(
    fc.property(fc.array(fc.double({ min: 0, max: 2e8, noNaN: true }), { minLength: 1, maxLength: 300 }), (values) => {
      const recorder = createHistogramRecorder();
      for (const value of values) recorder.record(value);
      const histogram = recorder.toData();
      const decoded = hdr.decodeFromCompressedBase64(encodeHdr(histogram));
      assert.equal(decoded.totalCount, values.length);
      for (const quantile of [0.01, 0.5, 0.9, 0.99]) {
        assert.ok(near(decoded.getValueAtPercentile(quantile * 100), quantileUs(histogram, quantile)));
      }
      assert.ok(near(decoded.maxValue, histogram.maxUs));
    }),
  );
});

test('large counts and an empty histogram survive', () => {
  const many = { count: 5e9, sumUs: 1, minUs: 1000, maxUs: 1004, buckets: [1275, 5e9] };
  assert.equal(hdr.decodeFromCompressedBase64(encodeHdr(many), 'packed').totalCount, 5e9);
  assert.equal(hdr.decodeFromCompressedBase64(encodeHdr(emptyHistogram)).totalCount, 0);
});

test('a reader of histogram logs finds every interval with its time, response and service apart', () => {
  const events = exportedEvents();
  const reader = new hdr.HistogramLogReader(bytesOf(hlogOf(events, about)).toString());
  const began = Date.parse(about.startedAt);
  for (const event of events) {
    if (event.kind !== 'load/interval') continue;
    for (const [tag, wanted] of [
      ['NO TAG', event.interval.responseTime],
      ['service', event.interval.serviceTime],
    ] as const) {
      const found = reader.nextIntervalHistogram();
      assert.ok(found !== null);
      assert.equal(found.tag, tag);
      assert.equal(found.totalCount, wanted.count);
      assert.ok(Math.abs(found.startTimeStampMsec - began - event.interval.startMs) < 1);
      assert.ok(Math.abs(found.endTimeStampMsec - found.startTimeStampMsec - event.interval.durationMs) < 1);
    }
  }
  assert.equal(reader.nextIntervalHistogram(), null);
});
