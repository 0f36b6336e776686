import { createHash } from 'node:crypto';
import { clockText } from '../../model/clock-text.js';
import { bytesText } from '../../model/quantity-text.js';
import { type Child, element, type Markup, markupText } from '../chart/markup.js';
import type { Digest } from '../digest/digest.js';
import { recipeFile, recipeOf } from '../reproduce.js';
import { answerBlock, bottleneckSection, foundSection, validitySection } from './answer-sections.js';
import { importedSection } from './imported-section.js';
import { loadSection, ratesSection } from './load-sections.js';
import { section } from './parts.js';
import { pageStyle } from './style.js';
import { eventsSection, serversSection, streamsSection } from './watched-sections.js';
import { facts, list } from './words.js';

/** A session as one HTML page that needs nothing but itself: no script, no font, no picture from elsewhere. */
export function reportPage(digest: Digest): string {
  const { session } = digest;
  const title = titleOf(digest);
  return pageText(title, [
    element(
      'header',
      {},
      element(
        'div',
        { class: 'brand' },
        plimsollMark(),
        element('span', {}, `plimsoll · ${session.kind} ${session.id}`),
      ),
      element('h1', {}, title),
      element('p', { class: 'sub' }, whenText(digest)),
    ),
    element(
      'main',
      {},
      ...answerBlock(digest),
      importedSection(digest),
      askedSection(digest),
      foundSection(digest),
      bottleneckSection(digest),
      loadSection(digest),
      ratesSection(digest),
      serversSection(digest),
      streamsSection(digest),
      eventsSection(digest),
      validitySection(digest),
      recipeSection(digest),
      configSection(digest),
    ),
    footer(digest),
  ]);
}

/** A whole page out of its title and its body. Nothing in it may be loaded or run: the policy says so to the browser too. */
export function pageText(title: string, body: readonly Child[]): string {
  const policy = [
    "default-src 'none'",
    `style-src 'sha256-${createHash('sha256').update(pageStyle).digest('base64')}'`,
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
  const head = element(
    'head',
    {},
    element('meta', { charset: 'utf-8' }),
    element('meta', { 'http-equiv': 'Content-Security-Policy', content: policy }),
    element('meta', { name: 'viewport', content: 'width=device-width, initial-scale=1' }),
    element('meta', { name: 'referrer', content: 'no-referrer' }),
    element('title', {}, title),
  );
  // The style is the one text that is not escaped: it is code of this program, and its hash stands in the policy.
  const parts = [
    markupText(head).replace(/<\/head>$/, `<style>${pageStyle}</style></head>`),
    '<body>',
    ...body.map(markupText),
    '</body>',
  ];
  return `<!DOCTYPE html>\n<html lang="en">${parts.join('\n')}</html>\n`;
}

function titleOf({ answer, imported, session }: Digest): string {
  const of = session.target === null ? '' : ` of ${session.target}`;
  switch (session.kind) {
    case 'run':
      return `Load${of}`;
    case 'discovery':
      return answer?.kind === 'discovery' && answer.axis === 'work' ? `Heaviest work${of}` : `Load line${of}`;
    case 'demo':
      return `Load line of the built-in target`;
    case 'bench':
      return `Bench${of}`;
    case 'jobs':
      return `Dataset jobs${of}`;
    case 'monitor':
      return 'Servers and streams watched';
    case 'imported':
      return `Results of ${imported?.tool ?? 'another program'}${of}`;
  }
}

function whenText({ session }: Digest): string {
  const { durationSeconds, endReason, startedAt, state } = session;
  const started = startedAt.replace('T', ' ').replace(/\.\d+Z$|Z$/, ' UTC');
  const end = state === 'complete' ? `ended: ${endReason ?? 'complete'}` : state;
  return `${started} · ${clockText(durationSeconds * 1000)} long · ${end}`;
}

function askedSection({ asked, imported, session }: Digest): Markup | null {
  // Nobody knows what was asked of another program.
  if (imported !== null) return null;
  const { arrivals, objectives, seed, servers, streams } = asked;
  return section(
    'asked',
    'What was asked',
    facts([
      ...(session.target === null ? [] : [['Target', session.target] as const]),
      ...(objectives.length === 0 ? [] : [['Objectives', list(objectives.map(({ text }) => text))] as const]),
      ...(session.kind === 'monitor' || arrivals === null
        ? []
        : [
            [
              'Arrivals',
              `${arrivals === 'poisson' ? 'poisson, as users come' : 'paced, evenly'}${seed === null ? '' : `; seed ${seed}`}`,
            ] as const,
          ]),
      ...(servers.length === 0
        ? []
        : [['Servers', namesText(servers.map(({ address, name }) => `${name} (${address})`))] as const]),
      ...(streams.length === 0
        ? []
        : [['Metric streams', namesText(streams.map(({ name, url }) => `${name} (${url})`))] as const]),
    ]),
  );
}

const mostNames = 12;

function namesText(names: readonly string[]): string {
  if (names.length <= mostNames) return names.join(', ');
  return `${names.slice(0, mostNames).join(', ')} and ${names.length - mostNames} more`;
}

function recipeSection(digest: Digest): Markup | null {
  // Another program did it.
  if (digest.imported !== null) return null;
  const { command, config, notes } = recipeOf(digest);
  return section(
    'again',
    'How to do it again',
    element('pre', {}, command),
    config === null ? null : element('p', {}, `with ${recipeFile}:`),
    config === null ? null : element('pre', {}, config),
    list(notes),
  );
}

/** The config as it was recorded, and the machine that measured. */
function configSection({ config, generator }: Digest): Markup | null {
  return section(
    'config',
    'Configuration',
    generator === null
      ? null
      : facts([
          ['Measured from', `${generator.system} ${generator.release}, ${generator.architecture}`],
          [
            'Machine',
            `${generator.cores} cores${generator.cpuModel === null ? '' : ` of ${generator.cpuModel}`}, ${bytesText(generator.memoryBytes)} memory`,
          ],
          ['Node', generator.node],
        ]),
    config === null
      ? null
      : element(
          'details',
          {},
          element('summary', {}, 'The whole configuration, without secrets'),
          element('pre', {}, config),
        ),
  );
}

function footer({ imported, session }: Digest): Markup {
  return element(
    'footer',
    {},
    element(
      'p',
      {},
      imported === null
        ? 'Response time is from when a request was due, by the clock of the plan, to its answer: what a user waits, with the wait in a generator that was late. Service time is from when it was sent. Percentiles of longer stretches come from added histograms, never from percentiles; they are off by 0.4 % at most.'
        : `Latency is as ${imported.tool} measures it. Offered: all requests a second; achieved: good answers a second.`,
    ),
    element(
      'p',
      {},
      `Session ${session.id}${session.version === null ? '' : `, ${imported === null ? 'recorded' : 'imported'} by plimsoll ${session.version}`}. This page holds all it shows: it loads nothing and runs nothing.`,
    ),
  );
}

/** The mark on a ship's hull that shows how deep it may be loaded. */
function plimsollMark(): Markup {
  return element(
    'svg',
    { viewBox: '0 0 34 34', class: 'mark', 'aria-hidden': 'true' },
    element('circle', { cx: 17, cy: 17, r: 11 }),
    element('path', { d: 'M1 17h32' }),
  );
}
