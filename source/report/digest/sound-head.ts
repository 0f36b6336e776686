import type { ImportedFrom } from '../../model/imported.js';
import { isObject } from '../../model/plain-object.js';
import { importedOf } from '../import/imported-of.js';
import type { AskedObjective, Digest } from './digest.js';
import { finite, nameOf, textOf } from './sound.js';

/** What a session's head tells of what was asked for. */
export type SoundHead = {
  readonly asked: Digest['asked'];
  readonly version: string | null;
  /** What another program told; null where plimsoll measured it. */
  readonly imported: ImportedFrom | null;
  /** Units of streams' metrics, by stream and metric. */
  readonly units: ReadonlyMap<string, ReadonlyMap<string, string>>;
};

const statistics = ['mean', 'p50', 'p90', 'p99', 'p999'] as const;
/** More than any config names. */
const most = 1_024;

/** The head of a session out of a recording. What is missing or malformed in it is left out. */
export function soundHead(value: unknown): SoundHead {
  const head = isObject(value) ? value : {};
  const { arrivals } = head;
  const imported = importedOf(head.imported);
  return {
    asked: {
      objectives: objectsOf(head.objectives).flatMap(objectiveOf),
      // Nobody knows either of another program, whatever stands in their place.
      arrivals: imported === null && (arrivals === 'poisson' || arrivals === 'paced') ? arrivals : null,
      seed: imported === null ? finite(head.seed) : null,
      servers: objectsOf(head.servers).flatMap(({ name, address, group }) => {
        const known = nameOf(name);
        return known === null
          ? []
          : [{ name: known, address: withoutLogin(textOf(address) ?? ''), group: nameOf(group) }];
      }),
      streams: objectsOf(head.streams).flatMap(({ name, url, server }) => {
        const known = nameOf(name);
        return known === null ? [] : [{ name: known, url: withoutLogin(textOf(url) ?? ''), server: nameOf(server) }];
      }),
    },
    version: nameOf(head.version),
    imported,
    units: new Map(
      objectsOf(head.streams).flatMap(({ metrics, name }) => {
        const units = objectsOf(metrics).flatMap((metric) =>
          typeof metric.name === 'string' && typeof metric.unit === 'string'
            ? [[metric.name, metric.unit] as const]
            : [],
        );
        return typeof name === 'string' ? [[name, new Map(units)] as const] : [];
      }),
    ),
  };
}

/** A URL without the password that somebody may have written into it; none is recorded, but files come from anywhere. */
export function withoutLogin(url: string): string {
  return url.replace(/(\/\/[^/@:]*):[^/?#]*@/, '$1@');
}

function objectiveOf({ kind, limitMs, request, statistic, text }: Fields): readonly AskedObjective[] {
  const written = textOf(text);
  if (written === null) return [];
  const limit = kind === 'latency' ? finite(limitMs) : null;
  return [
    {
      text: written,
      limitMs: limit !== null && limit > 0 ? limit : null,
      statistic: limit === null ? null : (statistics.find((one) => one === statistic) ?? null),
      request: nameOf(request),
    },
  ];
}

type Fields = Readonly<Record<string, unknown>>;

function objectsOf(value: unknown): readonly Fields[] {
  return Array.isArray(value) ? value.slice(0, most).filter(isObject) : [];
}
