import type { TimeView } from '../../store/selectors/history.js';
import type { Painter } from '../canvas.js';
import { type Line, span } from '../text/line.js';
import { innerSize, paintFrame } from '../widgets/frame.js';
import { heatChart } from '../widgets/heat-chart.js';
import { heatNote } from './cursor-note.js';

/** Response times as a heatmap: what percentiles hide, two modes or a wall of timeouts, is seen. */
export const paintHeatmap: Painter<TimeView> = (view, canvas) => {
  const { width, height } = innerSize(canvas);
  const { heat } = canvas.glyphs;
  const legend: Line =
    width >= 50
      ? [
          span('few ', 'muted'),
          span(heat[0], 'heat1'),
          span(heat[1], 'heat2'),
          span(heat[2], 'heat3'),
          span(heat[3], 'heat4'),
          span(heat[4], 'heat5'),
          span(' many', 'muted'),
        ]
      : [];
  const note = view.cursor === null ? legend : heatNote(view, Math.max(0, width - 26));
  const chart = heatChart(view, width, height, canvas.glyphs);
  const isEmpty = view.slots.every((slot) => slot === null || slot.spread.length === 0);
  return paintFrame(
    { title: 'latency heatmap, ms', note },
    isEmpty || chart.length === 0 ? [[span('no request has ended yet', 'muted')]] : chart,
    canvas,
  );
};
