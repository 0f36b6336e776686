import { clockText } from '../../model/clock-text.js';
import type { JobState, JobStatus } from '../../model/job.js';
import { countText, millisecondsText, shareText } from '../../model/quantity-text.js';
import type { JobLevelRow, JobsView } from '../../store/selectors/jobs.js';
import type { Canvas, Painter } from '../canvas.js';
import type { Glyphs } from '../glyphs.js';
import { fit } from '../text/cells.js';
import { type Line, lineWidth, type Span, span, spread } from '../text/line.js';
import { bar } from '../widgets/bar.js';
import { fitParts } from '../widgets/fit-parts.js';
import { innerSize, paintFrame } from '../widgets/frame.js';

const title = 'dataset jobs';

/** Dataset jobs: the level, its jobs with their progress, and what the levels before came to. */
export const paintJobs: Painter<JobsView | null> = (view, canvas) => {
  const { width, height } = innerSize(canvas);
  if (view === null || view.level === null) {
    return paintFrame({ title }, [[span('no job has begun', 'muted')]], canvas);
  }
  const { level } = view;
  const head = spread(
    [span(level.level, 'strong'), span(`  ${countText(level.rows)} rows of ${level.columns} columns`, 'muted')],
    [span(view.isCooling ? 'back to rest' : '', 'accent')],
    width,
  );
  const jobs = view.jobs.flatMap((job) => jobLines(job, width, canvas));
  const levels = view.levels.map((row) => levelLine(row, width));
  const rest = Math.max(0, height - 1 - jobs.length);
  return paintFrame({ title, note: note(view, canvas) }, [head, ...jobs, ...levels.slice(0, rest)], canvas);
};

function note({ isDone, level }: JobsView, { glyphs }: Canvas): Line {
  if (isDone) return [span(`${glyphs.yes} done`, 'good')];
  return level === null ? [] : [span(`${glyphs.play} ${level.number} of ${level.of}`, 'accent')];
}

/** Its state, progress and accuracy; why it failed, or why nothing is heard of it, on a line of its own. */
function jobLines(job: JobStatus, width: number, canvas: Canvas): readonly Line[] {
  const { glyphs } = canvas;
  const lamp = stateSpan(job, glyphs);
  const right: Line = [span(clockText(job.elapsedMs))];
  const told: Line = fitParts(
    [
      { priority: 0, line: [span(job.progress === null ? '' : shareText(job.progress))] },
      { priority: 1, line: job.accuracy === null ? [] : [span('accuracy ', 'muted'), span(shareText(job.accuracy))] },
      { priority: 2, line: job.via === null ? [] : [span('by ', 'muted'), span(job.via, 'muted')] },
    ],
    Math.max(0, width - lamp.text.length - 18),
  );
  const room = width - lamp.text.length - lineWidth(told) - lineWidth(right) - 4;
  const gauge = job.progress === null || room < 4 ? [] : bar(job.progress, Math.min(24, room), glyphs, 'accent');
  const line = spread([lamp, span(' '), ...gauge, span(' '), ...told], right, width);
  if (job.reason === null) return [line];
  const style = job.state === 'running' ? 'warning' : 'critical';
  return [line, [span(`  ${fit(job.reason, Math.max(0, width - 2), 'left', glyphs.ellipsis)}`, style)]];
}

function stateSpan({ number, state, word }: JobStatus, glyphs: Glyphs): Span {
  const text = (glyph: string, own: string): string =>
    fit(`${glyph} job ${number} ${own}`, 20, 'left', glyphs.ellipsis);
  const lamps: { readonly [name in JobState]: Span } = {
    uploading: span(text(glyphs.play, 'uploading'), 'accent'),
    running: span(text(glyphs.play, word ?? 'waiting'), 'accent'),
    done: span(text(glyphs.yes, 'done'), 'good'),
    failed: span(text(glyphs.no, 'failed'), 'critical'),
    timeout: span(text(glyphs.no, 'timeout'), 'critical'),
    stopped: span(text(glyphs.alert, 'stopped'), 'warning'),
  };
  return lamps[state];
}

function levelLine(row: JobLevelRow, width: number): Line {
  const isDone = row.done === row.of;
  const jobs = isDone ? (row.of === 1 ? 'done' : `${row.of} done`) : `${row.done} of ${row.of} done`;
  const parts = [
    { priority: 0, line: [span(jobs, isDone ? 'good' : 'critical')] },
    { priority: 1, line: [span(millisecondsText(row.durationSeconds * 1000, 3))] },
    { priority: 2, line: row.accuracy === null ? [] : [span('accuracy ', 'muted'), span(shareText(row.accuracy))] },
    {
      priority: 3,
      line:
        row.cpuPeakIncrease === null ? [] : [span('CPU ', 'muted'), span(`+${Math.round(row.cpuPeakIncrease)} points`)],
    },
    { priority: 4, line: [span(`${countText(row.rows)} x ${row.columns}`, 'muted')] },
  ];
  const name = fit(row.level, Math.min(12, Math.max(8, row.level.length)));
  return [span(`${name} `, 'muted'), ...fitParts(parts, Math.max(0, width - name.length - 1))];
}
