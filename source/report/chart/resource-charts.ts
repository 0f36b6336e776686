import { area, line } from 'd3-shape';
import { clockText } from '../../model/clock-text.js';
import type { Digest } from '../digest/digest.js';
import type { Series, ServerDigest, Unit } from '../digest/watched-parts.js';
import { linearAxis, timeAxis } from './axes.js';
import { label, svg, type Width } from './frame.js';
import { element, type Markup, numberText } from './markup.js';
import { highestOf, ownSeries, type Resource, scaleText } from './resources.js';
import { fitted } from './text-fit.js';
import { unitText } from './unit-text.js';

type Size = { readonly width: number; readonly height: number };

/** A small chart of one resource of one server. Null where it told nothing of it. */
export function resourcePanel(
  digest: Digest,
  server: ServerDigest,
  resource: Resource,
  highest: number,
  size: Size = { width: 220, height: 64 },
): Markup | null {
  const own = ownSeries(server, resource);
  if (own.length === 0) return null;
  return svg(size, `${resource.title} of ${server.name}`, ...panelParts(digest, own, highest, size, 0, 0));
}

/** One resource of every server, side by side. Null where no server told it. */
export function resourceChart(digest: Digest, resource: Resource, width: Width): Markup | null {
  const told = digest.servers.flatMap((server) => {
    const own = ownSeries(server, resource);
    return own.length === 0 ? [] : [{ own, server }];
  });
  if (told.length === 0) return null;
  const columns = width === 'wide' ? Math.min(4, told.length) : 1;
  const whole = width === 'wide' ? 1040 : 380;
  const [gap, head, height] = [20, 36, told.length > 8 ? 70 : 110];
  const panel = { width: (whole - gap * (columns - 1)) / columns, height };
  const rows = Math.ceil(told.length / columns);
  const highest = highestOf(digest.servers, resource);
  return svg(
    { width: whole, height: rows * (head + height + 14) },
    `${resource.title} of each server over time, all on one scale: ${scaleText(resource, highest)}`,
    ...told.flatMap(({ own, server }, at) => {
      const [left, top] = [(at % columns) * (panel.width + gap), Math.floor(at / columns) * (head + height + 14)];
      return [
        label(left, top + 14, fitted(server.name, panel.width), { class: 'strong' }),
        label(left, top + 30, fitted(seriesWords(server, resource).join(' · '), panel.width), { class: 'small' }),
        ...panelParts(digest, own, highest, panel, left, top + head),
      ];
    }),
  );
}

/** Mean and highest of each line of a small chart. */
export function seriesWords(server: ServerDigest, resource: Resource): readonly string[] {
  return ownSeries(server, resource).map(({ max, mean, name, unit }) => {
    const word = resource.words[(resource.columns as readonly string[]).indexOf(name)] ?? '';
    return `${word}${unitText(mean, unit)}, max ${unitText(max, unit)}`;
  });
}

/** A line of a table's height: how one number went, from its least to its most. */
export function sparkline(digest: Digest, series: Series): Markup {
  const size = { width: 130, height: 22 };
  const x = timeAxis(0, digest.session.durationSeconds * 1000, 0, size.width, 2);
  const span = series.max - series.min;
  const y = (value: number): number => (span === 0 ? 11 : 20 - (18 * (value - series.min)) / span);
  return svg(size, `${series.name} over time`, meanLine(series, x.at, y, 0));
}

function panelParts(
  digest: Digest,
  own: readonly Series[],
  highest: number,
  { height, width }: Size,
  left: number,
  top: number,
): readonly (Markup | null)[] {
  const bottom = top + height - 1;
  const x = timeAxis(0, digest.session.durationSeconds * 1000, left, left + width, 4);
  const y = linearAxis(highest, bottom, top + 2, 2);
  const unit = own[0]?.unit ?? 'number';
  return [
    element('rect', { class: 'f-panel', x: left, y: top, width, height }),
    element('path', { class: 'grid', d: `M${numberText(left)} ${numberText(bottom)}h${numberText(width)}` }),
    ...own.flatMap((series, at) => [band(series, x.at, y.at, at), meanLine(series, x.at, y.at, at)]),
    ...(own.length === 1 ? own.slice(0, 1).map((series) => peak(series, x.at, y.at, unit)) : []),
  ];
}

type Slot = Series['slots'][number];
type At = (value: number) => number;

/** From the least to the most of each slot: without it, a long session would hide its peaks. */
function band({ slotMs, slots }: Series, x: At, y: At, at: number): Markup | null {
  if (slotMs <= 1_000) return null;
  const shape = area<Slot | null>()
    .defined((slot) => slot !== null)
    .x((slot) => x((slot?.[0] ?? 0) + slotMs / 2))
    .y0((slot) => y(slot?.[1] ?? 0))
    .y1((slot) => y(slot?.[3] ?? 0))
    .digits(1);
  return element('path', { class: at === 0 ? 'f-spread' : 'f-band', d: shape(gapped(slots, slotMs)) });
}

function meanLine({ slotMs, slots }: Series, x: At, y: At, at: number): Markup {
  const path = line<Slot | null>()
    .defined((slot) => slot !== null)
    .x((slot) => x((slot?.[0] ?? 0) + slotMs / 2))
    .y((slot) => y(slot?.[2] ?? 0))
    .digits(1);
  return element('path', { class: `thin s-series${at + 1}`, d: path(gapped(slots, slotMs)) });
}

/** With a gap wherever more than one slot is missing: readings come now and then a little late. */
function gapped(slots: readonly Slot[], slotMs: number): readonly (Slot | null)[] {
  return slots.flatMap((slot, at) => {
    const before = slots[at - 1];
    return before !== undefined && slot[0] - before[0] > 2.5 * slotMs ? [null, slot] : [slot];
  });
}

function peak({ slots }: Series, x: At, y: At, unit: Unit): Markup | null {
  const highest = slots.reduce<Slot | null>((most, slot) => (most === null || slot[3] > most[3] ? slot : most), null);
  if (highest === null) return null;
  const words = `highest: ${unitText(highest[3], unit)} at ${clockText(highest[0])}`;
  return element(
    'circle',
    { class: 'f-series1', cx: x(highest[0]), cy: y(highest[3]), r: 2 },
    element('title', {}, words),
  );
}
