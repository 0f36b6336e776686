import assert from 'node:assert/strict';
import { execFile, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { promisify } from 'node:util';
import { chartsOf } from '../../../source/report/chart/charts.js';
import { pictureText } from '../../../source/report/chart/picture.js';
import { reportPage } from '../../../source/report/html/page.js';
import { hostileSession, hostileTexts } from '../hostile-session.js';
import { digestOf } from '../sample-digest.js';

const browser = ['chromium', 'chromium-browser', 'google-chrome'].find(
  (name) => spawnSync(name, ['--version'], { stdio: 'ignore', timeout: 20_000 }).status === 0,
);
const skip = browser === undefined ? 'no Chromium is installed: apt-get install chromium' : false;

/** What a browser made of a file: its title, and what it asked a server on this machine for meanwhile. */
async function opened(
  make: (beacon: string) => string,
  ending = 'html',
): Promise<{ readonly dom: string; readonly asked: readonly string[] }> {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    asked.push(request.url ?? '');
    response.end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const folder = mkdtempSync(join(tmpdir(), 'plimsoll-browser-'));
  try {
    const file = join(folder, `page.${ending}`);
    writeFileSync(file, make(`http://127.0.0.1:${port}`));
    const { stdout } = await promisify(execFile)(
      browser!,
      [
        '--headless',
        '--no-sandbox',
        '--disable-gpu',
        `--user-data-dir=${join(folder, 'profile')}`,
        '--virtual-time-budget=2000',
        '--dump-dom',
        `file://${file}`,
      ],
      { maxBuffer: 64 * 2 ** 20, timeout: 120_000 },
    );
    return { dom: stdout, asked };
  } finally {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

test('a browser that opens a page with such texts unescaped runs them, so that this test can fail', {
  skip,
}, async () => {
  const { asked, dom } = await opened(
    (beacon) => `<!DOCTYPE html><html><head><title>mine</title></head><body>${hostileTexts(beacon)[0]}</body></html>`,
  );
  assert.match(dom, /<title>owned<\/title>/);
  assert.ok(asked.includes('/script'), asked.join());
});

test('a browser that opens the report of a hostile session runs nothing and asks nobody', { skip }, async () => {
  const { asked, dom } = await opened((beacon) =>
    reportPage(digestOf(hostileSession(beacon), { kind: 'discovery', target: hostileTexts(beacon)[1]! })),
  );
  assert.deepEqual(asked, []);
  assert.match(dom, /<title>Load line of /);
  assert.doesNotMatch(dom, /<title>owned/);
  assert.doesNotMatch(dom, /<(?:script|iframe|img|image|base|link|object)\b/i);
});

test('a browser that opens a picture of a hostile session runs nothing and asks nobody', { skip }, async () => {
  const { asked, dom } = await opened((beacon) => {
    const digest = digestOf(hostileSession(beacon));
    const chart = chartsOf(digest).find(({ name }) => name === 'latency') ?? assert.fail('there is a chart');
    const drawn = chart.draw('wide') ?? assert.fail('it is drawn');
    return pictureText(drawn, hostileTexts(beacon)[0]!, hostileTexts(beacon)[1]!);
  }, 'svg');
  assert.deepEqual(asked, []);
  assert.match(dom, /^<svg /);
  assert.doesNotMatch(dom, /parsererror|<script/);
});
