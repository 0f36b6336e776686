import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { readCondition } from '../../../source/engine/alert/check-expression.js';
import { functionNames, functionOf } from '../../../source/engine/alert/functions.js';
import { metricNames } from '../../../source/engine/alert/metric-table.js';
import { labelProblems } from '../../../source/engine/alert/odd-labels.js';
import { type RuleText, readInhibitions, readRules } from '../../../source/engine/alert/read-rule.js';

test('reads conditions on every kind of metric', () => {
  const texts = [
    'cpu.used > 90',
    'cpu.used{host="api-*"} > 90%',
    'p(99) load.latency > 500ms over 1m',
    'p(99, load.latency) over 30s >= 0.5s',
    'rate(errors) over 2m > 5/s',
    'share(errors) > 1% over 2m and load.achieved < 100/s',
    'not (cpu.used > 10) or memory.bytes > 2GiB',
    'cpu.used > baseline(cpu.used) * 1.5 + 10',
    'abs(peer_z(cpu.used)) > 5',
    'anomaly(net.in)',
    'anomaly(avg(cpu.used) over 10s)',
    'changed(breaker.opened) over 5m',
    'no_data(15s)',
    'no_data(stream.messages, 1m)',
    'app.os.load.0 > 4',
    'app["queue depth"] > 100 and stream.open == 1',
    'load.in_flight / load.achieved > 2',
    '-change(memory.used) over 10m > 5%',
  ];
  for (const text of texts) {
    const reading = readCondition(text);
    assert.equal(reading.kind, 'ok', `${text}: ${JSON.stringify(reading)}`);
  }
});

test('says where an expression is wrong, and what to write', () => {
  const faults: readonly (readonly [string, number, RegExp, RegExp])[] = [
    ['', 0, /expected an expression/, /^$/],
    ['cpu.usd > 90', 0, /expected a metric, got "cpu.usd"/, /did you mean cpu.used\?/],
    ['cpu.used > ', 11, /got the end/, /^$/],
    ['cpu.used', 0, /expected a condition/, /compare it/],
    ['cpu.used > 500ms', 11, /expected a percentage such as 80%, got a time/, /^$/],
    ['cpu.used > 90 for 30s', 14, /got "for"/, /"for": "30s"/],
    ['cpu.used > 90 over 1m', 14, /expected a function with a window/, /"for"/],
    ['cpu.used = 90', 9, /expected an operator/, /write ==/],
    ['cpu.used > 90 && load.errors > 1', 14, /got "&"/, /write and/],
    ['1 < cpu.used < 5', 13, /chain/, /and/],
    ['rat(errors) > 1', 0, /expected a function, got "rat"/, /did you mean rate\?/],
    ['errors > 5', 0, /a counter/, /rate\(errors\)/],
    ['load.latency > 5ms', 0, /a histogram/, /p\(99\)/],
    ['rate(errors) > 1%', 15, /expected a rate/, /share\(errors\)/],
    ['rate(load.latency) > 1', 5, /expected a counter/, /write rate/],
    ['p(101) load.latency > 5ms', 2, /percentile/, /write p\(99\)/],
    ['rate(errors) over 5 > 1', 18, /expected a time/, /^$/],
    ['rate(errors) over 2h > 1', 18, /1s to 1h/, /^$/],
    ['cpu.used > 5 and stream.open == 1', 17, /belong together/, /two rules/],
    ['cpu.used + (cpu.used > 1) > 1', 12, /expected a number/, /join/],
    ['peer_z(load.achieved) > 5', 0, /no peers/, /peer_z/],
    ['memory.bytes > 2XB', 15, /expected a unit/, /TB|did you mean|known/],
    ['(cpu.used > 5', 13, /expected "\)"/, /^$/],
    ['app["x > 5', 4, /quotes/, /^$/],
    ['cpu.used{host=api} > 5', 14, /a text in quotes/, /^$/],
    [`${'('.repeat(80)}1`, 50, /nesting/, /^$/],
    ['x'.repeat(3000), 0, /2000 characters/, /^$/],
  ];
  for (const [text, at, message, hint] of faults) {
    const reading = readCondition(text);
    assert.equal(reading.kind, 'fault', text);
    if (reading.kind !== 'fault') continue;
    assert.match(reading.fault.message, message, text);
    assert.match(reading.fault.hint ?? '', hint, text);
    assert.equal(reading.fault.at, at, text);
  }
});

test('never throws, whatever the text', () => {
  const pieces = [
    '(',
    ')',
    'and',
    'or',
    'not',
    '-',
    '>',
    'over',
    '1m',
    'p(',
    '99',
    'cpu.used',
    'errors',
    ',',
    '"x"',
    '{',
    '}',
    'rate(',
    'no_data(',
  ];
  const words = fc.array(fc.constantFrom(...pieces), { maxLength: 12 }).map((all) => all.join(' '));
  fc.assert(
    fc.property(fc.oneof(fc.string(), words), (text) => {
      const reading = readCondition(text);
      if (reading.kind === 'fault') assert.ok(reading.fault.at >= 0 && reading.fault.at <= text.length);
    }),
    { numRuns: 500 },
  );
});

test('every function is described by an example that can be read', () => {
  for (const name of functionNames) {
    const { usage } = functionOf(name);
    const asNumber = readCondition(`${usage} > 1`);
    assert.ok(asNumber.kind === 'ok' || readCondition(usage).kind === 'ok', usage);
  }
  assert.ok(metricNames.length > 30);
});

test('reads all rules and names every fault with its key', () => {
  const { rules, problems } = readRules([
    { alert: 'Good', expr: 'cpu.used > 90', clear: '< 80', labels: { severity: 'critical' } },
    { alert: 'Bad', expr: 'cpu.usd > 90', clear: '< 80' },
    { alert: 'BadClear', expr: 'cpu.used > 90', clear: 'load.laency < 1' },
    { alert: 'ClearOfNothing', expr: 'no_data(15s)', clear: '< 1' },
    { alert: 'OtherSeries', expr: 'cpu.used > 1', clear: 'stream.open == 1' },
    { alert: 'Odd', expr: 'anomaly(cpu.used)' },
    { alert: 'OddTold', expr: 'anomaly(cpu.used)', notify: true },
  ]);
  assert.deepEqual(
    problems.map(({ path }) => path),
    ['alerts[1].expr', 'alerts[1].clear', 'alerts[2].clear', 'alerts[3].clear', 'alerts[4].clear'],
  );
  assert.match(problems[0]!.message, /at character 1 of "cpu.usd > 90"/);
  const named = (name: string) => rules.find((rule) => rule.name === name);
  assert.equal(named('Good')?.severity, 'critical');
  assert.equal(named('Odd')?.notifies, false);
  assert.equal(named('OddTold')?.notifies, true);
});

test('what a rule cannot mean is a problem, with what was expected and what may have been meant', () => {
  const odd: readonly (readonly [Omit<RuleText, 'alert'>, string, RegExp])[] = [
    [{ expr: 'cpu.used > 90', clear: '> 95' }, 'clear', /other side .*, such as < 90, got "> 95"/],
    [{ expr: 'cpu.used > 90%', clear: '< 95' }, 'clear', /such as < 90%, got/],
    [{ expr: '90 < cpu.used', clear: '< 95' }, 'clear', /such as < 90, got/],
    [{ expr: 'load.achieved < 50/s', clear: '> 40/s' }, 'clear', /such as > 50\/s, got/],
    [{ expr: 'cpu.used > 90 and load.achieved < 5', clear: 'cpu.used > 80' }, 'clear', /such as < 90, got/],
    [{ expr: 'cpu.used{hots="api-*"} > 90' }, 'expr', /a label of cpu\.used, got hots .*did you mean host\?/],
    [{ expr: 'p(99) load.latency{host="a"} > 1s' }, 'expr', /no labels behind load\.latency.*got host/],
    [{ expr: '1 > 2' }, 'expr', /expected a comparison with a metric, got one of numbers alone.*cpu\.used > 90/],
    [{ expr: 'cpu.used > 90 or not 2 * 3 < 7' }, 'expr', /numbers alone/],
    [{ expr: 'cpu.used > 950%' }, 'expr', /a percentage can pass, got one that it never does.*0% to 100%/],
    [{ expr: 'avg(cpu.used) < 0' }, 'expr', /it never does/],
    [{ expr: '100% < share(errors)' }, 'expr', /it never does/],
    [
      { expr: 'cpu.used > 9', annotations: { summary: '{{vlaue}} %' } },
      'annotations.summary',
      /did you mean \{\{value\}\}/,
    ],
    [
      { expr: 'load.errors > 9', annotations: { a: '{{host.name}}' } },
      'annotations.a',
      /known: \{\{value\}\}, \{\{alert\}\}/,
    ],
  ];
  for (const [rule, key, expected] of odd) {
    const { problems } = readRules([{ alert: 'A', ...rule }]);
    assert.deepEqual(
      problems.map(({ path }) => path),
      [`alerts[0].${key}`],
      JSON.stringify(rule),
    );
    assert.match(`${problems[0]?.message} (${problems[0]?.hint})`, expected);
  }
  const sound: readonly Omit<RuleText, 'alert'>[] = [
    { expr: 'cpu.used > 90', clear: '< 90' },
    { expr: 'cpu.used > 90', clear: 'memory.used > 95' },
    { expr: 'cpu.used > 90 or cpu.used < 5', clear: '> 10' },
    { expr: 'cpu.used >= 100%' },
    { expr: 'cpu.used >= 0' },
    { expr: 'cpu.used > baseline(cpu.used) + 30' },
    { expr: 'host.load1 > 950' },
    {
      expr: 'cpu.used{host="a", group!="b"} > 1',
      annotations: { a: '{{ host }} {{group}} {{team}} {{alert}} {x}' },
      labels: { team: 'a' },
    },
    { expr: 'app.depth{stream="a", host="b"} > 1', annotations: { a: '{{stream}} {{host}} {{value}}' } },
  ];
  for (const rule of sound) assert.deepEqual(readRules([{ alert: 'A', ...rule }]).problems, [], JSON.stringify(rule));
});

test('a limit alone ends a rule on the side of its metric, wherever that stands', () => {
  const { rules, problems } = readRules([{ alert: 'A', expr: '90 < cpu.used', clear: '< 80' }]);
  assert.deepEqual(problems, []);
  const tree = rules[0]?.clear?.tree;
  assert.equal(tree?.kind === 'binary' && tree.left.kind === 'metric' && tree.left.metric.name, 'cpu.used');
});

test('labels that no alert has, and names of no rule, are problems where alerts are inhibited and grouped', () => {
  const rules = [{ name: 'HostSilent', labels: { team: 'a' } }];
  const inhibitions = [
    { source: 'alert=HostSilnt', target: 'severty=warning', equal: ['hots'] },
    { source: 'alert=Host*,team=a', target: 'severity!=critical,alert!=Nope', equal: ['host', 'group'] },
  ];
  assert.deepEqual(
    labelProblems(rules, inhibitions, ['alert', 'strem']).map(({ path, hint }) => [path, hint]),
    [
      ['inhibit[0].source', 'did you mean HostSilent?'],
      ['inhibit[0].target', 'did you mean severity?'],
      ['inhibit[0].equal[0]', 'did you mean host?'],
      ['route.group_by[1]', 'did you mean stream?'],
    ],
  );
});

test('reads inhibitions by labels', () => {
  const { inhibitions, problems } = readInhibitions([
    { source: 'alert=HostSilent', target: 'severity!=critical, host=api-*', equal: ['host'] },
    { source: 'alert', target: 'x=1' },
  ]);
  assert.deepEqual(inhibitions[0]?.target, [
    { label: 'severity', isEqual: false, glob: 'critical' },
    { label: 'host', isEqual: true, glob: 'api-*' },
  ]);
  assert.deepEqual(
    problems.map(({ path }) => path),
    ['inhibit[1].source'],
  );
});
