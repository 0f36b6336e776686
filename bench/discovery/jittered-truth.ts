/** Lines of the jittered targets that no theory knows, per second, as `find-truth.js` prints them. */
export const jitteredTruth: Readonly<Record<string, number>> = {
  'ln-1': 56.44,
  'ln-2': 697,
  'ln-3': 559.5,
  'ln-4': 1034,
  'hiccup-1': 124,
  'hiccup-2': 434.5,
  'hiccup-3': 558.4,
  'hiccup-4': 843.1,
  'noisy-1': 582.1,
  'noisy-2': 814.8,
  'noisy-3': 513.3,
  'noisy-4': 341.6,
  'pool-1': 469.8,
  'pool-2': 279.4,
  'pool-3': 429.1,
  'pool-4': 590.6,
};
