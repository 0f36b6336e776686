import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { requestBytes } from '../../../source/engine/load/request-bytes.js';
import { codeOf } from '../../../source/model/error.js';
import type { RequestSpec, TargetAddress } from '../../../source/model/request.js';

const address: TargetAddress = { protocol: 'http', host: 'api.test', port: 8080, path: '/a?b=c' };
const get: RequestSpec = { method: 'GET', headers: [], body: null, okStatus: { from: 200, to: 399 } };

function text(change: Partial<TargetAddress>, request: Partial<RequestSpec>): string {
  return requestBytes({ ...address, ...change }, { ...get, ...request }).toString('utf8');
}

test('a plain request has a host, says who asks, and no body', () => {
  assert.equal(
    text({}, {}),
    'GET /a?b=c HTTP/1.1\r\nhost: api.test:8080\r\nuser-agent: plimsoll\r\naccept: */*\r\n\r\n',
  );
});

const hosts: readonly (readonly [change: Partial<TargetAddress>, host: string])[] = [
  [{ port: 80 }, 'api.test'],
  [{ port: 443 }, 'api.test:443'],
  [{ protocol: 'https', port: 443 }, 'api.test'],
  [{ host: '::1' }, '[::1]:8080'],
  [{ host: '[::1]' }, '[::1]:8080'],
  [{ ip: '10.0.0.7' }, 'api.test:8080'],
];

test('the host is the name as written, with the port where it is not the protocol’s own', () => {
  for (const [change, host] of hosts)
    assert.match(text(change, {}), new RegExp(`\r\nhost: ${host.replace(/[[\]]/g, '\\$&')}\r\n`));
});

test('a body comes with its length in bytes, and POST without one says 0', () => {
  assert.match(text({}, { method: 'POST', body: 'grün' }), /content-length: 5\r\n\r\ngrün$/);
  assert.match(text({}, { method: 'POST' }), /content-length: 0\r\n\r\n$/);
});

test('the user’s headers replace the standing ones by name and may be repeated', () => {
  const headers = [
    ['User-Agent', 'mine'],
    ['X-A', '1'],
    ['x-a', '2'],
    ['HOST', 'other'],
  ] as const;
  assert.equal(
    text({}, { headers }),
    'GET /a?b=c HTTP/1.1\r\nHOST: other\r\nUser-Agent: mine\r\naccept: */*\r\nX-A: 1\r\nx-a: 2\r\n\r\n',
  );
});

const refused: readonly (readonly [name: string, change: Partial<TargetAddress>, request: Partial<RequestSpec>])[] = [
  ['a line break in a value', {}, { headers: [['x', 'a\r\nb: c']] }],
  ['a bare line feed in a value', {}, { headers: [['x', 'a\nb']] }],
  ['a NUL in a value', {}, { headers: [['x', 'a\0b']] }],
  ['a value beyond latin1', {}, { headers: [['x', '☃']] }],
  ['a header name with a space', {}, { headers: [['x y', '1']] }],
  ['an empty header name', {}, { headers: [['', '1']] }],
  ['a length of the user’s own', {}, { headers: [['Content-Length', '1']] }],
  ['a transfer-encoding', {}, { headers: [['transfer-encoding', 'chunked']] }],
  ['a method of two words', {}, { method: 'GET /' }],
  ['a path with a space', { path: '/a b' }, {}],
  ['a path that does not begin with a slash', { path: 'a' }, {}],
  ['a host with a line break', { host: 'a\r\nb' }, {}],
  ['a host with a path', { host: 'a/b' }, {}],
];

for (const [name, change, request] of refused) {
  test(`refuses ${name}`, () => {
    assert.throws(
      () => text(change, request),
      (error) => codeOf(error) === 'bad-request-spec',
    );
  });
}

test('no header can add a line: whatever passes keeps the count of lines', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' }), (name, value) => {
      let made: string;
      try {
        made = text(
          {},
          {
            headers: [
              ['a', '1'],
              [name, value],
            ],
          },
        );
      } catch (error) {
        assert.equal(codeOf(error), 'bad-request-spec');
        return;
      }
      const known = ['a', 'host', 'user-agent', 'accept'].includes(name.toLowerCase());
      const repeats = name.toLowerCase() === 'a';
      assert.equal(made.split(/\r\n|\r|\n/).length, 7 + (known && !repeats ? 0 : 1));
    }),
  );
});
