import assert from 'node:assert/strict';
import { test } from 'node:test';
import { formatFor } from '../../../source/publish/exposition/negotiate.js';

const protobuf = 'application/vnd.google.protobuf;proto=io.prometheus.client.MetricFamily;encoding=delimited';

const rows: readonly (readonly [what: string, accept: string | undefined, format: string])[] = [
  ['nothing', undefined, 'text'],
  ['a browser', 'text/html,application/xhtml+xml,*/*;q=0.8', 'text'],
  ['curl', '*/*', 'text'],
  [
    'Prometheus',
    'application/openmetrics-text;version=1.0.0;q=0.75,text/plain;version=0.0.4;q=0.5,*/*;q=0.1',
    'openmetrics',
  ],
  [
    'Prometheus for native histograms',
    `${protobuf},application/openmetrics-text;version=1.0.0;q=0.8,text/plain;version=0.0.4;q=0.5,*/*;q=0.1`,
    'protobuf',
  ],
  ['Prometheus for native histograms, spelled with blanks', protobuf.replaceAll(';', ' ; '), 'protobuf'],
  ['who wants text rather', `text/plain, ${protobuf};q=0.5`, 'text'],
  ['who wants all alike', `text/plain, application/openmetrics-text, ${protobuf}`, 'protobuf'],
  ['another protobuf', 'application/vnd.google.protobuf;proto=other.Message;encoding=delimited', 'text'],
  ['protobuf in text', 'application/vnd.google.protobuf;proto=io.prometheus.client.MetricFamily;encoding=text', 'text'],
  ['what is refused', 'application/openmetrics-text;q=0', 'text'],
  ['nonsense', ';;q=,,=;q=x', 'text'],
];

for (const [what, accept, format] of rows) {
  test(`${what} gets ${format}`, () => assert.equal(formatFor(accept), format));
}
