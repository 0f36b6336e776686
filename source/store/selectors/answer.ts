import type { Severity } from '../../model/events.js';
import { answerSentence, answerSeverity } from '../answer-sentence.js';
import type { SessionView } from '../state.js';

/** What the banner at the end says; `atMs` tells one answer from the next. */
export type AnswerView = {
  readonly title: string;
  readonly sentence: string;
  readonly severity: Severity;
  readonly atMs: number;
};

const titles = {
  discovery: 'the load line',
  bench: 'the load lines',
  suite: 'the load lines',
  run: 'the answer',
  jobs: 'the jobs',
  monitor: 'the watch is over',
} as const;

/** Null before the session has an answer. */
export function selectAnswer(view: SessionView): AnswerView | null {
  if (view.answer === null) return null;
  const { result, atMs } = view.answer;
  return {
    title: result.kind === 'discovery' && result.axis === 'work' ? 'the heaviest work' : titles[result.kind],
    sentence: answerSentence(result),
    severity: answerSeverity(result),
    atMs,
  };
}
