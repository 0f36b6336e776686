import type { ServerSample } from '../../model/server.js';

/** What one look at a machine gives; whose it is and how far away is added by who asked. */
export type Reading = Omit<ServerSample, 'server' | 'rttMs'>;

/** Looks at a machine once. Readers remember their last look, so CPU is null at the first. Rejects when it cannot look. */
export type Reader = () => Promise<Reading>;

/** The reading without its cores: files of the system tell them all, and only who looks at a server wants them. */
export function withoutCores(reading: Reading): Reading {
  const { counted, detail } = reading;
  return {
    ...reading,
    ...(detail === undefined ? {} : { detail: { ...detail, corePercents: null } }),
    ...(counted === undefined ? {} : { counted: { ...counted, coreTicks: null } }),
  };
}
