import type { AlertPhase } from '../../model/alert.js';
import type { Compiled } from './compile.js';
import type { Rule } from './rule.js';

/** A series of a rule that went from one phase to another. */
export type Transition = {
  readonly row: number;
  readonly from: AlertPhase;
  readonly to: AlertPhase;
  readonly value: number;
  /** When the condition began to hold. */
  readonly activeAtMs: number;
  readonly because: string;
};

/** The states of one rule, one a series. */
export type RuleStates = {
  /** Asks every series once. */
  readonly tick: (nowMs: number, rows: number, tell: (transition: Transition) => void) => void;
};

const inactive = 0;
const pending = 1;
const firing = 2;

/** `clear`: the condition that ends it; null where none was written. Flat arrays: most series are inactive as a rule. */
export function createRuleStates(rule: Rule, condition: Compiled, clear: Compiled | null): RuleStates {
  const { forMs, keepFiringForMs } = rule;
  const { holds, value } = condition;
  let phases = new Uint8Array(0);
  let activeAtMs = new Float64Array(0);
  let lastHeldMs = new Float64Array(0);

  const grow = (rows: number): void => {
    const roomy = Math.max(rows, phases.length * 2);
    const [oldPhases, oldActive, oldHeld] = [phases, activeAtMs, lastHeldMs];
    phases = new Uint8Array(roomy);
    activeAtMs = new Float64Array(roomy);
    lastHeldMs = new Float64Array(roomy);
    phases.set(oldPhases);
    activeAtMs.set(oldActive);
    lastHeldMs.set(oldHeld);
  };

  const advance = (row: number, held: number, nowMs: number, tell: (transition: Transition) => void): void => {
    const change = (from: AlertPhase, to: AlertPhase, because: string): void => {
      tell({ row, from, to, value: value(row), activeAtMs: activeAtMs[row]!, because });
    };
    const fire = (from: AlertPhase): void => {
      phases[row] = firing;
      lastHeldMs[row] = nowMs;
      change(from, 'firing', rule.condition.text);
    };
    switch (phases[row]) {
      case inactive:
        activeAtMs[row] = nowMs;
        if (forMs === 0) {
          fire('inactive');
        } else {
          phases[row] = pending;
          change('inactive', 'pending', rule.condition.text);
        }
        return;
      case pending:
        if (held !== 1) {
          phases[row] = inactive;
          change('pending', 'inactive', Number.isNaN(held) ? 'there is no reading' : 'it no longer holds');
        } else if (nowMs - activeAtMs[row]! >= forMs) {
          fire('pending');
        }
        return;
      default: {
        const goesOn = held === 1 || (clear !== null && clear.holds(row) !== 1);
        if (goesOn) lastHeldMs[row] = nowMs;
        if (goesOn || nowMs - lastHeldMs[row]! < keepFiringForMs) return;
        phases[row] = inactive;
        const why = rule.clear === null ? 'it no longer holds' : rule.clear.text;
        change('firing', 'resolved', Number.isNaN(held) && clear === null ? 'there is no reading' : why);
      }
    }
  };

  return {
    tick(nowMs, rows, tell) {
      if (rows > phases.length) grow(rows);
      for (let row = 0; row < rows; row++) {
        const held = holds(row);
        if (held === 1 || phases[row] !== inactive) advance(row, held, nowMs, tell);
      }
    },
  };
}
