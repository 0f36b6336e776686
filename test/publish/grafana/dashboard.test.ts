import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { grafanaDashboard } from '../../../source/publish/grafana/dashboard.js';
import { families } from '../../../source/publish/metrics/families.js';
import { nodeFamilies } from '../../../source/publish/metrics/node-families.js';
import { sampleName } from '../../../source/publish/metrics/sample-name.js';
import { isInstalled } from '../../helpers/server-program.js';

type Panel = {
  readonly id: number;
  readonly type: string;
  readonly title: string;
  readonly gridPos: { readonly x: number; readonly y: number; readonly w: number; readonly h: number };
  readonly targets?: readonly { readonly expr: string; readonly refId: string; readonly legendFormat: string }[];
};

const { panels } = grafanaDashboard() as { readonly panels: readonly Panel[] };
const drawn = panels.filter(({ type }) => type !== 'row');
const queries = drawn.flatMap(({ targets = [], title }) => targets.map((target) => ({ ...target, title })));

/** Every name that samples of a family have. */
const names = new Set(
  [...Object.values(families), ...Object.values(nodeFamilies)].flatMap((family) => {
    const name = sampleName(family);
    return family.kind === 'histogram' ? [`${name}_bucket`, `${name}_count`, `${name}_sum`, name] : [name];
  }),
);

test('every query asks for metrics that are published', () => {
  for (const { expr, title } of queries) {
    const asked = expr.match(/\b(?:plimsoll|node)_\w+/g) ?? [];
    assert.ok(asked.length > 0, title);
    for (const name of asked) assert.ok(names.has(name), `${title} asks for ${name}`);
  }
});

test('labels in a legend are left by its query', () => {
  for (const { expr, legendFormat, title } of queries) {
    const kept = /^(?:histogram_quantile\([\d.]+, )?sum by \(([^)]+)\)/.exec(expr)?.[1]?.split(', ');
    if (kept === undefined) continue;
    for (const [, label] of legendFormat.matchAll(/\{\{(\w+)\}\}/g))
      assert.ok(kept.includes(label!), `${title}: ${label}`);
  }
});

test('panels have ids of their own and lie beside each other', () => {
  assert.equal(new Set(panels.map(({ id }) => id)).size, panels.length);
  const cells = new Set<string>();
  for (const { gridPos, title } of panels) {
    const { h, w, x, y } = gridPos;
    assert.ok(x >= 0 && x + w <= 24, title);
    for (let column = x; column < x + w; column++) {
      for (let row = y; row < y + h; row++) {
        const cell = `${column},${row}`;
        assert.ok(!cells.has(cell), `${title} lies on another at ${cell}`);
        cells.add(cell);
      }
    }
  }
});

test('every query is one to a real Prometheus', {
  skip: isInstalled('promtool') ? false : 'needs promtool: apt-get install prometheus',
}, (context) => {
  const folder = mkdtempSync(join(tmpdir(), 'plimsoll-rules-'));
  context.after(() => rmSync(folder, { recursive: true }));
  const rules = queries.map(({ expr }, at) => ({
    record: `q${at}`,
    expr: expr.replaceAll('$__rate_interval', '1m').replaceAll('$instance', '.*'),
  }));
  const file = join(folder, 'rules.yml');
  writeFileSync(file, JSON.stringify({ groups: [{ name: 'dashboard', rules }] }));
  const { status, stderr } = spawnSync('promtool', ['check', 'rules', file], { encoding: 'utf8' });
  assert.equal(status, 0, stderr);
});
