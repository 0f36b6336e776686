import type { RunState } from '../../model/run.js';
import type { Look } from '../canvas.js';
import { bindings } from '../keys/keymap.js';
import type { ScreenState } from '../keys/press.js';
import { type Line, lineWidth, renderLine, span } from '../text/line.js';
import { fitParts, type Part } from '../widgets/fit-parts.js';

/** What the hint bar depends on. */
export type HintBarView = {
  readonly screen: ScreenState;
  readonly runState: RunState;
  readonly hasLoad: boolean;
};

/** The bottom line: a question, a notice, or the keys that help now. */
export function paintHintBar(view: HintBarView, width: number, look: Look): string {
  return renderLine([span(' '), ...contentOf(view, Math.max(0, width - 2), look)], width, look.theme);
}

/** Each question in ever fewer words: the first that leaves room for its answers is asked. */
const questions: { readonly [question in NonNullable<ScreenState['question']>]: readonly string[] } = {
  stop: ['Stop the load now?', 'Stop now?', 'Stop?'],
  quit: ['Load is under way. Stop it and quit?', 'Stop the load and quit?', 'Stop and quit?', 'Quit?'],
};

function questionLine(words: string): Line {
  return [span(` ${words} `, 'badge'), span('  y', 'strong'), span(' yes  '), span('n', 'strong'), span(' no')];
}

function contentOf(view: HintBarView, width: number, look: Look): Line {
  const { question, notice } = view.screen;
  if (question !== null) {
    const asked = questions[question].map(questionLine);
    return asked.find((line) => lineWidth(line) <= width) ?? asked.at(-1) ?? [];
  }
  if (notice !== null) return [span(`${look.glyphs.alert} ${notice.text}`, 'warning')];
  return fitParts(partsOf(view), width);
}

/** Last to go: help and quit, then freeze, then the load keys; zoom and tab go first. */
function partsOf(view: HintBarView): readonly Part[] {
  const key = (label: string, word: string): Line => [span(label, 'accent'), span(` ${word}`, 'muted')];
  const parts: Part[] = [];
  for (const { action, label, hint, group } of bindings) {
    if (hint === null || (group === 'load' && !view.hasLoad)) continue;
    const priority = action === 'help' || action === 'quit' ? 0 : group === 'load' ? 2 : 1;
    parts.push({ priority, line: key(label, wordFor(action, hint, view)) });
    if (action === 'stop') parts.push({ priority: 3, line: key('+ -', 'rate 5 %') });
    if (action === 'freeze') {
      parts.push({ priority: 4, line: key('1-6', 'zoom') }, { priority: 5, line: key('tab', 'next pane') });
    }
  }
  return parts;
}

function wordFor(action: string, hint: string, view: HintBarView): string {
  if (action === 'pause' && view.runState === 'paused') return 'resume';
  if (action === 'freeze' && view.screen.frozen) return 'go live';
  return hint;
}
