/**
 * Exit codes, the same for every command. Of `verify`: 0 whole, 1 altered, 2 not readable, 3 without a chain to follow. Of
 * `compare`: 1 worse, 3 nothing in common.
 */
export const exitCodes = {
  met: 0,
  missed: 1,
  usage: 2,
  unmeasured: 3,
  interrupted: 130,
} as const;

export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];
