import type { SessionEvent } from '../../source/model/events.js';
import { scriptedHead } from '../store/helpers/scripted-session.js';
import { searchWithAnswer } from './sample-digest.js';

/** Texts that would run, load, hide or grow where they are not taken for text. `beacon`: a URL that they try to reach. */
export function hostileTexts(beacon: string): readonly string[] {
  return [
    `<script>document.title='owned';fetch('${beacon}/script')</script>`,
    `"><img src=${beacon}/img onerror="document.title='owned'">`,
    `'><svg onload="document.title='owned'"><image href="${beacon}/svg"/></svg>`,
    `</title><script>document.title='owned'</script>`,
    `</style><style>@import '${beacon}/style';body{background:url(${beacon}/css)}</style>`,
    `]]><script>document.title='owned'</script>`,
    `javascript:document.title='owned'`,
    `</svg><iframe src="${beacon}/frame"></iframe>`,
    `<link rel=stylesheet href=${beacon}/link><base href=${beacon}/>`,
    `<meta http-equiv=refresh content="0;url=${beacon}/refresh">`,
    `=HYPERLINK("${beacon}/cell","click")`,
    '\u202etxt.exe\u2066 \u0007\u001b[31mred\u009b0m \ufffe\ud800',
    '&lt;script&gt;alert(1)&lt;/script&gt;',
    '{{constructor.constructor("alert(1)")()}} #{7*7} `',
  ];
}

/** A whole session in which every text is one of those; one name is a megabyte long. */
export function hostileSession(beacon: string): readonly SessionEvent[] {
  const texts = hostileTexts(beacon);
  let next = 0;
  const evil = (): string => texts[next++ % texts.length]!;
  const long = `${evil()}${'A'.repeat(1_000_000)}`;
  const servers = [...texts, long].map((name) => ({ name, address: evil(), group: evil() }));
  const streams = texts.map((name) => ({ name, url: evil(), server: evil() }));
  const objectives = texts.map((text) => ({ kind: 'latency', text, statistic: 'p99', limitMs: 50 }) as const);
  const events = searchWithAnswer().map((event): SessionEvent => {
    if (event.kind === 'session/started') {
      return { ...event, head: { ...scriptedHead, target: evil(), objectives, servers, streams, version: evil() } };
    }
    if (event.kind === 'load/interval') {
      const { outcomes, responseTime, serviceTime } = event.interval;
      const requests = texts.map((name) => ({ name, outcomes, responseTime, serviceTime }));
      return { ...event, interval: { ...event.interval, phase: evil(), requests } };
    }
    if (event.kind === 'result' && event.result.kind === 'discovery' && event.result.axis === 'rate') {
      const bottleneck = {
        label: evil(),
        server: evil(),
        resource: evil(),
        headroom: 1,
        reason: evil(),
        suspects: texts.map((server) => ({ server, resource: evil(), headroom: 1.2, interval95: null })),
      };
      const validity = { valid: false, reasons: texts };
      const result = {
        ...event.result,
        target: evil(),
        sentence: evil(),
        bindingObjective: evil(),
        bottleneck,
        validity,
      };
      return { ...event, result };
    }
    return event;
  });
  const endMs = events.at(-1)?.atMs ?? 0;
  return [
    ...events,
    ...texts.flatMap((text): readonly SessionEvent[] => [
      { atMs: endMs, kind: 'note', severity: 'critical', text },
      { atMs: endMs, kind: 'note', severity: 'info', text: `mark: ${text}` },
      { atMs: endMs, kind: 'server/state', server: text, state: { kind: 'down', reason: evil() } },
      {
        atMs: endMs,
        kind: 'stream/state',
        stream: text,
        state: { kind: 'waiting', reason: evil(), nextAttemptAtMs: 1 },
      },
      ...servers.map(({ name }): SessionEvent => {
        const nothing = { cores: 1, memoryUsedBytes: 5, memoryTotalBytes: null, load1: null, rttMs: 1 };
        return { atMs: 5_000, kind: 'server/sample', sample: { server: name, cpuPercent: 50, ...nothing } };
      }),
      {
        atMs: 6_000,
        kind: 'stream/sample',
        sample: { stream: text, server: null, values: Object.fromEntries(texts.map((name) => [name, 1])), rttMs: null },
      },
    ]),
    { atMs: endMs, kind: 'session/ended', reason: evil() },
  ];
}
