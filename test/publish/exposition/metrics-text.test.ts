import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { test } from 'node:test';
import { metricsText } from '../../../source/publish/exposition/metrics-text.js';
import type { Metric } from '../../../source/publish/metrics/metric.js';
import { isInstalled } from '../../helpers/server-program.js';
import { searchEvents } from '../../store/helpers/scripted-session.js';
import { histogram, momentOf } from '../helpers/moment-of.js';

const metrics: readonly Metric[] = [
  {
    family: { name: 'a_sent', kind: 'counter', help: 'Sent.', unit: null },
    points: [{ kind: 'number', labels: [['to', 'a "b" \\ c\nd']], value: 3 }],
  },
  {
    family: { name: 'a_run', kind: 'info', help: 'Run.', unit: null },
    points: [{ kind: 'number', labels: [], value: 1 }],
  },
  {
    family: { name: 'a_seconds', kind: 'histogram', help: 'Time.', unit: 'seconds' },
    points: [{ kind: 'histogram', labels: [['part', 'x']], data: histogram(1, 1, 3) }],
  },
];

test("Prometheus' own text names counters in full, and a label can end no line", () => {
  const text = metricsText(metrics, 'prometheus');
  assert.ok(
    text.startsWith(
      '# HELP a_sent_total Sent.\n# TYPE a_sent_total counter\na_sent_total{to="a \\"b\\" \\\\ c\ufffdd"} 3\n',
    ),
  );
  assert.match(text, /# TYPE a_run_info gauge\na_run_info 1\n/);
  assert.doesNotMatch(text, /# (UNIT|EOF)/);
});

test('OpenMetrics names families, tells units and has an end', () => {
  const text = metricsText(metrics, 'openmetrics');
  assert.match(text, /# TYPE a_sent counter\na_sent_total\{/);
  assert.match(text, /# TYPE a_run info\na_run_info 1\n/);
  assert.match(text, /# TYPE a_seconds histogram\n# UNIT a_seconds seconds\n/);
  assert.ok(text.endsWith('# EOF\n'));
});

test('the buckets of a histogram are cumulative up to its count', () => {
  const text = metricsText(metrics, 'openmetrics');
  assert.match(text, /a_seconds_bucket\{part="x",le="0\.001024"\} 2\n/);
  assert.match(text, /a_seconds_bucket\{part="x",le="0\.004096"\} 3\n/);
  assert.match(
    text,
    /a_seconds_bucket\{part="x",le="\+Inf"\} 3\na_seconds_count\{part="x"\} 3\na_seconds_sum\{part="x"\} 0\.005\n/,
  );
});

test("what a session tells passes Prometheus' own check", {
  skip: isInstalled('promtool') ? false : 'needs promtool: apt-get install prometheus',
}, () => {
  const input = metricsText(momentOf(searchEvents()).metrics, 'prometheus');
  const { stderr, stdout } = spawnSync('promtool', ['check', 'metrics'], { input, encoding: 'utf8' });
  // Names that others have given, and a label that plimsoll's exported sessions have too.
  const known =
    /^(node_\w+ metric names should be written in 'snake_case'|plimsoll_response_time_quantile_seconds non-summary)/;
  const complaints = `${stdout}${stderr}`.split('\n').filter((line) => line !== '' && !known.test(line));
  assert.deepEqual(complaints, []);
});
