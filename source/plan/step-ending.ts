import { type ExitCode, exitCodes } from '../model/exit-code.js';

/** How a step that was begun may end. `lost`: the program ended in the middle of it, and it must not be done twice. */
export const stepEndings = ['ok', 'missed', 'refused', 'unmeasured', 'interrupted', 'timed-out', 'lost'] as const;

export type StepEnding = (typeof stepEndings)[number];

/** Endings of a step that has done nothing that others could build on. */
export const failedEndings: ReadonlySet<StepEnding> = new Set([
  'refused',
  'unmeasured',
  'interrupted',
  'timed-out',
  'lost',
]);

/** How a step ended by the exit code of its command. */
export function endingOf(code: ExitCode): StepEnding {
  switch (code) {
    case exitCodes.met:
      return 'ok';
    case exitCodes.missed:
      return 'missed';
    case exitCodes.usage:
      return 'refused';
    case exitCodes.unmeasured:
      return 'unmeasured';
    case exitCodes.interrupted:
      return 'interrupted';
  }
}

/** The exit code that says of a whole plan what its steps ended as; the gravest counts. */
export function worstExitCode(endings: readonly StepEnding[]): ExitCode {
  const has = (...some: readonly StepEnding[]): boolean => some.some((ending) => endings.includes(ending));
  if (has('interrupted')) return exitCodes.interrupted;
  if (has('refused')) return exitCodes.usage;
  if (has('unmeasured', 'timed-out', 'lost')) return exitCodes.unmeasured;
  return has('missed') ? exitCodes.missed : exitCodes.met;
}
