/** Exit codes, the same for every command. */
export const exitCodes = {
  met: 0,
  missed: 1,
  usage: 2,
  unmeasured: 3,
  interrupted: 130,
} as const;

export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];
