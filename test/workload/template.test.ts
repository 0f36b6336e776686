import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { requestBytes } from '../../source/engine/load/request-bytes.js';
import type { HttpRequest, RequestTemplate } from '../../source/model/work.js';
import { openWork } from '../../source/workload/open-work.js';
import { escapeTemplate, readTemplate } from '../../source/workload/template-text.js';
import { rowsOf, spec, template } from './helpers.js';

/** The request that a template makes where its one column has a value. */
function rendered(value: string, request: RequestTemplate): HttpRequest {
  const rows = rowsOf(['x'], [[value]]);
  const source = openWork(spec([{ weight: 1, request }], { feeder: { rows, order: 'in-turn' }, level: 5 }));
  const work = source.next(7, 0.5, 3);
  return work.kind === 'request' ? work : assert.fail('a flow');
}

const address = { protocol: 'http', host: '127.0.0.1', port: 80, path: '/' } as const;

function headOf(request: HttpRequest): readonly string[] {
  const bytes = requestBytes({ ...address, path: request.path }, request).toString('latin1');
  return bytes.slice(0, bytes.indexOf('\r\n\r\n')).split('\r\n');
}

test('a text is taken apart into names and what lies between', () => {
  const rows: readonly (readonly [string, string])[] = [
    ['', ''],
    ['plain } text {', 'plain } text {'],
    ['/a/{{x}}/b', '/a/<x>/b'],
    ['{{ x }}{{y}}', '<x><y>'],
    ['{{{{x}}', '{{x}}'],
    ['{"a":{{x}}}', '{"a":<x>}'],
    ['{{{{{{x}}', '{{<x>'],
  ];
  for (const [text, shown] of rows) {
    const reading = readTemplate(text);
    assert.ok(reading.kind === 'ok', text);
    assert.equal(reading.parts.map((part) => (part.kind === 'name' ? `<${part.text}>` : part.text)).join(''), shown);
  }
  for (const text of ['{{', '{{x', 'a {{ }} b', `{{${'x'.repeat(65)}}}`]) {
    const reading = readTemplate(text);
    assert.match(reading.kind === 'faulty' ? `${reading.message} ${reading.hint}` : '', /\}\}.*\{\{\{\{/, text);
  }
});

test('any text can be written as a template that stands for it', () => {
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom('{', '}', 'a') }), (text) => {
      const reading = readTemplate(escapeTemplate(text));
      assert.deepEqual(reading, { kind: 'ok', parts: text === '' ? [] : [{ kind: 'text', text }] });
    }),
  );
});

test('every name has its value', () => {
  const { path } = rendered('v', template('/{{x}}/{{level}}/{{size}}/{{arrival}}/{{client}}'));
  assert.equal(path, '/v/5/32/7/3');
});

test('a value is encoded for the place where it stands', () => {
  const json = (body: string): RequestTemplate =>
    template('/', { body, headers: [['Content-Type', 'application/json']] });
  const rows: readonly (readonly [string, RequestTemplate, string])[] = [
    ['a b/c?d&e', template('/u/{{x}}?q={{x}}'), '/u/a%20b%2Fc%3Fd%26e?q=a%20b%2Fc%3Fd%26e'],
    ['ü€', template('/{{x}}'), '/%C3%BC%E2%82%AC'],
    ['..', template('/a/{{x}}/b'), '/a/%252E%252E/b'],
    ['', template('/{{x}}/host'), '/host'],
    ['/jobs/1?a=b', template('{{x}}'), '/jobs/1?a=b'],
    ['http://other.example/jobs/../2', template('{{x}}'), '/2'],
    ['mailto:me', template('{{x}}'), '/mailto%3Ame'],
    ['a "b"\n', json('{"a": "{{x}}"}'), '{"a": "a \\"b\\"\\n"}'],
    ['a "b"', json('{"a": {{x}}}'), '{"a": "a \\"b\\""}'],
    ['1, "admin": true', json('{"a": {{x}}}'), '{"a": "1, \\"admin\\": true"}'],
    ['-1.5e3', json('[{{x}}]'), '[-1.5e3]'],
    ['007', json('[{{x}}]'), '["007"]'],
    ['1.', json('[{{x}}]'), '["1."]'],
    ['null', json('[{{x}}]'), '[null]'],
    ['"', template('/', { body: '{"a\\"": "{{x}}"}' }), '{"a\\"": "\\""}'],
    ['"', template('/', { body: 'a={{x}}' }), 'a="'],
    [
      'a&b=c',
      template('/', { body: 'v={{x}}', headers: [['content-type', 'application/x-www-form-urlencoded']] }),
      'v=a%26b%3Dc',
    ],
    ['{{level}}', template('/', { body: '<{{x}}>' }), '<{{level}}>'],
  ];
  for (const [value, request, expected] of rows) {
    const { path, body } = rendered(value, request);
    assert.equal(request.body === null ? path : body, expected, `${value} in ${request.body ?? request.path}`);
  }
});

test('a header value goes out as its UTF-8 bytes, without control characters', () => {
  const request = rendered('ann\r\nx-admin: 1\0 €', template('/', { headers: [['x-user', 'u={{x}}']] }));
  const value = request.headers[0]![1];
  assert.equal(Buffer.from(value, 'latin1').toString('utf8'), 'u=annx-admin: 1 €');
});

const anyText = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.string({
    unit: fc.constantFrom('.', '/', '\\', '%', '?', '#', '\r', '\n', ':', ' ', '2', 'e', '"', '{', '}', '\ud800'),
  }),
);

test('no value adds a header, a line or a request', () => {
  const request = template('/a?q={{x}}', {
    headers: [
      ['x-a', '{{x}}'],
      ['x-b', 'b{{x}}'],
    ],
    body: 'b',
  });
  fc.assert(
    fc.property(anyText, (value) => {
      const head = headOf(rendered(value, request));
      assert.deepEqual(
        head.map((line) => line.replace(/[: ][\s\S]*$/, '')),
        ['GET', 'host', 'user-agent', 'accept', 'x-a', 'x-b', 'content-length'],
      );
      for (const line of head) assert.doesNotMatch(line, /[\r\n\0]/);
    }),
  );
});

test('no value leaves its place in the path', () => {
  fc.assert(
    fc.property(fc.oneof(anyText, fc.constantFrom('.', '..', '...')), (value) => {
      const { path } = rendered(value, template('/a/{{x}}/b?q={{x}}&r=1'));
      const url = new URL(path, 'http://host');
      assert.equal(url.host, 'host');
      assert.equal(url.hash, '');
      assert.deepEqual(url.pathname.split('/').length, 4, path);
      assert.match(url.pathname, /^\/a\/[^/]*\/b$/);
      assert.deepEqual([...url.searchParams.keys()], ['q', 'r']);
      // Nor is a server led anywhere that decodes first: what it then sees is no step up the path.
      const [, , decoded = ''] = path.split('?')[0]!.split('/').map(decodeURIComponent);
      assert.ok(decoded !== '.' && decoded !== '..', path);
    }),
  );
});

/** References that lead a reader of URLs to a host, by slashes that come out of dots, or by what is no slash. */
const led = ['/.//other/', '/..//other', 'x:/\\other', 'x:/\\', 'x:/.//', '\\\\other', '//other/a'];

test('a path that is a value is a path on its own host, whatever the value', () => {
  fc.assert(
    fc.property(fc.oneof(anyText, fc.webUrl(), fc.constantFrom(...led)), (value) => {
      const { path } = rendered(value, template('{{x}}'));
      assert.match(path, /^\/(?!\/)[\x21-\x7e]*$/);
      assert.equal(new URL(path, 'http://host').host, 'host');
    }),
  );
});

test('no value leaves its place in a JSON body', () => {
  fc.assert(
    fc.property(anyText, (value) => {
      const { body } = rendered(value, template('/', { body: '{"a": "<{{x}}>", "b": [{{x}}], "c": 1}' }));
      const content: unknown = JSON.parse(body ?? '');
      assert.ok(typeof content === 'object' && content !== null && 'a' in content && 'b' in content);
      assert.deepEqual(Object.keys(content), ['a', 'b', 'c']);
      assert.equal(content.a, `<${value.toWellFormed()}>`);
      assert.ok(Array.isArray(content.b) && content.b.length === 1);
    }),
  );
});
