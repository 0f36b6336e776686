import type { ServerColumn } from '../digest/server-collector.js';
import type { Series, ServerDigest, Unit } from '../digest/watched-parts.js';
import { linearAxis } from './axes.js';
import { unitText } from './unit-text.js';

/** What a report draws of servers: one small chart each, with one or two numbers in it, and words for the two. */
export const resources = [
  { name: 'cpu', title: 'CPU', columns: ['cpuPercent'], words: [''], top: 100 },
  { name: 'memory', title: 'Memory', columns: ['memoryUsedBytes'], words: [''], top: null },
  {
    name: 'network',
    title: 'Network',
    columns: ['networkInBytesPerSecond', 'networkOutBytesPerSecond'],
    words: ['in ', 'out '],
    top: null,
  },
  {
    name: 'disk',
    title: 'Disk',
    columns: ['diskReadBytesPerSecond', 'diskWriteBytesPerSecond'],
    words: ['read ', 'write '],
    top: null,
  },
  { name: 'ping', title: 'Ping', columns: ['rttMs'], words: [''], top: null },
] as const satisfies readonly {
  readonly name: string;
  readonly title: string;
  readonly columns: readonly ServerColumn[];
  readonly words: readonly string[];
  readonly top: number | null;
}[];

export type Resource = (typeof resources)[number];

/** The highest value of a resource on any server: all its charts have one scale, so that they can be compared. */
export function highestOf(servers: readonly ServerDigest[], { columns, top }: Resource): number {
  const highest = servers
    .flatMap(({ series }) => series)
    .reduce((most, { max, name }) => (columns.some((column) => column === name) ? Math.max(most, max) : most), 0);
  return top ?? highest;
}

/** What one server told of a resource, in the order of its columns. */
export function ownSeries({ series }: ServerDigest, { columns }: Resource): readonly Series[] {
  return columns.flatMap((column) => series.filter(({ name }) => name === column));
}

/** The top of the scale that all charts of a resource have. */
export function scaleText(resource: Resource, highest: number): string {
  const unit: Unit = resource.columns[0].endsWith('PerSecond')
    ? 'bytes-per-second'
    : resource.name === 'memory'
      ? 'bytes'
      : resource.name === 'cpu'
        ? 'percent'
        : 'ms';
  return highest === 0 ? '' : `0 to ${unitText(linearAxis(highest, 0, 1, 2).high, unit)}`;
}
