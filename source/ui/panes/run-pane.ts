import { clockText } from '../../model/clock-text.js';
import { outcomes as allOutcomes } from '../../model/outcome.js';
import { countText, millisecondsText, rateText, shareText } from '../../model/quantity-text.js';
import type { JudgedObjective, RunView } from '../../store/selectors/summary.js';
import type { Canvas, Painter } from '../canvas.js';
import { outcomeWords } from '../state-words.js';
import { fit } from '../text/cells.js';
import { type Line, span } from '../text/line.js';
import { chooseRows, type Row } from '../widgets/choose-rows.js';
import { innerSize, paintFrame } from '../widgets/frame.js';

const labelWidth = 11;

/** The run so far as a whole: its promises first, then what was sent and what came of it. */
export const paintRun: Painter<RunView> = (view, canvas) => {
  const { width, height } = innerSize(canvas);
  if (view.startedAtMs === null) {
    return paintFrame({ title: 'run so far' }, [[span('no load has been started', 'muted')]], canvas);
  }
  const rows: Row[] = [
    ...view.objectives.map(
      (objective): Row => ({ priority: 0, line: objectiveLine(objective, view.badRatio, width, canvas) }),
    ),
    { priority: 1, line: fact('good', `${countText(view.good)} of ${countText(view.sent)} sent`) },
    {
      priority: 2,
      line: fact(
        'failed',
        view.badRatio === null ? '-' : badText(view, width - labelWidth),
        view.bad > 0 ? 'warning' : 'plain',
      ),
    },
    { priority: 3, line: fact('mean', view.meanPerSecond === null ? '-' : rateText(view.meanPerSecond)) },
    { priority: 4, line: fact('peak', view.peakPerSecond === null ? '-' : rateText(view.peakPerSecond)) },
    { priority: 5, line: fact('send lag', `max ${millisecondsText(view.sendLagMaxMs)}`) },
    { priority: 6, line: fact('arrivals', `${view.arrivals ?? '-'}, seed ${view.seed ?? '-'}`) },
    { priority: 7, line: fact('target', fit(view.target ?? '-', width - labelWidth, 'left', canvas.glyphs.ellipsis)) },
  ];
  const note: Line = [span(clockText(view.lengthMs), 'strong')];
  return paintFrame({ title: 'run so far', note }, chooseRows(rows, height), canvas);
};

/** How many ended badly, which share that is, and in which ways, as far as there is room for them. */
function badText({ bad, badRatio, outcomes }: RunView, room: number): string {
  const known = `${countText(bad)}  ${shareText(badRatio ?? 0)}`;
  const ways = badKinds
    .filter((outcome) => outcomes[outcome] > 0)
    .toSorted((a, b) => outcomes[b] - outcomes[a])
    .map((outcome) => `${countText(outcomes[outcome])} ${outcomeWords[outcome]}`);
  const all = ways.map((_, index) => `${known}: ${ways.slice(0, ways.length - index).join(', ')}`);
  return all.find((text) => text.length <= room) ?? known;
}

const badKinds = allOutcomes.filter((outcome) => outcome !== 'ok');

function objectiveLine(objective: JudgedObjective, badRatio: number | null, width: number, { glyphs }: Canvas): Line {
  const { text, kind, value, isMet } = objective;
  const unknown = isMet === null ? 'not known yet' : `${shareText(badRatio ?? 0)} failed`;
  const shown = value === null ? unknown : kind === 'latency' ? millisecondsText(value) : shareText(value);
  const style = isMet === null ? 'muted' : isMet ? 'good' : 'critical';
  const lamp = isMet === null ? `${glyphs.unclear} open  ` : isMet ? `${glyphs.yes} kept  ` : `${glyphs.no} missed`;
  const room = Math.min(18, Math.max(6, width - lamp.length - shown.length - 3));
  return [span(`${lamp}  `, style), span(fit(text, room, 'left', glyphs.ellipsis), 'strong'), span(` ${shown}`, style)];
}

function fact(label: string, value: string, style: 'plain' | 'warning' = 'plain'): Line {
  return [span(fit(label, labelWidth), 'muted'), span(value, style)];
}
