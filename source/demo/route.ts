import { type Answer, problem } from './answer.js';
import { bubbleSortAnswer, fibonacciAnswer } from './cpu-work.js';

/** What a request asks for. */
export type Route =
  /** Answered at once, out of turn: it tells whether the worker lives, not how long its queue is. */
  | { readonly kind: 'health' }
  /** Work without a body. */
  | { readonly kind: 'work'; readonly run: () => Answer }
  | { readonly kind: 'upload' }
  /** About a dataset or job of the worker that its id names. */
  | { readonly kind: 'train'; readonly id: string }
  | { readonly kind: 'job'; readonly id: string }
  | { readonly kind: 'refused'; readonly answer: Answer };

/** Reads method and target of a request, such as `GET /bubble-sort?n=100`. */
export function routeOf(method: string, target: string): Route {
  const mark = target.indexOf('?');
  const path = mark < 0 ? target : target.slice(0, mark);
  const [, first = '', second, third, ...rest] = path.split('/');
  if (rest.length > 0) return notFound;
  if (first === 'fibonacci' && second !== undefined && third === undefined) {
    return whenMethod(method, 'GET', { kind: 'work', run: () => fibonacciAnswer(second) });
  }
  if (first === 'bubble-sort' && second === undefined) {
    const size = new URLSearchParams(mark < 0 ? '' : target.slice(mark)).get('n');
    return whenMethod(method, 'GET', { kind: 'work', run: () => bubbleSortAnswer(size) });
  }
  if (first === 'healthz' && second === undefined) return whenMethod(method, 'GET', { kind: 'health' });
  if (first === 'datasets' && second === undefined) return whenMethod(method, 'POST', { kind: 'upload' });
  if (first === 'datasets' && second !== undefined && third === 'train') {
    return whenMethod(method, 'POST', { kind: 'train', id: second });
  }
  if (first === 'jobs' && second !== undefined && third === undefined) {
    return whenMethod(method, 'GET', { kind: 'job', id: second });
  }
  if (first === 'metrics' && second === undefined) {
    return { kind: 'refused', answer: problem(426, 'Expected a WebSocket handshake: /metrics is a stream.') };
  }
  return notFound;
}

const notFound: Route = {
  kind: 'refused',
  answer: problem(
    404,
    'Expected GET /fibonacci/N, GET /bubble-sort?n=SIZE, GET /healthz, POST /datasets, POST /datasets/ID/train, GET /jobs/ID or WebSocket /metrics.',
  ),
};

function whenMethod(method: string, wanted: 'GET' | 'POST', route: Route): Route {
  if (method === wanted) return route;
  const answer = { ...problem(405, `Expected ${wanted} here, got ${method}.`), allow: wanted };
  return { kind: 'refused', answer };
}
