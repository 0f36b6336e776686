import { plainText } from '../../model/plain-text.js';
import type { SessionSummary } from '../../record/session-row.js';
import { amountOf, fieldsOf, textsOf } from '../recorded-value.js';
import type { FoundLine, SessionDigest } from './digest.js';

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
    const result = fieldsOf(value);
    const perSecond = amountOf(result.estimatePerSecond);
    if (perSecond === null || perSecond === 0 || (lines.size >= mostLines && !lines.has(label))) return;
    const { valid, reasons } = validityOf(result);
    const flags = textsOf(result.flags);
    lines.set(label, {
      label,
      perSecond,
      interval95: intervalOf(result.interval95),
      objectives: textsOf(result.objectives).toSorted().join(' and '),
      doubt: !valid
        ? (reasons[0] ?? 'it is not valid')
        : flags.includes('metastable')
          ? 'the target collapsed and stayed slow'
          : null,
    });
  };
  const add = (value: unknown, of = ''): void => {
    const result = fieldsOf(value);
    hasResult = true;
    const { valid, reasons } = validityOf(result);
    if (valid) caveats = reasons;
    switch (result.kind) {
      case 'discovery':
        if (result.axis !== 'work') addLine('load line', result);
        else if (valid) heaviestLevel = amountOf(result.heaviestLevel);
        break;
      case 'bench':
        if (valid) heaviestLevel = amountOf(result.heaviestLevel);
        for (const part of Array.isArray(result.configurations) ? result.configurations : []) {
          const { level, result: line } = fieldsOf(part);
          addLine(`load line at level ${amountOf(level) ?? '?'}${of}`, line);
        }
        break;
      case 'suite':
        for (const bench of Array.isArray(result.benches) ? result.benches : []) {
          const { target, workload } = fieldsOf(bench);
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
  const validity = fieldsOf(result.validity);
  const reasons = textsOf(validity.reasons).map((reason) => plainText(reason, 300));
  return { valid: validity.valid !== false, reasons };
}

/** Two finite numbers in order, both above 0; null where they are none. */
function intervalOf(value: unknown): readonly [number, number] | null {
  if (!Array.isArray(value)) return null;
  const [low, high] = [amountOf(value[0]), amountOf(value[1])];
  return low !== null && high !== null && low > 0 && low <= high ? [low, high] : null;
}
