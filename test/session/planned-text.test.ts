import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { DiscoveryOptions } from '../../source/engine/discovery/options.js';
import type { DiscoveryPlan } from '../../source/session/find-line.js';
import { plannedText } from '../../source/session/planned-text.js';
import { plainHost, plainWork } from '../helpers/plain-load.js';

function planOf(options: Partial<DiscoveryOptions>, strategy?: DiscoveryPlan['strategy']): DiscoveryPlan {
  const load = { arrivals: 'paced', seed: 1, inFlightLimit: 9, timeoutMs: 9, limitsMs: [], workers: 1 } as const;
  return {
    target: 'http://127.0.0.1/',
    load: { hosts: [plainHost(80)], work: plainWork(), ...load },
    options: {
      objectives: [{ kind: 'latency', text: 'p99 < 75ms', statistic: 'p99', limitMs: 75 }],
      startPerSecond: 10,
      maxPerSecond: null,
      effort: 'quick',
      budgetSeconds: null,
      ...options,
    },
    ...(strategy === undefined ? {} : { strategy }),
  };
}

test('the time that a search takes is told before it begins: as a rule, and at most', () => {
  assert.match(plannedText(planOf({})) ?? '', /^the search takes about 03:2\d as a rule, at most 05:00 .*\(quick\)$/);
  assert.match(plannedText(planOf({ effort: 'standard' })) ?? '', /about 06:\d\d as a rule, at most 10:00/);
  assert.match(plannedText(planOf({ effort: 'thorough' })) ?? '', /about 18:\d\d as a rule, at most 25:00/);
  assert.match(plannedText(planOf({ budgetSeconds: 60 })) ?? '', /^the search takes at most 01:00 of load and rest/);
});

test('a limit of seconds makes the whole search longer, and the usual ways tell nothing', () => {
  const slow: DiscoveryOptions['objectives'] = [{ kind: 'latency', text: 'p99 < 2s', statistic: 'p99', limitMs: 2000 }];
  assert.match(plannedText(planOf({ objectives: slow })) ?? '', /^the search takes at most 05:00/);
  assert.equal(plannedText(planOf({}, 'ramp')), null);
});
