import { plainText } from '../../model/plain-text.js';
import type { SessionSummary } from '../../record/session-row.js';
import type { FoundLine, SessionDigest } from './digest.js';
import { soundAmount, soundFields, soundInterval, soundTexts } from './sound.js';

/** Collects what the results of a session say. */
export type Answers = {
  readonly add: (result: unknown) => void;
  readonly end: (
    state: SessionSummary['state'],
  ) => Pick<SessionDigest, 'lines' | 'heaviestLevel' | 'doubts' | 'caveats'>;
};

/** More than a bench of any size has. */
const mostLines = 200;

/** No answers yet. A session may end several: a run that was started again, each system of a bench. */
export function readAnswers(): Answers {
  const lines = new Map<string, FoundLine>();
  let heaviestLevel: number | null = null;
  let doubts: readonly string[] = [];
  let caveats: readonly string[] = [];
  let hasResult = false;

  const addLine = (label: string, value: unknown): void => {
    const result = soundFields(value);
    const perSecond = soundAmount(result.estimatePerSecond);
    if (perSecond === null || perSecond === 0 || (lines.size >= mostLines && !lines.has(label))) return;
    const { valid, reasons } = validityOf(result);
    const flags = soundTexts(result.flags);
    lines.set(label, {
      label,
      perSecond,
      interval95: soundInterval(result.interval95),
      objectives: soundTexts(result.objectives).toSorted().join(' and '),
      doubt: !valid
        ? (reasons[0] ?? 'it is not valid')
        : flags.includes('metastable')
          ? 'the target collapsed and stayed slow'
          : null,
    });
  };
  const add = (value: unknown, of = ''): void => {
    const result = soundFields(value);
    hasResult = true;
    const { valid, reasons } = validityOf(result);
    if (valid) caveats = reasons;
    switch (result.kind) {
      case 'discovery':
        if (result.axis !== 'work') addLine('load line', result);
        else if (valid) heaviestLevel = soundAmount(result.heaviestLevel);
        break;
      case 'bench':
        if (valid) heaviestLevel = soundAmount(result.heaviestLevel);
        for (const part of Array.isArray(result.configurations) ? result.configurations : []) {
          const { level, result: line } = soundFields(part);
          addLine(`load line at level ${soundAmount(level) ?? '?'}${of}`, line);
        }
        break;
      case 'suite':
        for (const bench of Array.isArray(result.benches) ? result.benches : []) {
          const { target, workload } = soundFields(bench);
          add(bench, ` of ${plainText(String(workload))} on ${plainText(String(target))}`);
        }
        return;
      case 'run':
        break;
      default:
        return;
    }
    // The last answer speaks for the session: a run that was started again is measured anew.
    doubts = valid ? [] : reasons.length > 0 ? reasons : ['The measurement is not valid.'];
  };
  return {
    add: (result) => add(result),
    end(state) {
      const open = state === 'recording' ? 'It is still being recorded.' : 'It was interrupted before its answer.';
      return {
        lines: [...lines.values()],
        heaviestLevel,
        doubts,
        caveats: hasResult ? caveats : [...caveats, open],
      };
    },
  };
}

function validityOf(result: Readonly<Record<string, unknown>>): {
  readonly valid: boolean;
  readonly reasons: readonly string[];
} {
  const validity = soundFields(result.validity);
  const reasons = soundTexts(validity.reasons).map((reason) => plainText(reason, 300));
  return { valid: validity.valid !== false, reasons };
}
