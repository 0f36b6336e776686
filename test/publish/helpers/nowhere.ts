import type { PublishConfig } from '../../../source/config/publish-config.js';

/** What a config that says nothing of it publishes. */
export const nowhere: PublishConfig = {
  listen: null,
  token: 'kept',
  otlp: null,
  remoteWrite: null,
  influx: null,
  statsd: null,
  nativeHistograms: false,
  log: null,
};
