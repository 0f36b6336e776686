import type { ServerSample } from '../../model/server.js';

/** What one look at a machine gives; whose it is and how far away is added by who asked. */
export type Reading = Omit<ServerSample, 'server' | 'rttMs'>;

/** Looks at a machine once. Readers remember their last look, so CPU is null at the first. Rejects when it cannot look. */
export type Reader = () => Promise<Reading>;
