import { families } from '../metrics/families.js';
import { nodeFamilies } from '../metrics/node-families.js';
import { bucketsOf, ofServers, quantileOf, rateOf, series } from './query.js';

type Target = readonly [expression: string, legend: string];

type PanelKind = 'timeseries' | 'stat' | 'heatmap' | 'state-timeline';

type Panel = {
  readonly kind: PanelKind;
  readonly title: string;
  readonly about: string;
  /** As Grafana calls it. */
  readonly unit: string;
  readonly targets: readonly Target[];
  /** Of 24 columns. */
  readonly width: number;
};

const panel = (
  kind: PanelKind,
  title: string,
  about: string,
  unit: string,
  width: number,
  ...targets: readonly Target[]
): Panel => ({ kind, title, about, unit, width, targets });

/** The rows of the dashboard, in order. Servers are drawn of node_exporter's names: they need not be read by plimsoll. */
const rows: readonly { readonly title: string; readonly panels: readonly Panel[] }[] = [
  {
    title: 'Load',
    panels: [
      panel('stat', 'Load line', families.loadLine.help, 'reqps', 4, [series(families.loadLine), 'found']),
      panel('stat', 'Achieved', families.achieved.help, 'reqps', 4, [series(families.achieved), 'achieved']),
      panel('stat', 'p99', families.quantile.help, 's', 4, [series(families.quantile, [['quantile', '0.99']]), 'p99']),
      panel('state-timeline', 'Run', families.runState.help, 'none', 12, [
        `${series(families.runState)} == 1`,
        '{{state}}',
      ]),
      panel(
        'timeseries',
        'Rate',
        'What the plan asks for, what was sent, and what was answered well.',
        'reqps',
        12,
        [series(families.intended), 'intended'],
        [rateOf(families.sent), 'offered'],
        [rateOf(families.settled, [], [['outcome', 'ok']]), 'achieved'],
      ),
      panel(
        'timeseries',
        'Response time',
        families.responseTime.help,
        's',
        12,
        [quantileOf(families.responseTime, 0.5), 'p50'],
        [quantileOf(families.responseTime, 0.9), 'p90'],
        [quantileOf(families.responseTime, 0.99), 'p99'],
        [quantileOf(families.responseTime, 0.999), 'p99.9'],
      ),
      panel('heatmap', 'Response times', families.responseTime.help, 's', 12, [
        bucketsOf(families.responseTime),
        '{{le}}',
      ]),
      panel('timeseries', 'Bad ends', 'Arrivals that did not end well, by how they ended.', 'reqps', 6, [
        rateOf(families.settled, ['outcome'], [['outcome', 'badStatus|timeout|connectionFailed|unsent|unfinished']]),
        '{{outcome}}',
      ]),
      panel(
        'timeseries',
        'In flight',
        families.inFlight.help,
        'short',
        6,
        [series(families.inFlight), 'in flight'],
        [series(families.waiting), 'waiting'],
        [series(families.connectionsOpen), 'connections'],
      ),
      panel('timeseries', 'Generator', families.sendLag.help, 's', 6, [
        quantileOf(families.sendLag, 0.99),
        'send lag p99',
      ]),
      panel('timeseries', 'Requests by name', families.requestResponseTime.help, 's', 18, [
        quantileOf(families.requestResponseTime, 0.99, ['request']),
        '{{request}} p99',
      ]),
    ],
  },
  {
    title: 'Search',
    panels: [
      panel(
        'timeseries',
        'Bracket',
        'The rate that is tried, between the highest known to meet the objectives and the lowest known to miss them.',
        'reqps',
        16,
        [series(families.searchProbe), 'probe'],
        [series(families.searchLower), 'lower'],
        [series(families.searchUpper), 'upper'],
        [series(families.loadLine), 'load line'],
        [series(families.loadLineBound), '95 % {{end}}'],
      ),
      panel('state-timeline', 'Phase', families.searchPhase.help, 'none', 8, [
        `${series(families.searchPhase)} == 1`,
        '{{phase}}',
      ]),
    ],
  },
  {
    title: 'Servers',
    panels: [
      panel('timeseries', 'CPU', families.serverCpu.help, 'percentunit', 8, [series(families.serverCpu), '{{server}}']),
      panel('timeseries', 'Memory', 'Share of the memory that is used.', 'percentunit', 8, [
        `${series(families.serverMemoryUsed)} / ${series(families.serverMemorySize)}`,
        '{{server}}',
      ]),
      panel('state-timeline', 'Readings', families.serverUp.help, 'none', 8, [series(families.serverUp), '{{server}}']),
      panel('timeseries', 'Pressure', 'Share of the time in which tasks waited for a core.', 'percentunit', 8, [
        ofServers(nodeFamilies.waitedCpu),
        '{{instance}}',
      ]),
      panel(
        'timeseries',
        'Network',
        'Bytes received and sent a second.',
        'Bps',
        8,
        [ofServers(nodeFamilies.networkIn), '{{instance}} in'],
        [ofServers(nodeFamilies.networkOut), '{{instance}} out'],
      ),
      panel(
        'timeseries',
        'Disks',
        'Bytes read and written a second.',
        'Bps',
        8,
        [ofServers(nodeFamilies.diskRead), '{{instance}} read'],
        [ofServers(nodeFamilies.diskWritten), '{{instance}} written'],
      ),
    ],
  },
  {
    title: 'Streams, alerts, receivers',
    panels: [
      panel('timeseries', 'Streams', families.streamValue.help, 'short', 12, [
        series(families.streamValue),
        '{{stream}} {{metric}}',
      ]),
      panel('state-timeline', 'Circuits', families.circuitState.help, 'none', 6, [
        `${series(families.circuitState)} == 1`,
        '{{stream}} {{state}}',
      ]),
      panel('timeseries', 'Alerts', families.alertsFiring.help, 'short', 6, [
        series(families.alertsFiring),
        '{{rule}}',
      ]),
      panel('timeseries', 'Metrics lost', 'Parcels of metrics that did not reach their receiver.', 'short', 12, [
        rateOf(families.publishEnded, ['to', 'how'], [['how', 'dropped|expired']]),
        '{{to}} {{how}}',
      ]),
      panel('timeseries', 'Messages', families.streamMessages.help, 'short', 12, [
        rateOf(families.streamMessages, ['stream']),
        '{{stream}}',
      ]),
    ],
  },
];

const columns = 24;
const height = 8;
// Written so that it is read as text, and not as a template of this language.
const source = { type: 'prometheus', uid: `$\{datasource}` };

/** A dashboard for Grafana 10 and later, to be imported: every query is of the names that plimsoll publishes. */
export function grafanaDashboard(): object {
  let y = 0;
  let id = 0;
  const panels: object[] = [];
  for (const row of rows) {
    panels.push({
      id: ++id,
      type: 'row',
      title: row.title,
      collapsed: false,
      gridPos: { x: 0, y: y++, w: columns, h: 1 },
      panels: [],
    });
    let x = 0;
    for (const one of row.panels) {
      if (x + one.width > columns) {
        x = 0;
        y += height;
      }
      panels.push(panelJson(one, ++id, { x, y, w: one.width, h: height }));
      x += one.width;
    }
    y += height;
  }
  return {
    uid: 'plimsoll',
    title: 'plimsoll',
    description: 'Load, latency, search, servers and streams of plimsoll sessions.',
    tags: ['plimsoll', 'load test'],
    schemaVersion: 39,
    editable: true,
    graphTooltip: 1,
    refresh: '5s',
    time: { from: 'now-15m', to: 'now' },
    templating: {
      list: [
        { name: 'datasource', type: 'datasource', query: 'prometheus', label: 'Data source' },
        {
          name: 'instance',
          type: 'query',
          label: 'Session or plimsoll',
          datasource: source,
          query: { query: 'label_values(plimsoll_session_info, instance)', refId: 'instance' },
          refresh: 2,
          includeAll: true,
          multi: true,
          allValue: '.*',
          current: { text: 'All', value: '$__all' },
        },
      ],
    },
    panels,
  };
}

function panelJson({ about, kind, targets, title, unit }: Panel, id: number, gridPos: object): object {
  return {
    id,
    type: kind,
    title,
    description: about,
    datasource: source,
    gridPos,
    fieldConfig: { defaults: { unit, ...(kind === 'timeseries' ? { min: 0 } : {}) }, overrides: [] },
    options: kind === 'heatmap' ? { calculate: false, yAxis: { unit: 's' } } : {},
    targets: targets.map(([expr, legendFormat], at) => ({
      refId: String.fromCharCode('A'.charCodeAt(0) + at),
      datasource: source,
      expr,
      legendFormat,
      ...(kind === 'heatmap' ? { format: 'heatmap' } : {}),
    })),
  };
}
