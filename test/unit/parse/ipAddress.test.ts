import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { formatIpAddress, networkAddress, parseIpAddress } from '../../../src/parse/ipAddress.ts';

const format = (text: string) => {
  const address = parseIpAddress(text);
  return address && formatIpAddress(address);
};

describe('an address', () => {
  for (const [text, canonical] of [
    ['10.1.2.3', '10.1.2.3'],
    ['2001:DB8:0:0:1:0:0:1', '2001:db8::1:0:0:1'],
    ['::', '::'],
    ['::1', '::1'],
    ['1::', '1::'],
    ['1:0:3:4:5:6:7:8', '1:0:3:4:5:6:7:8'],
    ['1::3:4:5:6:7:8', '1:0:3:4:5:6:7:8'],
    ['::ffff:192.0.2.1', '::ffff:192.0.2.1'],
    ['::192.0.2.1', '::192.0.2.1'],
    ['fe80:0:0:0:0:0:0:0', 'fe80::'],
  ] as const) {
    it(`${text} is ${canonical}`, () => assert.equal(format(text), canonical));
  }

  it('is not anything else', () => {
    for (const text of [
      '',
      '10.1.2',
      '10.1.2.256',
      '010.1.2.3',
      '10.1.2.3.4',
      '1.2.3.4/8',
      'a.b.c.d',
      ':',
      ':::',
      '1::2::3',
      '1:2:3:4:5:6:7',
      '1:2:3:4:5:6:7:8:9',
      '12345::',
      'g::',
      '::1.2.3',
      '::1%lo',
      '1:2:3:4:5:6:7::8:9',
      'mx',
    ]) {
      assert.equal(parseIpAddress(text), undefined, text);
    }
  });

  it('has a network', () => {
    const network = (text: string, prefix: number) => formatIpAddress(networkAddress(parseIpAddress(text)!, prefix));
    assert.deepEqual([network('192.0.2.77', 24), network('192.0.2.77', 0), network('192.0.2.77', 32)], ['192.0.2.0', '0.0.0.0', '192.0.2.77']);
    assert.deepEqual([network('2001:db8::ffff', 113), network('2001:db8::ffff', 128)], ['2001:db8::8000', '2001:db8::ffff']);
  });
});
