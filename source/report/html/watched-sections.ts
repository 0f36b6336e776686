import { clockText } from '../../model/clock-text.js';
import { bytesText, countText } from '../../model/quantity-text.js';
import { element, type Markup } from '../chart/markup.js';
import { resourcePanel, seriesWords, sparkline } from '../chart/resource-charts.js';
import { highestOf, resources, scaleText } from '../chart/resources.js';
import { unitText } from '../chart/unit-text.js';
import type { Digest, EventLine } from '../digest/digest.js';
import type { ServerDigest } from '../digest/watched-parts.js';
import { section, table } from './parts.js';
import { badge } from './words.js';

/** A row of small charts for each server: all of one resource have one scale. */
export function serversSection(digest: Digest): Markup | null {
  const { servers } = digest;
  if (servers.length === 0) return null;
  const highest = new Map(resources.map((resource) => [resource.name, highestOf(servers, resource)]));
  return section(
    'servers',
    servers.length === 1 ? 'The server' : `The ${servers.length} servers`,
    element(
      'p',
      { class: 'note' },
      'Lines are means; where a stretch of time has several readings, the band is from the least to the most. All charts of a column have one scale.',
    ),
    ...servers.map((server) =>
      element(
        'article',
        { class: 'server' },
        element('h3', {}, server.name, element('small', {}, serverWords(server)), stateBadge(server)),
        element(
          'div',
          { class: 'panels' },
          ...resources.map((resource) => {
            const panel = resourcePanel(digest, server, resource, highest.get(resource.name) ?? 1);
            if (panel === null) return null;
            return element(
              'div',
              { class: 'panel' },
              element(
                'div',
                { class: 'name' },
                resource.title,
                element('span', {}, scaleText(resource, highest.get(resource.name) ?? 0)),
              ),
              element(
                'div',
                { class: 'sums' },
                ...seriesWords(server, resource).map((words, at) => element('div', { class: `key${at + 1}` }, words)),
              ),
              panel,
            );
          }),
        ),
        server.series.length === 0 ? element('p', { class: 'note' }, 'It told nothing.') : null,
      ),
    ),
  );
}

function serverWords({ cores, group, memoryTotalBytes, platform, samples }: ServerDigest): string {
  return [
    group,
    platform,
    cores === null ? null : `${countText(cores)} cores`,
    memoryTotalBytes === null ? null : `${bytesText(memoryTotalBytes)} memory`,
    `${countText(samples)} readings`,
  ]
    .filter((part) => part !== null)
    .join(' · ');
}

function stateBadge({ reason, state }: ServerDigest): Markup | null {
  if (state === 'live') return null;
  const tone = state === 'down' || state === 'refused' ? 'critical' : 'warning';
  return badge(reason === null ? state : `${state}: ${reason}`, tone);
}

/** Rows of the table of metrics: the JSON has all of them. */
const mostMetrics = 400;

/** Metric streams: how they kept up, and what they told. */
export function streamsSection(digest: Digest): Markup | null {
  const { streams } = digest;
  if (streams.length === 0) return null;
  return section(
    'streams',
    streams.length === 1 ? 'The metric stream' : `The ${streams.length} metric streams`,
    table(
      ['stream', 'state', 'circuit', 'messages', 'unreadable', 'reconnects', 'opened', 'dropped', 'expired'],
      streams.map(({ circuit, messages, name, opened, queue, reconnects, state, unreadable }) => [
        name,
        state,
        circuit,
        ...[messages, unreadable, reconnects, opened, queue.dropped, queue.expired].map(countText),
      ]),
    ),
    table(
      ['stream', 'metric', 'over time', 'least', 'mean', 'most', 'last'],
      streams
        .flatMap(({ name, series }) => series.map((one) => ({ name, one })))
        .slice(0, mostMetrics)
        .map(({ name, one }) => [
          name,
          one.name,
          sparkline(digest, one),
          ...[one.min, one.mean, one.max, one.last].map((value) => unitText(value, one.unit)),
        ]),
    ),
  );
}

/** What happened, and when: alerts and marks in the open, everything below. */
export function eventsSection({ events }: Digest): Markup | null {
  if (events.length === 0) return null;
  const moments = events.filter(({ isMark, severity }) => isMark || severity === 'warning' || severity === 'critical');
  const shown = moments.slice(-50);
  return section(
    'events',
    'What happened',
    shown.length === 0 ? element('p', {}, 'No alert and no mark.') : eventTable(shown),
    moments.length > shown.length
      ? element('p', { class: 'note' }, `The last ${shown.length} of ${countText(moments.length)} alerts and marks.`)
      : null,
    element(
      'details',
      {},
      element('summary', {}, `The whole log, ${countText(events.length)} lines`),
      eventTable(events),
    ),
  );
}

function eventTable(lines: readonly EventLine[]): Markup | null {
  return table(
    ['at', 'kind', 'topic', 'what'],
    lines.map(({ atMs, isMark, severity, text, times, topic }) => [
      clockText(atMs),
      badge(isMark ? 'mark' : severity, isMark ? 'plain' : severity),
      topic,
      element('span', { class: 'wrap' }, times > 1 ? `${text} (${countText(times)} times)` : text),
    ]),
  );
}
