import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { parseDestinations } from '../../../src/discover/postfixDestination.ts';
import { hostNameFault, isIpv6 } from '../../../src/discover/postfixHostName.ts';

/** Host (in brackets where written so) and port. */
const read = (value: string) =>
  parseDestinations(value).map(({ host, isBracketed, port, service }) => {
    const name = isBracketed ? `[${host?.text}]` : `${host?.text}`;
    return port === undefined ? (service ? `${name}:?` : name) : `${name}:${port}`;
  });
/** Each problem with the text it points at. */
const problems = (value: string) =>
  parseDestinations(value).flatMap((destination) => destination.problems.map(({ code, span }) => `${code}: ${value.slice(span.start, span.end)}`));

describe('parseDestinations', () => {
  it('reads every form that smtp(8) takes', () => {
    for (const [value, expected] of [
      ['mx.test', 'mx.test'],
      ['mx.test:', 'mx.test'],
      ['mx.test:587', 'mx.test:587'],
      ['[mx.test]', '[mx.test]'],
      ['[mx.test]:', '[mx.test]'],
      ['[mx.test]:submission', '[mx.test]:587'],
      ['[mx.test]:smtps', '[mx.test]:465'],
      ['[mx.test]:submissions', '[mx.test]:465'],
      ['[mx.test]:smtp', '[mx.test]:25'],
      ['smtp:25', 'smtp:25'],
      ['relay:submission', 'relay:587'],
      ['[192.0.2.1]:25', '[192.0.2.1]:25'],
      ['192.0.2.1', '192.0.2.1'],
      ['[2001:db8::1]:587', '[2001:db8::1]:587'],
      ['[IPv6:2001:db8::1]', '[2001:db8::1]'],
      ['mail_out.test:2525', 'mail_out.test:2525'],
      ['bücher.test', 'bücher.test'],
    ] as const) {
      assert.deepEqual(read(value), [expected], value);
      assert.deepEqual(problems(value), [], value);
    }
  });

  it('takes commas and blanks for separators', () => {
    assert.deepEqual(read(' [a.test]:587,b.test\r\t c.test:25 ,'), ['[a.test]:587', 'b.test', 'c.test:25']);
    assert.deepEqual(read(''), []);
  });

  it('places host and service in the value', () => {
    const value = 'x.test, [IPv6:::1]:submission';
    const [, second] = parseDestinations(value);
    const at = ({ start, end }: { start: number; end: number }) => value.slice(start, end);
    assert.deepEqual([at(second!.span), at(second!.host!.span), at(second!.service!.span)], ['[IPv6:::1]:submission', '::1', 'submission']);
  });

  it('names what smtp(8) refuses and guesses what was meant', () => {
    for (const [value, parts, problem] of [
      ['[mx.test:587', '[mx.test]:587', 'missing-bracket: [mx.test:587'],
      ['[mx.test', '[mx.test]', 'missing-bracket: [mx.test'],
      ['[mx.test]587', '[mx.test]', 'text-after-bracket: 587'],
      ['[mx.test:587]', '[mx.test]:587', 'port-in-brackets: :587'],
      ['smtp://mx.test:587/', 'mx.test:587', 'scheme: smtp://'],
      ['smtp:[mx.test]:587', '[mx.test]:587', 'transport-prefix: smtp:'],
      ['relay:mx.test', 'mx.test', 'transport-prefix: relay:'],
      ['2001:db8::1', '2001:db8::1', 'unbracketed-ipv6: 2001:db8::1'],
      ['[ipv6:mx.test]', '[mx.test]', 'bad-host: mx.test'],
      ['[]', '[undefined]', 'empty-host: '],
      ['[1::2::3]', '[1::2::3]', 'bad-host: 1::2::3'],
      ['256.1.1.1', '256.1.1.1', 'bad-host: 256.1.1.1'],
      ['mx.test:0', 'mx.test:?', 'bad-port: 0'],
      ['mx.test:65536', 'mx.test:?', 'bad-port: 65536'],
      ['mx.test:587x', 'mx.test:?', 'bad-port: 587x'],
      ['mx.test:msa', 'mx.test:?', 'unknown-service: msa'],
      ['mx.test:constructor', 'mx.test:?', 'unknown-service: constructor'],
      ['mx.test.', 'mx.test.', 'bad-host: mx.test.'],
      ['mx..test', 'mx..test', 'bad-host: mx..test'],
      ['mx.test]:587', 'mx.test]:587', 'bad-host: mx.test]'],
      [':587', 'undefined:587', 'empty-host: '],
      ['587', '587', 'numeric-host: 587'],
      ['"mx.test:587"', 'mx.test:587', 'quotes: "mx.test:587"'],
      ['joe:pw@mx.test:587', 'mx.test:587', 'credentials: joe:pw@'],
    ] as const) {
      assert.deepEqual([read(value), problems(value)], [[parts], [problem]], value);
    }
  });

  it('never repeats credentials in a message', () => {
    const messages = parseDestinations('smtp://joe:s3cret@mx.test joe:s3cret@mx.test').flatMap(({ problems: found }) => found.map(({ message }) => message));
    assert.equal(messages.length, 3);
    assert.ok(!messages.join().includes('s3cret'));
  });

  it('lets templates be', () => {
    for (const value of ['[{{ smtp_host }}]:{{ smtp_port }}', '[${SMTP_HOST}]:${PORT}', '[@HOST@]:%PORT%', '[__HOST__]:$port', '[<%= host %>]:$(port)']) {
      const [only, ...rest] = parseDestinations(value);
      assert.deepEqual([rest.length, only!.problems, only!.host!.isTemplated, only!.service!.isTemplated, only!.port], [0, [], true, true, undefined], value);
    }
    assert.deepEqual(read('[smtp.${DOMAIN}]:587'), ['[smtp.${DOMAIN}]:587']);
  });

  it('stops at what was meant as a comment', () => {
    assert.deepEqual(read('[mx.test]:587 # the relay'), ['[mx.test]:587']);
  });

  it('is quick on text without an end', () => {
    for (const piece of ['{{', '${', '$(', '[', ':', '<%', '@A', '__A', 'a@', '"']) assert.ok(parseDestinations(piece.repeat(100_000)).length >= 0);
  });
});

describe('hostNameFault', () => {
  it('knows addresses and labels', () => {
    assert.match(hostNameFault('256.1.1.1') ?? '', /IPv4/);
    assert.match(hostNameFault('-a.test') ?? '', /hyphen/);
    assert.match(hostNameFault(`${'a'.repeat(64)}.test`) ?? '', /63/);
    assert.match(hostNameFault('a b') ?? '', /" "/);
    assert.equal(hostNameFault('a_b.test'), undefined);
  });

  it('tells IPv6 addresses from other text', () => {
    for (const address of ['::', '::1', '2001:db8::1', '1:2:3:4:5:6:7:8', '::ffff:192.0.2.1', 'fe80::1:2']) assert.ok(isIpv6(address), address);
    for (const text of ['', '1', ':', ':::', '1::2::3', '1:2:3:4:5:6:7', '1:2:3:4:5:6:7:8:9', 'g::1', '12345::', 'mx:25', '::1.2.3'])
      assert.ok(!isIpv6(text), text);
  });
});
