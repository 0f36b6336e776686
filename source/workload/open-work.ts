import type { HttpRequest, WorkSource, WorkSpec } from '../model/work.js';

/** Makes a source of what load is made of. Called in each worker thread, and once where load is checked before it is sent. */
export function openWork({ names, entries }: WorkSpec): WorkSource {
  const requests = entries.map(({ request }): HttpRequest => ({ kind: 'request', ...request, bytes: null }));
  const total = entries.reduce((sum, { weight }) => sum + weight, 0);
  const shares = entries.map(({ weight }) => weight / total);
  return {
    names,
    hasFlows: false,
    next(_serial, chance) {
      let left = chance;
      for (let index = 0; index < shares.length - 1; index++) {
        left -= shares[index]!;
        if (left < 0) return requests[index]!;
      }
      return requests.at(-1)!;
    },
  };
}
