import type { ServerSample } from '../model/server.js';
import { serverSteps } from '../model/server-steps.js';

/** One number of a reading: the column that keeps it, in steps, the name that the view gives it, and where it stands. */
export type ServerColumn = {
  readonly name: string;
  readonly column: string;
  readonly shown: string;
  readonly steps: number;
  /** Null where the reading does not tell it. */
  readonly of: (sample: ServerSample) => number | null;
};

/** The columns of a reading's numbers. */
export const serverColumns: readonly ServerColumn[] = [
  ...namesOf(serverSteps.sample).map((name) => columnOf(name, serverSteps.sample[name], (sample) => sample[name])),
  ...namesOf(serverSteps.detail).map((name) =>
    columnOf(name, serverSteps.detail[name], ({ detail }) => detail?.[name] ?? null),
  ),
  ...namesOf(serverSteps.pressure).map((name) =>
    columnOf(
      `pressure${name[0]?.toUpperCase()}${name.slice(1)}`,
      serverSteps.pressure[name],
      ({ detail }) => detail?.pressure[name] ?? null,
    ),
  ),
];

function namesOf<Name extends string>(steps: { readonly [Key in Name]: number }): readonly Name[] {
  return Object.keys(steps) as Name[];
}

/** `cpuPercent` in thousandths is `cpu_percent_x1000`. */
function columnOf(name: string, steps: number, of: ServerColumn['of']): ServerColumn {
  const shown = snakeCase(name);
  return { name, column: steps === 1 ? shown : `${shown}_x${steps}`, shown, steps, of };
}

/** `cpuPercent` as SQL has it: `cpu_percent`. */
export function snakeCase(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

/** A number in whole steps; null where that is no integer that can be told apart. */
export function stepsIn(value: number | null, steps: number): number | null {
  if (value === null) return null;
  const count = Math.round(value * steps);
  return Number.isSafeInteger(count) ? count : null;
}
