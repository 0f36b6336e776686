import type { Family } from './metric.js';

/** The name that a family's samples have in Prometheus' own formats: `_total` behind a counter, `_info` behind an info. */
export function sampleName({ name, kind }: Pick<Family, 'name' | 'kind'>): string {
  return kind === 'counter' ? `${name}_total` : kind === 'info' ? `${name}_info` : name;
}
