import { runGenerator, type Target } from './processes.js';
import {
  autocannonCommand,
  autocannonLatencies,
  has,
  type Latencies,
  plimsollAnswer,
  plimsollCommand,
} from './programs.js';
import type { Row } from './table.js';
import { quantileOf, trueResponses } from './truth.js';

const perSecond = 1_000;
const seconds = 15;
const connections = 50;
const freeze = { periodMs: 5_000, lengthMs: 1_000 };
/** What an answer takes that nothing holds up, there and back on loopback: far below what is allowed. */
const serviceMs = 0.1;

const quantiles: Readonly<Record<keyof Latencies, number>> = { p50: 0.5, p99: 0.99, p999: 0.999, max: 1 };

/** Response times against a target that stands still for 1 s in every 5, beside the truth that its own stamps give. */
export async function freezeRows(target: Target, folder: string): Promise<Row[]> {
  await target.ask({ kind: 'begin', delayMs: 0, freeze }, 'count');
  const drive = { url: target.url, seconds, connections, perSecond };
  const ran = await runGenerator(plimsollCommand({ ...drive, warmUpSeconds: 1, folder }), target, []);
  const planned = perSecond * seconds;
  const { stampsMs, spans } = await target.ask({ kind: 'stamps', count: planned }, 'stamps');
  const answer = plimsollAnswer(ran.stdout);
  const truth = latenciesOf(trueResponses(stampsMs, perSecond, spans, serviceMs));
  const peer = has.autocannon ? await autocannonAt(target) : null;
  const common = { ratio: '' };
  if (answer === null)
    return [
      {
        ...common,
        what: 'response times, target freezing 1 s in 5',
        asked: '',
        reached: ran.stderr.trim(),
        peer: '',
        met: false,
      },
    ];
  const counted = Object.values(answer.outcomes).reduce((sum, count) => sum + count, 0);
  const rows = (Object.keys(quantiles) as (keyof Latencies)[]).map((name): Row => {
    const [reached, exact] = [answer.responseTimeMs[name], truth[name]];
    return {
      ...common,
      what: `response time ${name}, target freezing 1 s in 5`,
      asked: `${exact.toFixed(2)} ms within 1 % or 0.2 ms`,
      reached: `${reached.toFixed(2)} ms (${off(reached, exact)})`,
      peer: peer === null ? '' : `${peer[name].toFixed(0)} ms (autocannon, ${off(peer[name], exact)})`,
      met: Math.abs(reached - exact) <= Math.max(0.2, exact * 0.01),
    };
  });
  const accounted: Row = {
    ...common,
    what: 'arrivals accounted for, target freezing 1 s in 5',
    asked: `${planned}`,
    reached: `${counted} counted, ${stampsMs.length} seen by the server`,
    peer: '',
    met: counted === planned && answer.intended.count === planned && answer.outcomes.ok === planned,
  };
  return [...rows, accounted];
}

async function autocannonAt(target: Target): Promise<Latencies | null> {
  await target.ask({ kind: 'begin', delayMs: 0, freeze }, 'count');
  const { stdout } = await runGenerator(
    autocannonCommand({ url: target.url, seconds, connections, perSecond }),
    target,
    [],
  );
  return autocannonLatencies(stdout);
}

function latenciesOf(values: readonly number[]): Latencies {
  const at = (name: keyof Latencies): number => quantileOf(values, quantiles[name]);
  return { p50: at('p50'), p99: at('p99'), p999: at('p999'), max: at('max') };
}

function off(value: number, exact: number): string {
  const differenceMs = value - exact;
  return `${differenceMs >= 0 ? '+' : ''}${differenceMs.toFixed(2)} ms`;
}
