import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { readDuration, readPercentage, readRate, readSpan, wholeNumberReader } from '../../source/config/quantities.js';
import type { Reading } from '../../source/config/reading.js';

function valueOfReading<Value>(reading: Reading<Value>): Value {
  assert.equal(reading.kind, 'ok', JSON.stringify(reading));
  return reading.kind === 'ok' ? reading.value : assert.fail();
}

/** The message and hint of a reading that was refused. */
function refusal(reading: Reading<unknown>): string {
  return reading.kind === 'ok'
    ? assert.fail(`${JSON.stringify(reading.value)} was accepted`)
    : JSON.stringify(reading.faults);
}

test('a rate is per second unless it says otherwise', () => {
  const rows: readonly (readonly [unknown, number])[] = [
    [20, 20],
    ['20', 20],
    [' 20 ', 20],
    ['5/s', 5],
    ['5 / sec', 5],
    ['1200/min', 20],
    ['1200/m', 20],
    ['3600/h', 1],
    ['3600/H', 1],
    ['0.5', 0.5],
    [0.5, 0.5],
    ['1000000', 1_000_000],
  ];
  for (const [raw, perSecond] of rows) assert.equal(valueOfReading(readRate(raw)), perSecond, String(raw));
});

test('what is no rate is refused with what was expected and what came', () => {
  const rows = ['fast', '', '5/day', '-5', '+5', '1e3', '0', 0, -1, '0x10', '5/', '/s', '5 s', '1,000', 'Infinity'];
  for (const raw of [...rows, Number.NaN, Number.POSITIVE_INFINITY, 1e21, 2_000_000, null, [], {}, true]) {
    assert.match(refusal(readRate(raw)), /expected .*, got /, String(raw));
  }
  assert.match(refusal(readRate('5/day')), /\/s, \/min or \/h/);
});

test('a duration has a unit and comes out in milliseconds', () => {
  const rows: readonly (readonly [string, number])[] = [
    ['500ms', 500],
    ['30s', 30_000],
    ['1.5s', 1500],
    ['5m', 300_000],
    ['5 min', 300_000],
    ['1h', 3_600_000],
    ['168h', 604_800_000],
  ];
  for (const [raw, milliseconds] of rows) assert.equal(valueOfReading(readDuration(raw)), milliseconds, raw);
});

test('a duration without a unit is refused with the unit that was probably meant', () => {
  assert.match(refusal(readDuration(30)), /add a unit: \\"30s\\"/);
  assert.match(refusal(readDuration('30')), /add a unit: \\"30s\\"/);
});

test('what is no duration is refused', () => {
  for (const raw of ['', 's', '5 parsecs', '-5s', '5d', '1h30m', 'constructor', '5constructor', '169h', null, {}]) {
    assert.match(refusal(readDuration(raw)), /expected .*, got /, String(raw));
  }
});

test('a duration of zero is refused where it would mean nothing, and accepted where it means none', () => {
  assert.match(refusal(readDuration('0s')), /1ms or more/);
  assert.equal(valueOfReading(readSpan('0s')), 0);
});

test('a percentage comes out as a ratio, with both ends refused', () => {
  assert.equal(valueOfReading(readPercentage('1%')), 0.01);
  assert.equal(valueOfReading(readPercentage('0.5 %')), 0.005);
  assert.match(refusal(readPercentage('0.01')), /write 0\.01%/);
  for (const raw of ['0%', '100%', '101%', '-1%', '%', 'one%', 1]) {
    assert.match(refusal(readPercentage(raw)), /expected .*, got /, String(raw));
  }
});

test('a whole number comes as a number or as text, within its bounds', () => {
  const read = wholeNumberReader(1, 256);
  assert.equal(valueOfReading(read(7)), 7);
  assert.equal(valueOfReading(read('7')), 7);
  for (const raw of [0, 257, 1.5, '1.5', '', ' ', '-1', '1e2', Number.NaN, null, [7]]) {
    assert.match(refusal(read(raw)), /a whole number from 1 to 256, got /, String(raw));
  }
});

test('any count over any period reads as the same rate, however it is written', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 1_000_000 }), (count) => {
      assert.equal(valueOfReading(readRate(count)), count);
      assert.equal(valueOfReading(readRate(`${count}/s`)), count);
      assert.equal(valueOfReading(readRate(`${count}/min`)), count / 60);
      assert.equal(valueOfReading(readRate(`${count}/h`)), count / 3600);
    }),
  );
});

test('no text whatever makes a reader throw or return what is not finite', () => {
  fc.assert(
    fc.property(fc.anything(), (raw) => {
      for (const read of [readRate, readDuration, readSpan, readPercentage]) {
        const reading = read(raw);
        assert.ok(reading.kind === 'faulty' || Number.isFinite(reading.value));
      }
    }),
  );
});
