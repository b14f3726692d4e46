import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { Secret } from '../../src/smtp/credentials/secret.ts';
import { sendTestMessage } from '../../src/smtp/message.ts';
import { createNodeTransport } from '../../src/smtp/nodeTransport.ts';
import type { ProbeCode, RelayPlan, StageEvent, StageName } from '../../src/smtp/types.ts';
import { makeCertificates, type TestCertificates } from '../support/certificates.ts';
import { type PostfixInstance, type PostfixService, postfixObstacle, type Sasl, startPostfix } from '../support/postfixInstance.ts';
import { type FinishedRun, finishedRun, planTo, runProbe } from '../support/probeRun.ts';

/* Sign-in, envelope and limits against a real Postfix, whose passwords are checked by Cyrus SASL or by Dovecot. */

const USER = 'app';
const PASSWORD = 'correct-horse-7';
const MECHANISMS = ['PLAIN', 'LOGIN', 'CRAM-MD5', 'SCRAM-SHA-1', 'SCRAM-SHA-256'] as const;

const ENCRYPTED = { smtpd_tls_security_level: 'encrypt', smtpd_sasl_auth_enable: 'yes' };
const outside = { mailFrom: 'shop@lab.test', rcptTo: 'you@elsewhere.test' };
const inside = { mailFrom: 'shop@lab.test', rcptTo: 'me@lab.test' };

let certificates: TestCertificates;
before(async () => {
  certificates = await makeCertificates();
});

for (const type of ['cyrus', 'dovecot'] satisfies readonly Sasl[]) {
  const user = type === 'cyrus' ? `${USER}@lab.test` : USER;
  describe(`a real Postfix that asks ${type}`, { skip: postfixObstacle(type) ?? false }, () => {
    let postfix: PostfixInstance<'submission' | 'clear' | 'counted'>;
    before(async () => {
      postfix = await startPostfix({
        services: {
          submission: { parameters: { ...ENCRYPTED, smtpd_tls_auth_only: 'yes' }, certificate: certificates.servers.valid },
          clear: { parameters: { smtpd_sasl_auth_enable: 'yes' } },
          counted: { parameters: { smtpd_sasl_auth_enable: 'yes', smtpd_client_auth_rate_limit: '1' } },
        },
        sasl: { type, user: USER, password: PASSWORD },
      });
    });
    after(() => postfix?.stop());

    for (const mechanism of MECHANISMS) {
      test(`signs in with ${mechanism} and with no other password`, async () => {
        const plan = (password: string) =>
          planTo(postfix.ports.submission, { ca: [certificates.ca], user, password: new Secret(password), mechanism, ...outside });
        const good = await runProbe(plan(PASSWORD));
        assert.equal(good.verdict.ok, true, good.transcript.join('\n'));
        assert.match(good.verdict.summary, new RegExp(`signed in with ${mechanism}`));
        assert.ok(!JSON.stringify(good.events).includes(PASSWORD));
        const bad = await runProbe(plan('wrong-horse-8'));
        assert.equal(bad.verdict.cause?.code, 'auth/credentials', bad.transcript.join('\n'));
      });
    }

    test('takes a test message after SCRAM-SHA-256', async () => {
      const plan = planTo(postfix.ports.submission, { ca: [certificates.ca], user, password: new Secret(PASSWORD), mechanism: 'SCRAM-SHA-256', ...outside });
      const events: StageEvent[] = [];
      for await (const event of sendTestMessage(plan, { confirmed: true, transport: createNodeTransport() })) events.push(event);
      const run = finishedRun(plan, events);
      assert.equal(run.verdict.ok, true, run.transcript.join('\n'));
      assert.ok(
        run.transcript.some((line) => line.startsWith(' ~> AUTH SCRAM-SHA-256 ••••')),
        run.transcript.join('\n'),
      );
      assert.ok(!JSON.stringify(events).includes(PASSWORD));
    });

    test('keeps the password at home in clear text', async () => {
      const run = await runProbe(planTo(postfix.ports.clear, { user, password: new Secret(PASSWORD), ...outside }));
      assert.equal(run.verdict.ok, true, run.transcript.join('\n'));
      assert.match(run.verdict.summary, /signed in with SCRAM-SHA-256/);
    });

    test('A8: holds a client back that signs in too often', async () => {
      const plan = planTo(postfix.ports.counted, { user, password: new Secret(PASSWORD), ...outside });
      assert.equal((await runProbe(plan)).verdict.ok, true);
      const { verdict, transcript } = await runProbe(plan);
      assert.equal(verdict.cause?.code, 'auth/throttled', transcript.join('\n'));
    });

    test('offers the sign-in only under TLS, and both lists are told', async () => {
      const run = await runProbe(planTo(postfix.ports.submission, { ca: [certificates.ca], user, password: new Secret('wrong-horse-8'), ...outside }));
      assert.match(run.verdict.cause!.evidence.join('\n'), /offered before TLS: none; under TLS: .*SCRAM-SHA-256/);
    });
  });
}

const inline = (reply: string) => `check_recipient_access inline:{ {lab.test = ${reply}} }`;

interface Row {
  readonly what: string;
  readonly service: PostfixService['parameters'];
  readonly plan?: Partial<RelayPlan>;
  readonly stage: StageName;
  readonly code: ProbeCode;
}

const rows: readonly Row[] = [
  { what: 'R2: relaying denied', service: {}, plan: outside, stage: 'rcpt-to', code: 'rcpt/relay-denied' },
  { what: 'R3: an unknown user', service: { local_recipient_maps: 'inline:{ someone=x }' }, stage: 'rcpt-to', code: 'rcpt/unknown-user' },
  {
    what: 'R4: greylisting',
    service: { smtpd_recipient_restrictions: inline('450 4.2.0 Greylisted, try again later') },
    stage: 'rcpt-to',
    code: 'limit/greylisted',
  },
  { what: 'R5: a limit in time', service: { smtpd_recipient_restrictions: inline('450 4.7.1 rate limit exceeded') }, stage: 'rcpt-to', code: 'limit/rate' },
  {
    what: 'R8: an address outside ASCII',
    service: { smtputf8_enable: 'no' },
    plan: { mailFrom: 'gr\u00fc\u00dfe@lab.test' },
    stage: 'mail-from',
    code: 'mail/needs-smtputf8',
  },
  {
    what: 'R13: no reverse name',
    service: { smtpd_client_restrictions: 'reject_unknown_client_hostname', smtpd_peername_lookup: 'no' },
    stage: 'rcpt-to',
    code: 'client/no-reverse-dns',
  },
  {
    what: 'R13: a block list',
    service: { smtpd_recipient_restrictions: inline('554 5.7.1 Client host blocked using zen.example') },
    stage: 'rcpt-to',
    code: 'client/blocklisted',
  },
  { what: 'R14: TLS before mail', service: { smtpd_tls_security_level: 'encrypt' }, plan: { mode: 'none' }, stage: 'mail-from', code: 'mail/needs-tls' },
  {
    what: 'A2: no sign-in here',
    service: {},
    plan: { user: 'app', password: new Secret(PASSWORD), allowClearTextAuth: true },
    stage: 'auth',
    code: 'auth/not-offered',
  },
];

describe('a refusal of a real Postfix', { skip: postfixObstacle() ?? false }, () => {
  let postfix: PostfixInstance<string>;
  before(async () => {
    const services = Object.fromEntries(
      rows.map(({ service }, at): [string, PostfixService] => [
        `row${at}`,
        { parameters: service, ...(service.smtpd_tls_security_level ? { certificate: certificates.servers.valid } : {}) },
      ]),
    );
    const small = { parameters: { message_size_limit: '2000' } };
    postfix = await startPostfix({ services: { ...services, small }, main: { message_size_limit: '2000', header_checks: '', body_checks: '' } });
  });
  after(() => postfix?.stop());

  for (const [at, { what, plan, stage, code }] of rows.entries()) {
    test(what, async () => {
      const run = await runProbe({ ...planTo(postfix.ports[`row${at}`]!, inside), ...plan });
      assert.equal(run.verdict.cause?.code, code, run.transcript.join('\n'));
      assert.equal(run.verdict.cause?.stage, stage);
    });
  }

  async function send(text: string): Promise<FinishedRun> {
    const plan = planTo(postfix.ports.small!, inside);
    const events: StageEvent[] = [];
    for await (const event of sendTestMessage(plan, { confirmed: true, transport: createNodeTransport(), text })) events.push(event);
    return finishedRun(plan, events);
  }

  test('R7: a message that is bigger than SIZE', async () => {
    const run = await send('x'.repeat(70).concat('\n').repeat(100));
    assert.equal(run.verdict.cause?.code, 'limit/size', run.transcript.join('\n'));
    assert.match(run.verdict.cause!.evidence.join('\n'), /its limit is 2000 bytes/);
  });

  test('R17: an accepted message tells its id', async () => {
    const run = await send('hello\n');
    assert.equal(run.verdict.ok, true, JSON.stringify(run.verdict));
    assert.match(run.transcript.join('\n'), /accepted is not yet delivered.*look for "[0-9A-F]{6,}"/);
  });
});
