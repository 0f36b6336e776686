import { serverViews } from './server-views.js';

/** One view of `event`: its name, the kind that it shows, and its columns after seq and at_ms by their place in the JSON. */
type EventView = { readonly name: string; readonly kind: string; readonly columns: Readonly<Record<string, string>> };

const eventViews: readonly EventView[] = [
  {
    name: 'load_interval',
    kind: 'load/interval',
    columns: {
      phase: 'interval.phase',
      start_ms: 'interval.startMs',
      duration_ms: 'interval.durationMs',
      intended_per_second: 'interval.intendedPerSecond',
      due: 'interval.due',
      sent: 'interval.sent',
      ok: 'interval.outcomes.ok',
      bad_status: 'interval.outcomes.badStatus',
      timeout: 'interval.outcomes.timeout',
      connection_failed: 'interval.outcomes.connectionFailed',
      unsent: 'interval.outcomes.unsent',
      unfinished: 'interval.outcomes.unfinished',
      in_flight: 'interval.inFlight',
      waiting: 'interval.waiting',
      connections_open: 'interval.connectionsOpen',
      response_count: 'interval.responseTime.count',
      response_sum_us: 'interval.responseTime.sumUs',
      response_max_us: 'interval.responseTime.maxUs',
      service_sum_us: 'interval.serviceTime.sumUs',
      service_max_us: 'interval.serviceTime.maxUs',
      send_lag_max_us: 'interval.sendLag.maxUs',
    },
  },
  {
    name: 'load_rate',
    kind: 'load/rate',
    columns: { per_second: 'perSecond', cause: 'cause', reason: 'reason', held: 'held' },
  },
  {
    name: 'run_state',
    kind: 'run/state',
    columns: { from_state: 'from', to_state: 'to', cause: 'cause', reason: 'reason' },
  },
  {
    name: 'server_state',
    kind: 'server/state',
    columns: { server: 'server', state: 'state.kind', reason: 'state.reason' },
  },
  {
    name: 'discovery_probe',
    kind: 'discovery/event',
    columns: {
      step: 'event.kind',
      phase: 'event.phase',
      per_second: 'event.perSecond',
      seconds: 'event.seconds',
      verdict: 'event.verdict',
      bad_ratio: 'event.badRatio',
      requests: 'event.requests',
      reason: 'event.reason',
    },
  },
  { name: 'message', kind: 'note', columns: { severity: 'severity', text: 'text', is_mark: 'mark' } },
  {
    name: 'result',
    kind: 'result',
    columns: {
      result: 'result.kind',
      target: 'result.target',
      estimate_per_second: 'result.estimatePerSecond',
      certified_per_second: 'result.certifiedPerSecond',
      achieved_per_second: 'result.achieved.perSecond',
      response_p99_ms: 'result.responseTimeMs.p99',
      valid: 'result.validity.valid',
      sentence: 'result.sentence',
      json: 'result',
    },
  },
];

function eventViewSql({ name, kind, columns }: EventView): string {
  const spread = Object.entries(columns).map(([column, path]) => `json_extract(json, '$.${path}') AS ${column}`);
  const only = name === 'discovery_probe' ? " AND json_extract(json, '$.event.kind') IN ('probe', 'verdict')" : '';
  return `CREATE VIEW ${name} AS SELECT seq, at_ms, ${spread.join(', ')} FROM event WHERE kind = '${kind}'${only};`;
}

/** Histograms of an interval: what `histogram` calls them, and where they stand. */
const histograms: Readonly<Record<string, string>> = {
  response: 'responseTime',
  service: 'serviceTime',
  'send lag': 'sendLag',
  connect: 'timings.connect',
  'first byte': 'timings.firstByte',
  body: 'timings.body',
  server: 'timings.server',
};

const spreadHistogram = (json: string, path: string): string =>
  ['count', 'sumUs AS sum_us', 'minUs AS min_us', 'maxUs AS max_us', 'cells']
    .map((field) => {
      const [key = '', as = key] = field.split(' AS ');
      return `json_extract(${json}, ${path} || '.${key}') AS ${as}`;
    })
    .join(', ');

/** A histogram's bucket is log-linear: 128 of equal width in each power of two of microseconds. */
const otherViews = `
CREATE VIEW session AS SELECT session_head.*, seal.ended_at, seal.end_reason,
  CASE WHEN seal.ended_at IS NULL THEN 'recording or interrupted' ELSE 'complete' END AS state,
  (SELECT last_ms FROM batch ORDER BY n DESC LIMIT 1) / 1000.0 AS seconds
  FROM session_head LEFT JOIN seal;
CREATE VIEW timeline AS SELECT seq, at_ms, kind FROM event
  UNION ALL SELECT seq, at_ms, 'server/sample' FROM server_reading
  UNION ALL SELECT seq, at_ms, 'server/sample' FROM server_count
  UNION ALL SELECT shaped.seq, at_ms, kind FROM shaped JOIN shape ON shape.id = shape;${serverViews}
CREATE VIEW stream_sample AS SELECT shaped.seq, at_ms, json_extract(shape.json, '$.sample.stream') AS stream,
  CASE json_type(shape.json, '$.sample.server') WHEN 'text' THEN json_extract(shape.json, '$.sample.server') END AS server,
  metric.key AS metric,
  json_extract(numbers, '$[' || metric.value || ']') AS value
  FROM shaped JOIN shape ON shape.id = shape, json_each(shape.json, '$.sample.values') AS metric
  WHERE shape.kind = 'stream/sample';
CREATE VIEW stream_health AS SELECT shaped.seq, at_ms, json_extract(shape.json, '$.stream') AS stream,
  json_extract(shape.json, '$.circuit.kind') AS circuit, ${['messages', 'unreadable', 'reconnects', 'opened']
    .map((name) => `json_extract(numbers, '$[' || json_extract(shape.json, '$.counts.${name}') || ']') AS ${name}`)
    .join(', ')}
  FROM shaped JOIN shape ON shape.id = shape WHERE shape.kind = 'stream/health';
CREATE VIEW histogram AS SELECT seq, at_ms, part.key AS histogram, NULL AS request, ${spreadHistogram('event.json', "'$.interval.' || part.value")}
  FROM event, json_each('${JSON.stringify(histograms)}') AS part
  WHERE kind = 'load/interval' AND json_extract(event.json, '$.interval.' || part.value || '.count') IS NOT NULL
  UNION ALL SELECT seq, at_ms, part.key, json_extract(request.value, '$.name'), ${spreadHistogram('request.value', "'$.' || part.value")}
  FROM event, json_each(event.json, '$.interval.requests') AS request,
    json_each('{"response":"responseTime","service":"serviceTime"}') AS part WHERE kind = 'load/interval';
CREATE VIEW histogram_bucket AS SELECT seq, at_ms, histogram, request, bucket,
  (1 << (bucket >> 7)) * (1 + (bucket & 127) / 128.0) AS from_us,
  (1 << ((bucket + 1) >> 7)) * (1 + ((bucket + 1) & 127) / 128.0) AS to_us, count
  FROM (SELECT seq, at_ms, histogram, request, cell.value AS count,
    sum(CASE WHEN cell.value < 0 THEN -cell.value ELSE 1 END)
      OVER (PARTITION BY seq, histogram, request ORDER BY cell.key) - 1 AS bucket
    FROM (SELECT seq, at_ms, histogram, request, cells FROM histogram), json_each(cells) AS cell)
  WHERE count > 0;
`;

/** The text that makes every view: plain columns for any SQLite client, whatever the tables beneath. */
export function viewsSql(): string {
  return `${eventViews.map(eventViewSql).join('\n')}\n${otherViews}`;
}
