import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { Secret } from '../../src/smtp/credentials/secret.ts';
import { makeCertificates, type TestCertificates } from '../support/certificates.ts';
import { DOVECOT_HOST, type DovecotInstance, dovecotObstacle, labToken, startDovecotSubmission } from '../support/dovecotInstance.ts';
import { freePorts } from '../support/postfixInstance.ts';
import { planTo, runProbe } from '../support/probeRun.ts';
import { type ScriptedServer, startScriptedServer } from '../support/scriptedServer.ts';

/* The submission service of a real Dovecot: it checks who may send, and hands everything else on to a relay behind it. */

const USER = 'app@lab.test';
const PASSWORD = 'correct-horse-7';
const MECHANISMS = ['PLAIN', 'LOGIN', 'SCRAM-SHA-1', 'SCRAM-SHA-256'] as const;
const FAR_FUTURE = 4_102_444_800;
/** The relay behind it, with an answer to the recipient. */
const RELAY = `S: 220 behind.lab.test ESMTP
C: EHLO
S: 250-behind.lab.test
S: 250-PIPELINING
S: 250 SIZE 1000000
C: MAIL
S: 250 2.1.0 ok
C: RCPT
S: REPLY
C: *
S: 250 2.0.0 ok
C: *
S: 221 2.0.0 Bye
CLOSE
`;

describe('the submission service of a real Dovecot', { skip: dovecotObstacle() ?? false }, () => {
  let certificates: TestCertificates;
  let relays: readonly ScriptedServer[];
  let working: DovecotInstance;
  let refusing: DovecotInstance;
  let orphaned: DovecotInstance;
  before(async () => {
    certificates = await makeCertificates();
    relays = await Promise.all(
      ['250 2.1.5 ok', '550 5.1.1 <you@elsewhere.test>: no such user'].map((reply) => startScriptedServer(RELAY.replace('REPLY', reply))),
    );
    const [dead] = await freePorts(1);
    const start = (relayPort: number) => startDovecotSubmission({ certificate: certificates.servers.valid, user: USER, password: PASSWORD, relayPort });
    [working, refusing, orphaned] = (await Promise.all([relays[0]!.port, relays[1]!.port, dead!].map(start))) as [
      DovecotInstance,
      DovecotInstance,
      DovecotInstance,
    ];
  });
  after(async () => {
    for (const server of [working, refusing, orphaned]) server?.stop();
    await Promise.all((relays ?? []).map((relay) => relay.close()));
  });

  type Options = NonNullable<Parameters<typeof planTo>[1]>;
  const plan = (port: number, options: Options = {}) =>
    planTo(port, {
      host: DOVECOT_HOST,
      serverName: 'localhost',
      ca: [certificates.ca],
      user: USER,
      password: new Secret(PASSWORD),
      mode: 'starttls-required',
      mailFrom: 'app@lab.test',
      rcptTo: 'you@elsewhere.test',
      ...options,
    });

  for (const mechanism of MECHANISMS) {
    test(`Dovecot signs in with ${mechanism} and with no other password`, async () => {
      const good = await runProbe(plan(working.ports.starttls, { mechanism }));
      assert.equal(good.verdict.ok, true, good.transcript.join('\n') + working.log());
      assert.match(good.verdict.summary, new RegExp(`signed in with ${mechanism}`));
      const bad = await runProbe(plan(working.ports.starttls, { mechanism, password: new Secret('wrong-horse-8') }));
      assert.equal(bad.verdict.cause?.code, 'auth/credentials', bad.transcript.join('\n'));
      assert.match(bad.verdict.cause.evidence.join('\n'), /reply: 535 /);
    });
  }

  for (const mechanism of ['XOAUTH2', 'OAUTHBEARER']) {
    const token = (expires: number): Options => ({ mechanism, secretKind: 'token', password: new Secret(labToken(USER, expires)) });

    test(`Dovecot takes a token with ${mechanism} and none that has expired`, async () => {
      const good = await runProbe(plan(working.ports.starttls, token(FAR_FUTURE)));
      assert.equal(good.verdict.ok, true, good.transcript.join('\n') + working.log());
      const bad = await runProbe(plan(working.ports.starttls, token(1)));
      assert.equal(bad.verdict.cause?.code, 'auth/token', bad.transcript.join('\n'));
      assert.ok(!JSON.stringify(bad.events).includes(labToken(USER, 1)));
    });
  }

  test('Dovecot signs in under TLS from the first byte', async () => {
    const run = await runProbe(plan(working.ports.implicit, { scheme: 'smtps', mode: 'implicit-tls' }));
    assert.equal(run.verdict.ok, true, run.transcript.join('\n') + working.log());
  });

  test('A1: Dovecot offers no sign-in before TLS', async () => {
    const run = await runProbe(plan(working.ports.starttls, { mode: 'none', allowClearTextAuth: true }));
    assert.equal(run.verdict.cause?.code, 'auth/needs-tls', run.transcript.join('\n'));
  });

  test('A4: Dovecot takes no mail from nobody', async () => {
    const { user: _, password: __, ...anonymous } = plan(working.ports.starttls);
    const run = await runProbe(anonymous);
    assert.equal(run.verdict.cause?.code, 'auth/required', run.transcript.join('\n'));
  });

  test('R3: what the relay behind Dovecot says of a recipient comes through', async () => {
    const run = await runProbe(plan(refusing.ports.starttls));
    assert.equal(run.verdict.cause?.code, 'rcpt/unknown-user', run.transcript.join('\n'));
  });

  test('R4: the relay behind Dovecot is down, which is no greylisting', async () => {
    const { verdict, transcript } = await runProbe(plan(orphaned.ports.starttls));
    assert.equal(verdict.cause?.code, 'limit/temporary', transcript.join('\n'));
    assert.match(verdict.summary, /can't reach the server behind it/);
    assert.doesNotMatch(verdict.cause.nextSteps.join('\n'), /[Gg]reylisting/);
  });
});
