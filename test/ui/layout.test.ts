import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { paneIds } from '../../source/model/screen.js';
import { divide, type LayoutRequest, planLayout } from '../../source/ui/layout.js';

const request: LayoutRequest = { columns: 120, rows: 40, panes: paneIds, most: {}, zoom: null, takenRows: 2 };

function presetOf(columns: number, rows: number): string {
  const layout = planLayout({ ...request, columns, rows });
  return layout.kind === 'summary' ? 'summary' : layout.preset;
}

test('the preset follows the size', () => {
  assert.deepEqual(
    (
      [
        [59, 40],
        [200, 11],
        [60, 12],
        [80, 24],
        [99, 50],
        [120, 27],
        [120, 40],
        [200, 60],
      ] as const
    ).map(([columns, rows]) => presetOf(columns, rows)),
    ['summary', 'summary', 'small', 'compact', 'compact', 'compact', 'default', 'wide'],
  );
});

test('the panes that matter most are to be seen at 80x24, and the larger the screen the more of them', () => {
  const shown = (columns: number, rows: number): readonly string[] => {
    const layout = planLayout({ ...request, columns, rows });
    assert.equal(layout.kind, 'panes');
    const bands = layout.kind === 'panes' ? layout.bands : [];
    return bands.flatMap((band) => band.columns.flatMap((column) => column.places.map(({ pane }) => pane))).toSorted();
  };
  assert.deepEqual(shown(80, 24), ['discovery', 'events', 'latency', 'load', 'servers', 'streams']);
  assert.deepEqual(shown(120, 40), paneIds.filter((pane) => pane !== 'run').toSorted());
  assert.deepEqual(shown(200, 60), paneIds.toSorted());
});

test('a zoomed pane has all the room, unless the session lacks it', () => {
  const layout = planLayout({ ...request, zoom: 'servers' });
  assert.deepEqual(layout, {
    kind: 'panes',
    preset: 'zoom',
    bands: [{ height: 38, columns: [{ width: 120, places: [{ pane: 'servers', height: 38 }] }] }],
  });
  const without = planLayout({ ...request, zoom: 'servers', panes: ['load', 'events'] });
  assert.equal(without.kind === 'panes' && without.preset, 'default');
});

test('a pane gets no more rows than it can fill while another can use them', () => {
  const panes = ['load', 'servers', 'streams'] as const;
  const layout = planLayout({ ...request, panes, most: { load: 8, servers: 6 } });
  const heights = layout.kind === 'panes' ? layout.bands[0]?.columns[0]?.places : [];
  assert.deepEqual(heights, [
    { pane: 'load', height: 8 },
    { pane: 'servers', height: 6 },
    { pane: 'streams', height: 24 },
  ]);
});

test('no pane gets less than it is of use with while there is room to drop another', () => {
  for (let rows = 30; rows <= 80; rows++) {
    const layout = planLayout({ ...request, rows });
    if (layout.kind !== 'panes') continue;
    const latency = layout.bands.flatMap(({ columns }) => columns.flatMap(({ places }) => places));
    assert.ok(
      latency.every(({ height }) => height >= 5),
      `${rows} rows`,
    );
    assert.ok((latency.find(({ pane }) => pane === 'latency')?.height ?? 0) >= Math.min(14, rows - 2 - 8));
  }
});

test('bands, columns and places tile the screen exactly, whatever its size', () => {
  fc.assert(
    fc.property(
      fc.record({
        columns: fc.integer({ min: 1, max: 300 }),
        rows: fc.integer({ min: 1, max: 100 }),
        panes: fc.subarray([...paneIds]),
        most: fc.record(
          {
            load: fc.integer({ min: 3, max: 20 }),
            servers: fc.integer({ min: 3, max: 20 }),
            streams: fc.integer({ min: 3, max: 20 }),
          },
          { requiredKeys: [] },
        ),
        zoom: fc.constantFrom(null, ...paneIds),
        takenRows: fc.integer({ min: 2, max: 8 }),
      }),
      (one) => {
        const layout = planLayout(one);
        if (layout.kind === 'summary') return;
        const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
        assert.equal(sum(layout.bands.map((band) => band.height)), one.rows - one.takenRows);
        for (const band of layout.bands) {
          assert.equal(sum(band.columns.map((column) => column.width)), one.columns);
          for (const column of band.columns) {
            assert.equal(sum(column.places.map((place) => place.height)), band.height);
            assert.ok(column.places.every((place) => place.height > 0 && one.panes.includes(place.pane)));
          }
        }
      },
    ),
  );
});

test('divides without a remainder', () => {
  assert.deepEqual(divide(22, [1, 1, 1]), [8, 7, 7]);
  assert.deepEqual(divide(120, [60, 40]), [72, 48]);
  assert.deepEqual(divide(10, []), []);
});
