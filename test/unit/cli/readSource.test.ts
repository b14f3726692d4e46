import assert from 'node:assert/strict';
import { test } from 'node:test';
import { decode } from '../../../src/cli/readSource.ts';
import { MAX_TEXT_LENGTH } from '../../../src/parse/types.ts';

test('UTF-8 is decoded with its byte order mark kept', () => {
  assert.deepEqual(decode(Buffer.from('\ufeffa=ü\r\n')), { ok: true, source: { text: '\ufeffa=ü\r\n', encoding: 'utf8' } });
});

test('bytes that are not UTF-8 survive a round trip', () => {
  const bytes = Buffer.from([0x61, 0x3d, 0xfc, 0xff, 0x0a]);
  const result = decode(bytes);
  assert.ok(result.ok);
  assert.equal(result.source.encoding, 'latin1');
  assert.deepEqual(Buffer.from(result.source.text, result.source.encoding), bytes);
});

test('binary files are refused, UTF-16 among them', () => {
  assert.deepEqual(decode(Buffer.from([0x7f, 0x45, 0x4c, 0x46, 0])), { ok: false, reason: 'binary' });
  assert.deepEqual(decode(Buffer.from('a=1', 'utf16le')), { ok: false, reason: 'binary' });
});

test('a text longer than the parsers read is refused', () => {
  assert.equal(decode(Buffer.alloc(MAX_TEXT_LENGTH, 'a')).ok, true);
  assert.deepEqual(decode(Buffer.alloc(MAX_TEXT_LENGTH + 1, 'a')), { ok: false, reason: 'too large' });
});
