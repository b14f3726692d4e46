import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { Secret } from '../../../../src/smtp/credentials/secret.ts';
import type { AuthMessage, AuthStop } from '../../../../src/smtp/sasl/mechanism.ts';
import { saslPrep } from '../../../../src/smtp/sasl/saslPrep.ts';
import { scram } from '../../../../src/smtp/sasl/scram.ts';

const text = (answer: AuthMessage | AuthStop | undefined) => (answer && 'text' in answer ? answer.text : answer);

const vectors = [
  {
    what: 'RFC 5802 section 5',
    hash: 'sha1',
    nonce: 'fyko+d2lbbFgONRv9qkxdawL',
    first: 'r=fyko+d2lbbFgONRv9qkxdawL3rfcNHYJY1ZVvWVs7j,s=QSXCR+Q6sek8bf92,i=4096',
    final: 'c=biws,r=fyko+d2lbbFgONRv9qkxdawL3rfcNHYJY1ZVvWVs7j,p=v0X8v3Bz2T0CJGbJQyF0X+HI4Ts=',
    proof: 'v=rmF9pqV8S7suAoZWja4dJRkFsKQ=',
  },
  {
    what: 'RFC 7677 section 3',
    hash: 'sha256',
    nonce: 'rOprNGfwEbeRWgbNEkqO',
    first: 'r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096',
    final: 'c=biws,r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,p=dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ=',
    proof: 'v=6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4=',
  },
] as const;

const credentials = { user: 'user', password: new Secret('pencil') };

describe('SCRAM', () => {
  for (const { what, hash, nonce, first, final, proof } of vectors) {
    test(`has the messages of ${what}`, async () => {
      const session = scram(hash, () => nonce).start(credentials);
      assert.equal(session.initial?.text, `n,,n=user,r=${nonce}`);
      assert.equal(text(await session.respond(first, 0)), final);
      assert.equal(session.unproven?.()?.stop, 'forged', 'a success before the proof counts for nothing');
      assert.equal(text(await session.respond(proof, 1)), '');
      assert.equal(session.unproven?.(), undefined);
    });

    test(`does not take a wrong proof for the one of ${what}`, async () => {
      const session = scram(hash, () => nonce).start(credentials);
      await session.respond(first, 0);
      assert.deepEqual(await session.respond(proof.replace(/.(?==*$)/, '0'), 1), {
        stop: 'forged',
        detail: 'the server did not prove that it knows the password',
      });
    });
  }

  const refusals: readonly (readonly [string, string])[] = [
    ['a nonce that does not continue ours', 'r=other,s=QSXCR+Q6sek8bf92,i=4096'],
    ['our own nonce and nothing more', 'r=abc,s=QSXCR+Q6sek8bf92,i=4096'],
    ['no salt', 'r=abcdef,i=4096'],
    ['too few rounds', 'r=abcdef,s=QSXCR+Q6sek8bf92,i=1'],
    ['rounds without end', 'r=abcdef,s=QSXCR+Q6sek8bf92,i=99999999999'],
    ['rounds that are no number', 'r=abcdef,s=QSXCR+Q6sek8bf92,i=many'],
    ['an extension that must be understood', 'm=x,r=abcdef,s=QSXCR+Q6sek8bf92,i=4096'],
    ['nothing at all', ''],
  ];
  for (const [what, challenge] of refusals) {
    test(`does not answer ${what}`, async () => {
      const answer = await scram('sha256', () => 'abc')
        .start(credentials)
        .respond(challenge, 0);
      assert.ok(answer && 'stop' in answer && answer.stop === 'malformed');
    });
  }

  test('lets a server that says no in the mechanism end with its reply', async () => {
    const session = scram('sha1', () => vectors[0].nonce).start(credentials);
    await session.respond(vectors[0].first, 0);
    assert.equal(text(await session.respond('e=invalid-proof', 1)), '');
    assert.equal(session.unproven?.()?.stop, 'forged');
  });

  test('writes commas and equals signs of a name so that they end nothing', () => {
    const { initial } = scram('sha1', () => 'abc').start({ user: 'a=b,c', password: new Secret('x') });
    assert.equal(initial?.text, 'n,,n=a=3Db=2Cc,r=abc');
  });

  test('makes another nonce each time', () => {
    const nonceOf = () => scram('sha256').start(credentials).initial?.text;
    assert.notEqual(nonceOf(), nonceOf());
  });
});

describe('SASLprep has the examples of RFC 4013 section 3', () => {
  const rows: readonly (readonly [string, string, string | undefined])[] = [
    ['a soft hyphen goes', 'I\u00adX', 'IX'],
    ['ordinary text stays', 'user', 'user'],
    ['case stays', 'USER', 'USER'],
    ['a feminine ordinal becomes its letter', '\u00aa', 'a'],
    ['a Roman numeral becomes letters', '\u2168', 'IX'],
    ['a control character is refused', '\u0007', undefined],
    ['two directions of writing are refused', '\u06271', undefined],
  ];
  for (const [what, given, want] of rows) test(what, () => assert.equal(saslPrep(given), want));
  test('a blank of another script becomes an ordinary one', () => assert.equal(saslPrep('a\u00a0b\u3000c'), 'a b c'));
  test('a letter with a mark has one form', () => assert.equal(saslPrep('u\u0308'), '\u00fc'));
  test('one direction from right to left is fine', () => assert.equal(saslPrep('\u05d0\u05d1'), '\u05d0\u05d1'));
});
