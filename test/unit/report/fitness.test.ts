import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fitnessLines, mechanismsLine } from '../../../src/report/fitness.ts';
import type { Capabilities } from '../../../src/smtp/types.ts';

const server = (extensions: Capabilities['extensions'], size?: number): Capabilities => ({
  extensions,
  mechanisms: extensions.AUTH ?? [],
  startTls: false,
  ...(size === undefined ? {} : { size }),
});

test('what a server takes and what it does not is told either way', () => {
  assert.deepEqual(fitnessLines(server({ SMTPUTF8: [], '8BITMIME': [], DSN: [] }, 10_485_760)), [
    'messages up to 10 MiB',
    'addresses outside ASCII (SMTPUTF8)',
    'text in 8 bits (8BITMIME)',
    'delivery reports on request (DSN)',
  ]);
  assert.deepEqual(fitnessLines(server({})), [
    'no limit of size announced',
    'no addresses outside ASCII (no SMTPUTF8)',
    'text in 7 bits only, so it must be encoded (no 8BITMIME)',
    'no delivery reports on request (no DSN)',
  ]);
  assert.equal(fitnessLines(server({}, 0))[0], 'messages of any size');
  assert.equal(fitnessLines(server({}, 2000))[0], 'messages up to 2 KiB');
});

test('the sign-in methods are told for both sides of TLS', () => {
  const plain = server({ AUTH: ['PLAIN'] });
  assert.equal(mechanismsLine(server({}), plain), 'before TLS none; under TLS PLAIN');
  assert.equal(mechanismsLine(plain, undefined), 'PLAIN');
  assert.equal(mechanismsLine(undefined, undefined), undefined);
});
