import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { test } from 'node:test';
import { reportPage } from '../../../source/report/html/page.js';
import { scriptedHead } from '../../store/helpers/scripted-session.js';
import { hostileSession, hostileTexts } from '../hostile-session.js';
import { jobsResult } from '../jobs-result.js';
import { digestOf, searchWithAnswer, steadyLoad } from '../sample-digest.js';

/** Every tag of a page with its attributes, as a browser would see them: what is escaped is none. */
function tagsOf(page: string): readonly { readonly name: string; readonly attributes: string }[] {
  const withoutStyle = page.replace(/<style>[\s\S]*?<\/style>/, '<style></style>');
  return [...withoutStyle.matchAll(/<\/?([a-zA-Z!][^\s/>]*)([^>]*)>/g)].map(([, name = '', attributes = '']) => ({
    name: name.toLowerCase(),
    attributes,
  }));
}

const known = new Set(
  (
    '!doctype html head meta title style body header main footer div span h1 h2 h3 p section figure figcaption table thead ' +
    'tbody tr th td dl dt dd ul li pre small article details summary svg g path rect circle text'
  )
    .split(' ')
    .filter((name) => name !== ''),
);

test('a page has the answer, what was asked, every section and every chart', () => {
  const page = reportPage(digestOf(searchWithAnswer()));
  for (const words of [
    'carries 1,210 requests a second',
    'What was asked',
    'What was found',
    'What gives first',
    'Response time over time',
    'Heatmap of response times',
    'Rate by rate',
    'this-machine',
    'worker-2',
    'new version deployed',
    'May it be believed?',
    'How to do it again',
  ]) {
    assert.ok(page.includes(words), words);
  }
  for (const id of ['curve', 'bottleneck', 'latency', 'rate', 'heatmap', 'distribution', 'percentiles']) {
    assert.ok(page.includes(`id="chart-${id}"`), id);
  }
});

test('dataset jobs have a page with their levels, their jobs and what was made of them', () => {
  const head = { ...scriptedHead, kind: 'jobs' } as const;
  const digest = digestOf(
    [
      { atMs: 0, kind: 'session/started', head },
      { atMs: 5_000, kind: 'result', result: jobsResult },
    ],
    { kind: 'jobs' },
  );
  assert.deepEqual(digest.remarks, []);
  const page = reportPage(digest);
  for (const words of ['Dataset jobs of', 'Levels measured', jobsResult.levels[0]!.level, 'id="chart-job-levels"']) {
    assert.ok(page.includes(words), words);
  }
});

test('a page lets nothing be loaded or run, and its one style is the one that its policy names', () => {
  const page = reportPage(digestOf(searchWithAnswer()));
  const policy = /http-equiv="Content-Security-Policy" content="([^"]*)"/.exec(page)?.[1] ?? '';
  assert.match(policy, /^default-src &#39;none&#39;; style-src &#39;sha256-/);
  assert.doesNotMatch(policy, /unsafe|script-src|https?:/);
  const style = /<style>([\s\S]*?)<\/style>/.exec(page)?.[1] ?? '';
  assert.ok(policy.includes(createHash('sha256').update(style).digest('base64')));
  assert.doesNotMatch(style, /@import|url\(|expression/);
  assert.ok(page.indexOf('Content-Security-Policy') < page.indexOf('<style>'));
});

test('whatever the texts of a session are, a page has only the tags and attributes of its own', () => {
  const beacon = 'http://127.0.0.1:9/beacon';
  for (const events of [hostileSession(beacon), searchWithAnswer(), [...steadyLoad(5)], []]) {
    const page = reportPage(digestOf(events, { target: hostileTexts(beacon)[0]! }));
    for (const { attributes, name } of tagsOf(page)) {
      assert.ok(known.has(name), name);
      assert.doesNotMatch(attributes.replace(/"[^"]*"/g, '""'), /[<']|\bon\w+=|\b(?:href|src|srcset|style|action)=/i);
    }
    assert.ok(page.length < 8_000_000, 'a long name is cut');
    assert.doesNotMatch(page, /[\u0000-\u0008\u001b\u007f-\u009f\u202a-\u202e\u2066-\u2069]/);
  }
});

test('every tag that is opened is closed, in order', () => {
  const page = reportPage(digestOf(searchWithAnswer()));
  const open: string[] = [];
  for (const [, slash, name = ''] of page
    .replace(/<style>[\s\S]*?<\/style>/, '')
    .matchAll(/<(\/?)([a-z][a-z0-9]*)[^>]*>/g)) {
    if (name === 'meta') continue;
    if (slash === '') open.push(name);
    else assert.equal(open.pop(), name);
  }
  assert.deepEqual(open, []);
});

test('what a session has nothing of is left out, or said in words, and never an empty chart', () => {
  const page = reportPage(digestOf([]));
  assert.doesNotMatch(page, /<svg viewBox[^>]*class="chart"/);
  assert.doesNotMatch(page, /id="(?:servers|streams|load|rates)"/);
  const watched = reportPage(digestOf(steadyLoad(3), { kind: 'run' }));
  assert.doesNotMatch(watched, /id="streams"><h2>.*<table><thead><\/thead>/);
});

test('the same session gives the same page, to the byte', () => {
  assert.equal(reportPage(digestOf(searchWithAnswer())), reportPage(digestOf(searchWithAnswer())));
});
