import assert from 'node:assert/strict';
import { test } from 'node:test';
import { firstAddress, isNetworkList } from '../../../../src/rules/support/networks.ts';

for (const [address, bits, first] of [
  ['192.0.2.7', 24, '192.0.2.0'],
  ['192.0.2.7', 0, '0.0.0.0'],
  ['192.0.2.255', 25, '192.0.2.128'],
  ['192.0.2.7', 32, '192.0.2.7'],
  ['2001:db8::1', 32, '2001:db8::'],
  ['2001:db8:ffff::', 33, '2001:db8:8000::'],
  ['::1', 128, '0:0:0:0:0:0:0:1'],
  ['1:2:3:4:5:6:7:8', 112, '1:2:3:4:5:6:7:0'],
  ['fe80::1', 0, '::'],
] as const) {
  test(`the network of ${address} with ${bits} bits begins at ${first}`, () => {
    const found = firstAddress(address, bits);
    assert.equal(found?.text, first);
  });
}

test('an address that begins its network is known as such', () => {
  assert.equal(firstAddress('10.0.0.0', 8)?.isSame, true);
  assert.equal(firstAddress('10.0.0.1', 8)?.isSame, false);
  assert.equal(firstAddress('2001:db8::', 32)?.isSame, true);
  assert.equal(firstAddress('::ffff:127.0.0.0', 104), undefined);
});

test('lists of networks are those that match clients', () => {
  assert.deepEqual(['mynetworks', 'smtpd_authorized_xclient_hosts', 'mydestination', 'debug_peer_list'].map(isNetworkList), [true, true, false, false]);
});
