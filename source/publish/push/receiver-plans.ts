import type { ReadSecret } from '../../config/authorization.js';
import type { PublishConfig } from '../../config/publish-config.js';
import type { PushTarget, StatsdTarget } from '../../config/publish-parts.js';
import { codeOf } from '../../model/error.js';
import type { Moment } from '../metrics/metric.js';
import { createDatagrams } from './datagrams.js';
import { influxLines } from './influx-lines.js';
import { otlpJson } from './otlp-json.js';
import { type PostBody, post, refusedCode } from './post.js';
import type { ReceiverPlan } from './receiver.js';
import { remoteWriteBody } from './remote-write.js';
import { createStatsdLines } from './statsd-lines.js';

/** As often as the receivers of its kind are used to: databases of metrics every 10 s, what draws at once every second. */
const slowMs = 10_000;
const fastMs = 1_000;

/** The ways to all receivers that the config names. */
export function receiverPlans(config: PublishConfig, readSecret: ReadSecret): readonly ReceiverPlan[] {
  const { influx, nativeHistograms: native, otlp, remoteWrite, statsd } = config;
  const plans: ReceiverPlan[] = [];
  if (otlp !== null) {
    const headers = { 'content-type': 'application/json' };
    plans.push(posting('otlp', otlp, slowMs, readSecret, (moment) => ({ headers, body: otlpJson(moment, native) })));
  }
  if (remoteWrite !== null) {
    const headers = {
      'content-type': 'application/x-protobuf',
      'content-encoding': 'snappy',
      'x-prometheus-remote-write-version': '0.1.0',
      'user-agent': 'plimsoll',
    };
    const pack = (moment: Moment): PostBody => ({ headers, body: remoteWriteBody(moment, native) });
    plans.push(posting('remote write', remoteWrite, slowMs, readSecret, pack));
  }
  if (influx !== null) {
    const headers = { 'content-type': 'text/plain; charset=utf-8' };
    plans.push(posting('influx', influx, fastMs, readSecret, (moment) => ({ headers, body: influxLines(moment) })));
  }
  if (statsd !== null) plans.push(datagrams(statsd));
  return plans;
}

function posting(
  name: string,
  target: PushTarget,
  usualMs: number,
  readSecret: ReadSecret,
  pack: (moment: Moment) => PostBody,
): ReceiverPlan {
  return {
    name,
    everyMs: target.everyMs ?? usualMs,
    pack(moment) {
      const packed = pack(moment);
      const sizeBytes = Buffer.byteLength(packed.body);
      return { sizeBytes, send: (signal) => post(target, packed, readSecret, signal) };
    },
    isFinal: (error) => codeOf(error) === refusedCode,
    close: () => {},
  };
}

function datagrams({ everyMs, host, port, tags }: StatsdTarget): ReceiverPlan {
  const place = createDatagrams(host, port);
  const linesOf = createStatsdLines(tags);
  return {
    name: 'statsd',
    everyMs: everyMs ?? fastMs,
    pack(moment) {
      const lines = linesOf(moment);
      if (lines.length === 0) return null;
      const sizeBytes = lines.reduce((sum, line) => sum + line.length, 0);
      return { sizeBytes, send: () => place.send(lines) };
    },
    // A gauge of a moment ago is worth nothing where there is no time beside it.
    isFinal: () => true,
    close: place.close,
  };
}
