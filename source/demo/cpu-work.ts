import { type Answer, problem } from './answer.js';

/** Bounds of the built-in work: at the highest each takes about a second, so no request can hang a worker. */
export const maxFibonacci = 40;
export const maxBubbleSort = 20_000;

/** `GET /fibonacci/:n`: the number by naive recursion, whose cost grows by 1.6 with each n. */
export function fibonacciAnswer(text: string): Answer {
  const n = parseCount(text, 0, maxFibonacci);
  if (n === null) return problem(400, `Expected /fibonacci/N with a whole N from 0 to ${maxFibonacci}.`);
  return { status: 200, body: { n, value: fibonacci(n) } };
}

function fibonacci(n: number): number {
  return n < 2 ? n : fibonacci(n - 1) + fibonacci(n - 2);
}

/** `GET /bubble-sort?n=SIZE`: a reversed array, the worst case, sorted by swapping neighbours. */
export function bubbleSortAnswer(text: string | null): Answer {
  const n = parseCount(text ?? '', 1, maxBubbleSort);
  if (n === null) return problem(400, `Expected /bubble-sort?n=SIZE with a whole SIZE from 1 to ${maxBubbleSort}.`);
  const numbers = Int32Array.from({ length: n }, (_, index) => n - index);
  const swaps = bubbleSort(numbers);
  return { status: 200, body: { n, swaps, first: numbers[0], last: numbers[n - 1] } };
}

function bubbleSort(numbers: Int32Array): number {
  let swaps = 0;
  for (let end = numbers.length - 1; end > 0; end--) {
    for (let at = 0; at < end; at++) {
      const left = numbers[at]!;
      const right = numbers[at + 1]!;
      if (left <= right) continue;
      numbers[at] = right;
      numbers[at + 1] = left;
      swaps += 1;
    }
  }
  return swaps;
}

/** A whole number written in digits only, within bounds; else null. */
function parseCount(text: string, min: number, max: number): number | null {
  if (!/^\d{1,6}$/.test(text)) return null;
  const value = Number(text);
  return value >= min && value <= max ? value : null;
}
