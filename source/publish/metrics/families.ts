import type { Family } from './metric.js';

type Unit = Family['unit'];

const gauge = (name: string, help: string, unit: Unit = null) => ({ name, kind: 'gauge', help, unit }) as const;
const counter = (name: string, help: string, unit: Unit = null) => ({ name, kind: 'counter', help, unit }) as const;
const seconds = (name: string, help: string) => ({ name, kind: 'histogram', help, unit: 'seconds' }) as const;

/**
 * Every family of plimsoll's own, each named once: what is told, the table of the documentation and the dashboard come from
 * here. Where `plimsoll export --format openmetrics` tells the same, it has the same name.
 */
export const families = {
  session: { name: 'plimsoll_session', kind: 'info', help: 'The session that is under way.', unit: null },
  sessionStart: gauge('plimsoll_session_start_time_seconds', 'When the session began, since 1970.', 'seconds'),
  runState: gauge('plimsoll_run_state', '1 for the state that the run is in, 0 for every other.'),
  intended: gauge('plimsoll_intended_per_second', 'Rate that the plan asks for.'),
  offered: gauge('plimsoll_offered_per_second', 'Requests put on the wire a second, in the last interval.'),
  achieved: gauge('plimsoll_achieved_per_second', 'Good answers a second, in the last interval.'),
  inFlight: gauge('plimsoll_in_flight', 'Requests sent and not yet settled.'),
  waiting: gauge('plimsoll_waiting', 'Arrivals due and waiting for a free connection.'),
  connectionsOpen: gauge('plimsoll_connections_open', 'Open connections.'),
  quantile: gauge(
    'plimsoll_response_time_quantile_seconds',
    'Response time of the last interval, by quantile.',
    'seconds',
  ),
  arrivals: counter('plimsoll_arrivals', 'Arrivals that came due.'),
  sent: counter('plimsoll_sent', 'Requests put on the wire.'),
  settled: counter('plimsoll_settled', 'Arrivals by how they ended.'),
  resent: counter('plimsoll_resent', 'Requests sent a second time, since their connection turned out closed.'),
  redirected: counter('plimsoll_redirected', 'Requests sent on because an answer led elsewhere.'),
  responseTime: seconds('plimsoll_response_time_seconds', 'From when an arrival was due to its answer.'),
  serviceTime: seconds('plimsoll_service_time_seconds', 'From when a request was sent to its answer.'),
  sendLag: seconds('plimsoll_send_lag_seconds', 'How late the generator itself was.'),
  part: seconds('plimsoll_answer_part_seconds', 'Where the time of good answers went, by part.'),
  requestSettled: counter('plimsoll_request_settled', 'Arrivals of one name of request by how they ended.'),
  requestResponseTime: seconds('plimsoll_request_response_time_seconds', 'Response time of one name of request.'),
  searchPhase: gauge('plimsoll_search_phase', '1 for the phase that the search is in, 0 for every other.'),
  searchProbe: gauge('plimsoll_search_probe_per_second', 'Rate of the probe that is under way.'),
  searchLower: gauge('plimsoll_search_lower_per_second', 'Highest rate known to meet the objectives.'),
  searchUpper: gauge('plimsoll_search_upper_per_second', 'Lowest rate known to miss them.'),
  searchLevel: gauge('plimsoll_search_level', 'Level of work that is tried.'),
  searchLeft: gauge('plimsoll_search_left_seconds', 'Time that the search will probably still take.', 'seconds'),
  loadLine: gauge('plimsoll_load_line_per_second', 'The load line that was found.'),
  loadLineBound: gauge('plimsoll_load_line_bound_per_second', 'Ends of its 95 % interval.'),
  loadLineCertified: gauge(
    'plimsoll_load_line_certified_per_second',
    'Rate that the line is above in 19 searches of 20, no more than was held in the final probe.',
  ),
  heaviestLevel: gauge('plimsoll_heaviest_level', 'Heaviest level of work that met the objectives.'),
  objectiveMet: gauge(
    'plimsoll_objective_met',
    '1 for an objective that was met in the end, 0 for one that was missed.',
  ),
  valid: gauge('plimsoll_result_valid', '1 where the measurement may be believed.'),
  jobs: gauge('plimsoll_jobs', 'Dataset jobs by their state.'),
  serverUp: gauge('plimsoll_server_up', '1 while a server gives readings.'),
  serverCpu: gauge('plimsoll_server_cpu_ratio', 'Busy share of all cores of a server.', 'ratio'),
  serverMemoryUsed: gauge('plimsoll_server_memory_used_bytes', 'Memory that a server uses.', 'bytes'),
  serverMemorySize: gauge('plimsoll_server_memory_size_bytes', 'Memory that a server has.', 'bytes'),
  serverRtt: gauge('plimsoll_server_rtt_seconds', 'Round trip to a server over SSH.', 'seconds'),
  serverLoss: gauge('plimsoll_server_loss_ratio', 'Share of the last ticks that a server did not answer.', 'ratio'),
  streamOpen: gauge('plimsoll_stream_open', '1 while a metric stream is open.'),
  streamValue: gauge('plimsoll_stream_value', 'What a metric stream told last.'),
  streamRtt: gauge('plimsoll_stream_rtt_seconds', 'Round trip of the last ping of a stream.', 'seconds'),
  streamMessages: counter('plimsoll_stream_messages', 'Messages of a stream.'),
  streamUnreadable: counter('plimsoll_stream_unreadable', 'Messages of a stream that could not be read.'),
  streamReconnects: counter('plimsoll_stream_reconnects', 'How often a stream was connected anew.'),
  circuitState: gauge(
    'plimsoll_circuit_state',
    '1 for the state that the circuit of a stream is in, 0 for every other.',
  ),
  circuitOpened: counter('plimsoll_circuit_opened', 'How often the circuit of a stream opened.'),
  queuePending: gauge('plimsoll_queue_pending', 'Messages that wait to be sent to a stream.'),
  queueEnded: counter('plimsoll_queue_ended', 'Messages to a stream by what became of them.'),
  alertsFiring: gauge('plimsoll_alerts_firing', 'Series of an alert rule that fire.'),
  publishEnded: counter('plimsoll_publish_ended', 'Parcels of metrics to a receiver by what became of them.'),
  publishPending: gauge('plimsoll_publish_pending', 'Parcels of metrics that wait for a receiver.'),
  publishOpen: gauge('plimsoll_publish_circuit_open', '1 while the circuit to a receiver is open.'),
} as const satisfies Readonly<Record<string, Family>>;
