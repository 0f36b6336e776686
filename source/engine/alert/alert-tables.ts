import { functionNames, functionOf } from './functions.js';
import { metricNames, metricOf } from './metric-table.js';
import type { Unit } from './units.js';

/** Units as a table names them. */
const unitWords: { readonly [unit in Unit]: string } = {
  percent: '%',
  ms: 'time',
  bytes: 'bytes',
  bytesPerSecond: 'bytes/s',
  perSecond: '/s',
  count: 'number',
  plain: 'number',
};

/** Every metric that a rule may name, as a table for the documentation. */
export function metricsMarkdown(): string {
  const rows = metricNames.flatMap((name) => {
    const metric = metricOf(name);
    if (metric === null) return [];
    return [`| \`${name}\` | ${metric.scope} | ${metric.kind} | ${unitWords[metric.unit]} | ${metric.help} |`];
  });
  const own = '| `app.NAME` | stream | gauge | number | what the messages of a stream carry; `app["any name"]` |';
  return ['| metric | one for each | kind | unit | what it is |', '| --- | --- | --- | --- | --- |', ...rows, own].join(
    '\n',
  );
}

/** Every function of the language, as a table for the documentation. */
export function functionsMarkdown(): string {
  const rows = functionNames.map((name) => {
    const { usage, windowMs, help } = functionOf(name);
    return `| \`${usage}\` | ${windowMs === null ? '' : `${windowMs / 1000} s`} | ${help} |`;
  });
  return ['| function | window | what it gives |', '| --- | --- | --- |', ...rows].join('\n');
}
