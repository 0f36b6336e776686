import type { Settings } from '../../config/settings.js';

/** Flags of a plan's own command line that every step of it is given too. */
export function stepFlags({ environment, noProject, sessions }: Settings): readonly string[] {
  return [
    ...(sessions === null ? [] : [`--sessions=${sessions}`]),
    ...(environment === null ? [] : [`--env=${environment}`]),
    ...(noProject === true ? ['--no-project'] : []),
  ];
}
