import { clockText } from '../../model/clock-text.js';
import { countText } from '../../model/quantity-text.js';
import type { FiringAlert } from '../../store/alert-state.js';
import { alertText } from '../../store/alert-words.js';
import type { AlertsView } from '../../store/selectors/alerts.js';
import type { Look } from '../canvas.js';
import { severitySpan, severityStyle } from '../state-words.js';
import { fit } from '../text/cells.js';
import { type Line, lineWidth, renderLine, span, spread } from '../text/line.js';
import { fitParts } from '../widgets/fit-parts.js';

/** Most alerts that get a row of their own. */
const mostRows = 3;

/** Rows that the strip takes of a screen: none while nothing fires, one on a small screen. */
export function alertRows(view: AlertsView | null, rows: number): number {
  if (view === null || rows < 8) return 0;
  return Math.min(rows >= 40 ? mostRows : 1, Math.max(1, view.firing.length));
}

/** What fires, most urgent first, one a row; the last row says how many more there are. */
export function paintAlertStrip(view: AlertsView, width: number, rows: number, look: Look): readonly string[] {
  const shown = view.firing.slice(0, rows);
  if (shown.length === 0) {
    const text = fit(`nobody was told by ${view.undelivered ?? ''}`, width - 4, 'left', look.glyphs.ellipsis);
    return [
      renderLine([span(' '), severitySpan('warning', look.glyphs), span(` ${text}`, 'warning')], width, look.theme),
    ];
  }
  return shown.map((one, index) => {
    const isLast = index === shown.length - 1;
    const more = isLast ? view.firing.length - shown.length : 0;
    return renderLine(alertLine(one, { ...view, more, isFirst: index === 0 }, width, look), width, look.theme);
  });
}

type Place = AlertsView & { readonly more: number; readonly isFirst: boolean };

function alertLine({ alert, mute, sinceMs }: FiringAlert, place: Place, width: number, look: Look): Line {
  const { glyphs } = look;
  const state = mute === null ? '' : mute.kind === 'inhibited' ? `inhibited by ${mute.by}` : mute.kind;
  const right = fitParts(
    [
      { priority: 3, line: place.isFirst && mute === null ? [span('K acknowledges', 'muted')] : [] },
      { priority: 2, line: state === '' ? [] : [span(state, 'muted')] },
      { priority: 1, line: place.more > 0 ? [span(`${countText(place.more)} more`, 'warning')] : [] },
      { priority: 0, line: [span(clockText(Math.max(0, place.nowMs - sinceMs)), 'strong')] },
    ],
    Math.max(0, Math.floor(width / 2)),
  );
  const room = Math.max(0, width - 6 - lineWidth(right));
  const style = mute === null ? severityStyle[alert.severity] : 'muted';
  const text = span(fit(alertText(alert), room, 'left', glyphs.ellipsis), style === 'plain' ? 'strong' : style);
  return [span(' '), ...spread([severitySpan(alert.severity, glyphs), span(' '), text], right, width - 2), span(' ')];
}
