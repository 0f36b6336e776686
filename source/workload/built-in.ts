import type { BuiltInWorkload } from '../config/workload-choice.js';
import { defineWorkload, type Workload } from './define-workload.js';

/** The workloads that come with the program. Each level is about 1.6 or 4 times as much work as the one before. */
export const builtInWorkloads: { readonly [name in BuiltInWorkload]: Workload } = {
  /** The Fibonacci number by naive recursion, some 1.6^level calls. */
  fibonacci: defineWorkload({
    name: 'fibonacci',
    smallestLevel: 2,
    largestLevel: 50,
    levelReason: 'below it nothing is added up, and beyond it one request takes minutes',
    request: (level) => ({ path: `/fibonacci/${level}` }),
  }),
  /** A reversed array of 2^level elements sorted by swapping neighbours, some 4^level / 2 comparisons. */
  'bubble-sort': defineWorkload({
    name: 'bubble-sort',
    smallestLevel: 1,
    largestLevel: 18,
    levelReason: 'below it there is nothing to swap, and beyond it one request takes minutes',
    request: (level) => ({ path: `/bubble-sort?n=${2 ** level}` }),
  }),
};
