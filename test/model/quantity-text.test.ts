import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  bytesText,
  countText,
  millisecondsText,
  rateNumber,
  rateText,
  shareText,
} from '../../source/model/quantity-text.js';

test('counts have a comma at every third digit', () => {
  assert.deepEqual([0, 999, 1000, 52_311, 1_234_567].map(countText), ['0', '999', '1,000', '52,311', '1,234,567']);
});

test('rates have a decimal only where it matters', () => {
  assert.deepEqual([0, 4.25, 20, 99.94, 99.95, 1191.4].map(rateText), [
    '0.0/s',
    '4.3/s',
    '20.0/s',
    '99.9/s',
    '100/s',
    '1,191/s',
  ]);
});

test('milliseconds keep about three digits and become seconds when they are many', () => {
  assert.deepEqual(
    [0.123, 0.999, 4.24, 9.96, 42.4, 1234, 9999.4, 12_340].map((ms) => millisecondsText(ms)),
    ['0.12 ms', '1.0 ms', '4.2 ms', '10 ms', '42 ms', '1,234 ms', '9,999 ms', '12.3 s'],
  );
});

test('a rate beside its unit has no decimal that says nothing', () => {
  assert.deepEqual([0, 2.54, 20, 99.96, 1240.4].map(rateNumber), ['0', '2.5', '20', '100', '1,240']);
});

test('milliseconds that are kept have a third digit', () => {
  assert.deepEqual(
    [0, 0.004, 1.234, 9.996, 12.34, 99.96, 123.4, 1234, 12_340].map((ms) => millisecondsText(ms, 3)),
    ['0.00 ms', '0.00 ms', '1.23 ms', '10.0 ms', '12.3 ms', '100 ms', '123 ms', '1,234 ms', '12.3 s'],
  );
});

test('shares are precise at both ends, and only nothing is 0 and only all is 100', () => {
  const ratios = [0, 0.00001, 0.0042, 0.01, 0.073, 0.81, 0.99, 0.9958, 0.999999, 1];
  assert.deepEqual(
    ratios.map((ratio) => shareText(ratio)),
    ['0 %', '<0.01 %', '0.42 %', '1.0 %', '7.3 %', '81 %', '99 %', '99.58 %', '>99.99 %', '100 %'],
  );
});

test('a share that is kept has a third digit', () => {
  assert.deepEqual(
    [0, 0.0005, 0.031, 0.09996, 0.796, 0.98, 0.9958].map((ratio) => shareText(ratio, 3)),
    ['0 %', '0.05 %', '3.10 %', '10.0 %', '79.6 %', '98.0 %', '99.58 %'],
  );
});

test('bytes come in the unit that leaves few digits', () => {
  assert.deepEqual([512, 1536, 64 * 2 ** 20, 2.1 * 2 ** 30, 1023.9 * 1024].map(bytesText), [
    '512 B',
    '1.5 KiB',
    '64 MiB',
    '2.1 GiB',
    '1.0 MiB',
  ]);
});
