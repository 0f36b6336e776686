import type { Problem } from '../model/problem.js';
import type { SecretRef } from '../model/secret-ref.js';
import type { Where } from './load-shape.js';
import type { HostPort, LogLevel, PushTarget, StatsdTarget } from './publish-parts.js';
import type { Settings } from './settings.js';
import { isLoopbackHost } from './target-guard.js';

/** Where metrics and the program's own log go; null: nowhere. */
export type PublishConfig = {
  readonly listen: HostPort | null;
  /** `kept`: one that plimsoll makes and keeps itself. */
  readonly token: SecretRef | 'kept' | 'none';
  readonly otlp: PushTarget | null;
  readonly remoteWrite: PushTarget | null;
  readonly influx: PushTarget | null;
  readonly statsd: StatsdTarget | null;
  readonly nativeHistograms: boolean;
  readonly log: LogConfig | null;
};

/** The program's own log: `keep` full files of `sizeBytes` beside the present one. */
export type LogConfig = {
  readonly file: string;
  readonly level: LogLevel;
  readonly sizeBytes: number;
  readonly keep: number;
};

/** What the settings say of it. */
export function publishOf(settings: Settings): PublishConfig {
  return {
    listen: settings.metricsListen,
    token: settings.metricsToken ?? (settings.metricsOpen === true ? 'none' : 'kept'),
    otlp: withPath(settings.otlp, '/v1/metrics'),
    remoteWrite: withPath(settings.remoteWrite, '/api/v1/write'),
    influx: settings.influx,
    statsd: settings.statsd,
    nativeHistograms: settings.nativeHistograms === true,
    log:
      settings.logFile === null
        ? null
        : { file: settings.logFile, level: settings.logLevel, sizeBytes: settings.logSize, keep: settings.logKeep },
  };
}

/** What only the whole can tell of it. */
export function publishProblems(settings: Settings, where: Where): readonly Problem[] {
  const { influx, metricsListen, metricsOpen, metricsToken } = settings;
  const problems: Problem[] = [];
  if (metricsOpen === true && metricsListen !== null && !isLoopbackHost(metricsListen.host)) {
    const message = `expected a token for scrapers at ${metricsListen.host}, which is not loopback, got none`;
    problems.push({ path: where('metricsOpen'), message, hint: 'leave it out, or listen on 127.0.0.1' });
  }
  if (metricsOpen === true && metricsToken !== null) {
    const message = 'expected a token or none, got both';
    problems.push({ path: where('metricsOpen'), message, hint: 'keep the one that is meant' });
  }
  if (influx !== null && new URL(influx.url).pathname === '/') {
    const message = 'expected a URL with the path that takes lines, got one without';
    const hint = 'such as /api/v2/write?bucket=load&org=me, /write?db=load, or /api/live/push/plimsoll of Grafana';
    problems.push({ path: where('influx'), message, hint });
  }
  return problems;
}

/** The target with the usual path of its kind where it has none. */
function withPath(target: PushTarget | null, path: string): PushTarget | null {
  if (target === null) return null;
  const url = new URL(target.url);
  if (url.pathname !== '/') return target;
  url.pathname = path;
  return { ...target, url: url.href };
}
