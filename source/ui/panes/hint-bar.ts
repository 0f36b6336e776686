import { rateText } from '../../model/quantity-text.js';
import type { ReplayStatus } from '../../model/replay.js';
import type { RunState } from '../../model/run.js';
import type { Look } from '../canvas.js';
import { writtenLabel } from '../keys/key-table.js';
import { type Keymap, standardKeymap } from '../keys/keymap.js';
import { nothingToDo } from '../keys/load-use.js';
import type { RatePrompt } from '../keys/rate-prompt.js';
import type { Question, ScreenState } from '../keys/screen-state.js';
import { type Line, lineWidth, renderLine, span } from '../text/line.js';
import { fitParts, type Part } from '../widgets/fit-parts.js';

/** What the hint bar depends on. */
export type HintBarView = {
  readonly screen: ScreenState;
  readonly runState: RunState;
  readonly hasLoad: boolean;
  /** False where a search chooses the rate. */
  readonly hasPlan: boolean;
  /** The rate asked for now, per second; null while none is. */
  readonly ratePerSecond: number | null;
  /** Whether the plan stands still at it. */
  readonly isHeld: boolean;
  /** False for viewers whose keys do not reach the load: those keys are no help to them. */
  readonly isSteerable?: boolean;
  /** What a replay does; null in a live session. */
  readonly replay?: ReplayStatus | null;
  readonly keymap?: Keymap;
};

/** The bottom line: a question, a rate being typed, a notice, or the keys that help now. */
export function paintHintBar(view: HintBarView, width: number, look: Look): string {
  return renderLine([span(' '), ...contentOf(view, Math.max(0, width - 2), look)], width, look.theme);
}

/** Each question in ever fewer words: the first that leaves room for its answers is asked. */
export function wordsOf(question: Question): readonly string[] {
  switch (question.kind) {
    case 'stop':
      return ['Stop the load now?', 'Stop now?', 'Stop?'];
    case 'abort':
      return ['Abort now, without waiting for what is in flight?', 'Abort without waiting?', 'Abort now?', 'Abort?'];
    case 'quit':
      return ['Load is under way. Stop it and quit?', 'Stop the load and quit?', 'Stop and quit?', 'Quit?'];
    case 'rate': {
      const { fromPerSecond, toPerSecond } = question;
      if (fromPerSecond === null || toPerSecond === null) return ['Change the rate now?', 'Change it?'];
      const [from, to] = [rateText(fromPerSecond), rateText(toPerSecond)];
      return [`Change the rate from ${from} to ${to}?`, `From ${from} to ${to}?`, `To ${to}?`, 'Change it?'];
    }
  }
}

function questionLine(words: string): Line {
  return [span(` ${words} `, 'badge'), span('  y', 'strong'), span(' yes  '), span('n', 'strong'), span(' no')];
}

function contentOf(view: HintBarView, width: number, look: Look): Line {
  const { question, prompt, notice } = view.screen;
  if (question !== null) {
    const asked = wordsOf(question).map(questionLine);
    return asked.find((line) => lineWidth(line) <= width) ?? asked.at(-1) ?? [];
  }
  if (prompt !== null) return promptLine(prompt, view.ratePerSecond, width, look);
  if (notice !== null) return [span(`${look.glyphs.alert} ${notice.text}`, 'warning')];
  return fitParts(partsOf(view, look), width);
}

/** What is typed always stands; what is wrong with it, or else what may be typed, where there is room. */
function promptLine(prompt: RatePrompt, ratePerSecond: number | null, width: number, look: Look): Line {
  const typed: Line = [span(' rate ', 'badge'), span(` ${prompt.text}`, 'strong'), span(look.glyphs.cursor, 'accent')];
  const now = ratePerSecond === null ? '' : `now ${rateText(ratePerSecond)}`;
  const key = (label: string, word: string): Line => [span(label, 'strong'), span(` ${word}`, 'muted')];
  if (prompt.fault !== null) {
    const fault: Line = [span(`${look.glyphs.alert} ${prompt.fault}`, 'warning')];
    return fitParts(
      [
        { priority: 0, line: typed },
        { priority: 1, line: fault },
      ],
      width,
    );
  }
  return fitParts(
    [
      { priority: 0, line: typed },
      { priority: 3, line: now === '' ? [] : [span(now, 'muted')] },
      { priority: 1, line: key('enter', 'apply') },
      { priority: 2, line: key('esc', 'leave') },
      { priority: 4, line: [span('900  1200/min  +10%  -50', 'muted')] },
    ],
    width,
  );
}

/** Last to go: help and quit, then stop and freeze, then the other load keys; the rest goes first. */
function partsOf(view: HintBarView, { glyphs }: Look): readonly Part[] {
  const key = (label: string, word: string): Line => [span(label, 'accent'), span(` ${word}`, 'muted')];
  const hasLoadKeys = view.hasLoad && view.isSteerable !== false;
  const parts: Part[] = [];
  for (const binding of (view.keymap ?? standardKeymap).bindings) {
    const { action, label, hint, group } = binding;
    if (hint === null) continue;
    if (binding.group === 'load' && (!hasLoadKeys || nothingToDo(binding.action, view) !== null)) continue;
    const priority =
      action === 'help' || action === 'quit'
        ? 0
        : action === 'freeze' || action === 'stop'
          ? 1
          : group === 'load'
            ? 2
            : (minor[action] ?? 6);
    parts.push({ priority, line: key(writtenLabel(label, glyphs), wordFor(action, hint, view)) });
    if (action === 'stop' && nothingToDo('set-rate', view) === null)
      parts.push({ priority: 3, line: key('+ - =', 'rate') });
    if (action === 'freeze' && view.replay) parts.push({ priority: 3, line: key('{ }', 'speed') });
    if (action === 'previous-alert') {
      parts.push({ priority: 5, line: key('1-0', 'zoom') }, { priority: 6, line: key('tab', 'pane') });
    }
  }
  return parts;
}

const minor: { readonly [action: string]: number } = { palette: 3, earlier: 4, 'previous-alert': 7 };

function wordFor(action: string, hint: string, view: HintBarView): string {
  if (action === 'hold' && view.isHeld) return 'go on';
  if (action === 'pause' && view.runState === 'paused') return 'resume';
  if (action === 'freeze' && view.replay) {
    return view.replay.state === 'playing' || view.replay.state === 'following' ? 'pause' : 'play';
  }
  if (action === 'freeze' && view.screen.frozen) return 'go live';
  return hint;
}
