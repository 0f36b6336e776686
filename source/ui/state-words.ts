import type { Verdict } from '../model/discovery.js';
import type { Severity } from '../model/events.js';
import type { Outcome } from '../model/outcome.js';
import type { RunState } from '../model/run.js';
import type { CircuitState } from '../model/stream.js';
import type { Glyphs } from './glyphs.js';
import { type Span, span } from './text/line.js';
import type { StyleName } from './theme.js';

/** A run's state as glyph, word and colour. */
export function runStateSpan(state: RunState, glyphs: Glyphs): Span {
  switch (state) {
    case 'idle':
      return span(`${glyphs.open} idle`, 'muted');
    case 'warming':
      return span(`${glyphs.play} warming`, 'accent');
    case 'running':
      return span(`${glyphs.play} running`, 'good');
    case 'paused':
      return span(`${glyphs.pause} paused`, 'warning');
    case 'cooling':
      return span(`${glyphs.down} cooling`, 'accent');
    case 'finished':
      return span(`${glyphs.yes} finished`, 'good');
    case 'aborted':
      return span(`${glyphs.no} aborted`, 'critical');
  }
}

/** A verdict as glyph, word and colour. */
export function verdictSpan(verdict: Verdict, glyphs: Glyphs): Span {
  switch (verdict) {
    case 'meets':
      return span(`${glyphs.yes} meets`, 'good');
    case 'misses':
      return span(`${glyphs.no} misses`, 'critical');
    case 'unclear':
      return span(`${glyphs.unclear} unclear`, 'warning');
    case 'tripped':
      return span(`${glyphs.alert} tripped`, 'critical');
  }
}

/** A circuit's lamp, word and colour. */
export function circuitSpan(circuit: CircuitState['kind'], glyphs: Glyphs): Span {
  switch (circuit) {
    case 'closed':
      return span(`${glyphs.closed} closed`, 'good');
    case 'half-open':
      return span(`${glyphs.halfOpen} half-open`, 'warning');
    case 'open':
      return span(`${glyphs.open} OPEN`, 'critical');
  }
}

/** A severity's glyph and colour; the words stand beside it. */
export function severitySpan(severity: Severity, glyphs: Glyphs): Span {
  switch (severity) {
    case 'info':
      return span(glyphs.dot, 'muted');
    case 'good':
      return span(glyphs.yes, 'good');
    case 'warning':
      return span(glyphs.alert, 'warning');
    case 'critical':
      return span(glyphs.no, 'critical');
  }
}

/** The style of a severity. */
export const severityStyle: { readonly [severity in Severity]: StyleName } = {
  info: 'accent',
  good: 'good',
  warning: 'warning',
  critical: 'critical',
};

/** Outcomes in words. */
export const outcomeWords: { readonly [outcome in Outcome]: string } = {
  ok: 'ok',
  badStatus: 'bad status',
  timeout: 'timeout',
  connectionFailed: 'no connection',
  unsent: 'unsent',
  unfinished: 'unfinished',
};
