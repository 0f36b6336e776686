import { closest } from './nearest.js';
import { quoted } from './quote.js';
import { faulty, good, type Reading } from './reading.js';

const builtIns = ['fibonacci', 'bubble-sort'] as const;

/** A workload that comes with the program. */
export type BuiltInWorkload = (typeof builtIns)[number];

/** What makes the requests: the config as it stands, a built-in workload, or a module of the user's. */
export type WorkloadChoice =
  | { readonly kind: 'http' }
  | { readonly kind: 'built-in'; readonly name: BuiltInWorkload }
  | { readonly kind: 'module'; readonly path: string };

const names = ['http', ...builtIns];

/** Reads the name of a workload, or the path of a module: with a slash in it, or with the ending of a module. */
export function readWorkload(raw: unknown): Reading<WorkloadChoice> {
  const wanted = `expected ${names.join(', ')} or the path of a module such as ./checkout.mjs`;
  if (typeof raw !== 'string' || raw === '' || raw.length > 4096 || raw.includes('\0')) {
    return faulty(`${wanted}, got ${quoted(raw)}`);
  }
  if (raw === 'http') return good({ kind: 'http' });
  const name = builtIns.find((known) => known === raw);
  if (name !== undefined) return good({ kind: 'built-in', name });
  if (raw === 'dataset-job') {
    return faulty(
      'expected a workload that makes requests at a rate, got dataset-job',
      'its jobs are run by plimsoll jobs',
    );
  }
  if (/\.(?:mjs|js|mts|ts)$/.test(raw)) return good({ kind: 'module', path: raw });
  return faulty(`${wanted}, got ${quoted(raw)}`, closest(raw, names));
}
