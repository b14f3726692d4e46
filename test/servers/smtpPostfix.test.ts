import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { Secret } from '../../src/smtp/credentials/secret.ts';
import { sendTestMessage } from '../../src/smtp/message.ts';
import { createNodeTransport } from '../../src/smtp/nodeTransport.ts';
import type { ProbeCode, StageEvent, StageName } from '../../src/smtp/types.ts';
import { CERTIFICATE_KINDS, type CertificateKind, makeCertificates, type TestCertificates } from '../support/certificates.ts';
import { opensslView, type SwaksOutcome, swaks } from '../support/oracles.ts';
import { isInstalled, type PostfixInstance, type PostfixService, postfixObstacle, startPostfix } from '../support/postfixInstance.ts';
import { finishedRun, planTo, runProbe } from '../support/probeRun.ts';

/*
 * The engine against a real Postfix, and beside it two programs that people trust: swaks says how far one
 * comes and with which reply, `openssl s_client` what the certificate is.
 */

const USER = 'app';
const PASSWORD = 'correct-horse-7';
const skip =
  postfixObstacle('cyrus') ??
  (isInstalled('swaks') ? false : 'swaks is not installed: sudo apt-get install -y swaks libnet-ssleay-perl libauthen-sasl-perl libdigest-hmac-perl');

const ENCRYPTED = { smtpd_tls_security_level: 'encrypt', smtpd_sasl_auth_enable: 'yes' };
const WRAPPED = { smtpd_tls_wrappermode: 'yes', smtpd_sasl_auth_enable: 'yes' };
const EARLY = { smtpd_delay_reject: 'no' };

type Services = ReturnType<typeof servicesWith>;
type ServiceName = keyof Services & string;

function servicesWith({ servers }: TestCertificates) {
  const wrapped = Object.fromEntries(
    CERTIFICATE_KINDS.map((kind): [string, PostfixService] => [`cert-${kind}`, { parameters: WRAPPED, certificate: servers[kind] }]),
  ) as Record<`cert-${CertificateKind}`, PostfixService>;
  const valid = servers.valid;
  return {
    ...wrapped,
    plain: { parameters: {} },
    submission: { parameters: ENCRYPTED, certificate: valid },
    submissions: { parameters: WRAPPED, certificate: valid },
    opportunistic: { parameters: { smtpd_tls_security_level: 'may', smtpd_tls_auth_only: 'yes', smtpd_sasl_auth_enable: 'yes' }, certificate: valid },
    clearAuth: { parameters: { smtpd_sasl_auth_enable: 'yes', smtpd_sasl_mechanism_filter: 'cram-md5, plain' } },
    brokenTls: { parameters: { smtpd_tls_security_level: 'may', smtpd_tls_CAfile: '/nonexistent/ca.pem' }, certificate: valid },
    noKey: { parameters: { smtpd_tls_security_level: 'may', smtpd_tls_chain_files: '/nonexistent/key.pem' } },
    banned: { parameters: { ...EARLY, smtpd_client_restrictions: 'reject' } },
    busy: { parameters: { ...EARLY, smtpd_client_restrictions: 'check_client_access inline:{ {127.0.0.1 = 421 4.7.0 too many connections} }' } },
    greylisted: { parameters: { smtpd_recipient_restrictions: 'check_recipient_access inline:{ {lab.test = 450 4.2.0 Greylisted} }' } },
    crowded: { parameters: { smtpd_recipient_restrictions: 'check_recipient_access inline:{ {lab.test = 452 4.5.3 Too many recipients} }' } },
    noSender: { parameters: { ...EARLY, smtpd_sender_restrictions: 'reject' } },
    ownSender: {
      parameters: {
        ...ENCRYPTED,
        ...EARLY,
        smtpd_sender_login_maps: 'inline:{ shop@lab.test=other }',
        smtpd_sender_restrictions: 'reject_sender_login_mismatch',
      },
      certificate: valid,
    },
    fussy: { parameters: { smtpd_helo_restrictions: 'reject_non_fqdn_helo_hostname' } },
    slow: { parameters: { ...EARLY, smtpd_client_restrictions: 'sleep 1' } },
  } satisfies Record<string, PostfixService>;
}

let certificates: TestCertificates;
let postfix: PostfixInstance<ServiceName>;
let folder: string;
let caFile: string;

before(async () => {
  if (skip) return;
  certificates = await makeCertificates();
  folder = mkdtempSync(join(tmpdir(), 'relay-doctor-oracle-'));
  caFile = join(folder, 'ca.pem');
  writeFileSync(caFile, certificates.ca);
  postfix = await startPostfix({ services: servicesWith(certificates), sasl: { type: 'cyrus', user: USER, password: PASSWORD } });
});

after(() => {
  if (skip) return;
  postfix.stop();
  rmSync(folder, { recursive: true, force: true });
});

type Options = Parameters<typeof planTo>[1];

const login = { user: `${USER}@lab.test`, password: new Secret(PASSWORD) };
const wrongLogin = { user: `${USER}@lab.test`, password: new Secret('wrong-horse-8') };
const inside = { mailFrom: 'shop@lab.test', rcptTo: 'me@lab.test' };
const outside = { mailFrom: 'shop@lab.test', rcptTo: 'you@elsewhere.test' };
const swaksLogin = (password = PASSWORD) => ['--auth', 'PLAIN', '--auth-user', `${USER}@lab.test`, '--auth-password', password];
const swaksEnvelope = ({ mailFrom, rcptTo }: typeof inside) => ['--from', mailFrom, '--to', rcptTo];

async function probePort(service: ServiceName, options: Options = {}) {
  const run = await runProbe(planTo(postfix.ports[service], { ca: [certificates.ca], ...options }));
  assert.ok(!JSON.stringify(run.events).includes(PASSWORD), 'no event may hold the password');
  return run;
}

interface Row {
  readonly what: string;
  readonly service: ServiceName;
  readonly options?: Options;
  /** Undefined: the run must pass. */
  readonly code?: ProbeCode;
  readonly stage?: StageName;
  /** What swaks is asked to do, and the stage it must reach; left out where it has no such test. */
  readonly swaks?: readonly string[];
  readonly swaksStage?: SwaksOutcome['stage'];
}

const rows: readonly Row[] = [
  { what: 'takes mail for its own domain in clear text', service: 'plain', options: inside, swaks: swaksEnvelope(inside), swaksStage: 'done' },
  {
    what: 'relays after STARTTLS and sign-in',
    service: 'submission',
    options: { ...login, ...outside, mode: 'starttls-required' },
    swaks: [...swaksEnvelope(outside), '-tls', ...swaksLogin()],
    swaksStage: 'done',
  },
  {
    what: 'relays after TLS from the first byte and sign-in',
    service: 'submissions',
    options: { ...login, ...outside, scheme: 'smtps' },
    swaks: [...swaksEnvelope(outside), '-tlsc', ...swaksLogin()],
    swaksStage: 'done',
  },
  {
    what: 'signs in with CRAM-MD5 in clear text',
    service: 'clearAuth',
    options: { ...login, ...outside, allowClearTextAuth: true },
    swaks: [...swaksEnvelope(outside), '--auth', 'CRAM-MD5', ...swaksLogin().slice(2)],
    swaksStage: 'done',
  },
  {
    what: 'denies relaying to strangers',
    service: 'plain',
    options: outside,
    code: 'rcpt/relay-denied',
    stage: 'rcpt-to',
    swaks: swaksEnvelope(outside),
    swaksStage: 'rcpt-to',
  },
  {
    what: 'refuses a wrong password',
    service: 'submission',
    options: { ...wrongLogin, ...outside },
    code: 'auth/credentials',
    stage: 'auth',
    swaks: [...swaksEnvelope(outside), '-tls', ...swaksLogin('wrong-horse-8')],
    swaksStage: 'auth',
  },
  {
    what: 'demands TLS before mail',
    service: 'submission',
    options: { ...inside, mode: 'none' },
    code: 'mail/needs-tls',
    stage: 'mail-from',
    swaks: swaksEnvelope(inside),
    swaksStage: 'mail-from',
  },
  {
    what: 'demands TLS before sign-in',
    service: 'opportunistic',
    options: { ...login, mode: 'none' },
    code: 'auth/needs-tls',
    stage: 'auth',
    swaks: [...swaksEnvelope(inside), ...swaksLogin()],
    swaksStage: 'auth',
  },
  {
    what: 'offers no sign-in',
    service: 'plain',
    options: { ...login, allowClearTextAuth: true },
    code: 'auth/not-offered',
    stage: 'auth',
    swaks: [...swaksEnvelope(inside), ...swaksLogin()],
    swaksStage: 'auth',
  },
  {
    what: 'offers no STARTTLS',
    service: 'plain',
    options: { mode: 'starttls-required' },
    code: 'starttls/not-offered',
    stage: 'starttls',
    swaks: [...swaksEnvelope(inside), '-tls'],
    swaksStage: 'tls',
  },
  {
    what: 'can not set up TLS',
    service: 'brokenTls',
    options: { mode: 'starttls-required' },
    code: 'starttls/temporary',
    stage: 'starttls',
    swaks: [...swaksEnvelope(inside), '-tls'],
    swaksStage: 'tls',
  },
  {
    what: 'has no usable key for STARTTLS',
    service: 'noKey',
    options: { mode: 'starttls-required' },
    code: 'tls/no-common-cipher',
    stage: 'tls',
    swaks: [...swaksEnvelope(inside), '-tls'],
    swaksStage: 'tls',
  },
  { what: 'turns away at the greeting', service: 'banned', code: 'greeting/rejected', stage: 'greeting', swaks: swaksEnvelope(inside), swaksStage: 'greeting' },
  { what: 'is too busy at the greeting', service: 'busy', code: 'greeting/too-many', stage: 'greeting', swaks: swaksEnvelope(inside), swaksStage: 'greeting' },
  {
    what: 'greylists',
    service: 'greylisted',
    options: inside,
    code: 'limit/greylisted',
    stage: 'rcpt-to',
    swaks: swaksEnvelope(inside),
    swaksStage: 'rcpt-to',
  },
  {
    what: 'has too many recipients',
    service: 'crowded',
    options: inside,
    code: 'limit/recipients',
    stage: 'rcpt-to',
    swaks: swaksEnvelope(inside),
    swaksStage: 'rcpt-to',
  },
  {
    what: 'does not take the sender',
    service: 'noSender',
    options: inside,
    code: 'mail/rejected',
    stage: 'mail-from',
    swaks: swaksEnvelope(inside),
    swaksStage: 'mail-from',
  },
  {
    what: 'does not take a sender of somebody else',
    service: 'ownSender',
    options: { ...login, ...inside },
    code: 'mail/sender-not-allowed',
    stage: 'mail-from',
    swaks: [...swaksEnvelope(inside), '-tls', ...swaksLogin()],
    swaksStage: 'mail-from',
  },
  {
    what: 'does not take the client name',
    service: 'fussy',
    options: { ...inside, heloName: 'shortname' },
    code: 'ehlo/rejected',
    stage: 'rcpt-to',
    swaks: ['--helo', 'shortname', ...swaksEnvelope(inside)],
    swaksStage: 'rcpt-to',
  },
  {
    what: 'waits for TLS on its port',
    service: 'submissions',
    options: { timeouts: { greetingMs: 500, patienceMs: 100 } },
    code: 'greeting/tls-expected',
    stage: 'greeting',
  },
  {
    what: 'begins in clear text on its port',
    service: 'submission',
    options: { scheme: 'smtps' },
    code: 'tls/plain-server',
    stage: 'tls',
    swaks: [...swaksEnvelope(inside), '-tlsc'],
    swaksStage: 'tls',
  },
];

describe('a real Postfix', { skip }, () => {
  for (const { what, service, options, code, stage, swaks: args, swaksStage } of rows) {
    test(`${what}${args ? ', and swaks sees the same' : ''}`, async () => {
      const run = await probePort(service, options);
      assert.equal(run.verdict.cause?.code, code, run.transcript.join('\n'));
      assert.equal(run.verdict.cause?.stage, stage);
      assert.equal(run.verdict.ok, code === undefined);
      if (!args) return;
      const oracle = await swaks(postfix.ports[service], args);
      assert.equal(oracle.stage, swaksStage, oracle.transcript);
      const ended = run.stage(stage ?? 'rcpt-to');
      const reply = ended && 'facts' in ended ? ended.facts.reply : undefined;
      if (reply) assert.equal(reply.code, oracle.code, oracle.transcript);
    });
  }

  test('delays its greeting, and one is told so while one waits', async () => {
    const run = await probePort('slow', { ...inside, timeouts: { patienceMs: 50 } });
    assert.equal(run.verdict.ok, true);
    assert.ok(run.transcript.some((line) => line.includes('still waiting')));
  });

  test('gets exactly the commands that we say we send', async () => {
    const before = postfix.log().length;
    await probePort('submission', { ...login, ...outside });
    // The line comes when the session ends, which is after our QUIT was answered.
    let line: string | undefined;
    for (let tries = 0; line === undefined && tries < 100; tries += 1) {
      line = /submission\/smtpd\[\d+\]: disconnect from .*/.exec(postfix.log().slice(before))?.[0];
      if (line === undefined) await new Promise((resolve) => setTimeout(resolve, 20));
    }
    assert.match(line ?? '', /ehlo=2 starttls=1 auth=1 mail=1 rcpt=1 rset=1 quit=1 commands=8$/);
  });

  test('takes a test message and says under which id it keeps it', async () => {
    const plan = planTo(postfix.ports.submission, { ca: [certificates.ca], ...login, ...outside, mode: 'starttls-required' });
    const events: StageEvent[] = [];
    for await (const event of sendTestMessage(plan, { confirmed: true, transport: createNodeTransport() })) events.push(event);
    const { verdict } = finishedRun(plan, events);
    assert.equal(verdict.ok, true, JSON.stringify(verdict));
    const id = /queued as (\S+)/.exec(verdict.summary)?.[1];
    assert.ok(id && postfix.log().includes(`${id}: message-id=`), verdict.summary);
    assert.ok(!JSON.stringify(events).includes(PASSWORD));
  });
});

const VERDICTS: Readonly<Record<CertificateKind, { readonly code?: ProbeCode; readonly openssl: readonly number[] }>> = {
  valid: { openssl: [0] },
  'with-intermediate': { openssl: [0] },
  expired: { code: 'tls/expired', openssl: [10] },
  'expired-intermediate': { code: 'tls/expired-intermediate', openssl: [10] },
  'not-yet-valid': { code: 'tls/not-yet-valid', openssl: [9] },
  'self-signed': { code: 'tls/self-signed', openssl: [18] },
  'wrong-name': { code: 'tls/wrong-name', openssl: [62] },
  // 19: a root that nobody trusts was sent; 20 and 21: the issuer was not found.
  'foreign-root': { code: 'tls/untrusted', openssl: [19] },
  'without-intermediate': { code: 'tls/untrusted', openssl: [20, 21] },
  'public-intermediate-missing': { code: 'tls/missing-intermediate', openssl: [20, 21] },
  'fetchable-intermediate-missing': { code: 'tls/missing-intermediate', openssl: [20, 21] },
  intercepted: { code: 'tls/intercepted', openssl: [19] },
  'common-name-only': { openssl: [0] },
};

describe('certificates of a real Postfix', { skip }, () => {
  for (const kind of CERTIFICATE_KINDS) {
    test(`${kind}: the facts are those of openssl s_client`, async () => {
      const run = await probePort(`cert-${kind}`, { ...login, ...inside, scheme: 'smtps', host: 'localhost' });
      assert.equal(run.verdict.cause?.code, VERDICTS[kind].code, run.transcript.join('\n'));
      const ended = run.stage('tls');
      const tls = ended && 'facts' in ended ? ended.facts.tls : undefined;
      const view = await opensslView(postfix.ports[`cert-${kind}`], caFile);
      assert.ok(VERDICTS[kind].openssl.includes(view.verifyCode), `openssl says ${view.verifyCode}`);
      const [leaf] = tls!.chain;
      assert.equal(leaf!.fingerprint256, view.fingerprint);
      assert.equal(leaf!.validFrom, view.notBefore.toISOString());
      assert.equal(leaf!.validTo, view.notAfter.toISOString());
      if (!leaf!.commonNameOnly) assert.equal(leaf!.names.join(','), view.names.replace(/(DNS|IP Address):/g, '').replaceAll(' ', ''));
      assert.equal(tls!.protocol, view.protocol);
      assert.equal(tls!.cipher, view.cipher);
      assert.ok(tls!.chain.length >= view.sent);
    });
  }

  test('over STARTTLS the certificate is the same', async () => {
    const run = await probePort('submission', { ...login, ...inside, host: 'localhost' });
    const ended = run.stage('tls');
    const view = await opensslView(postfix.ports.submission, caFile, { startTls: true });
    assert.equal(ended && 'facts' in ended && ended.facts.tls?.chain[0]?.fingerprint256, view.fingerprint);
  });
});

describe('a real Postfix that asks Dovecot', { skip: postfixObstacle('dovecot') ?? false }, () => {
  test('signs in with the right password and with no other', async () => {
    const { servers, ca } = await makeCertificates();
    const own = await startPostfix({
      services: { submission: { parameters: ENCRYPTED, certificate: servers.valid } },
      sasl: { type: 'dovecot', user: USER, password: PASSWORD },
    });
    try {
      const plan = (password: string) => planTo(own.ports.submission, { ca: [ca], user: USER, password: new Secret(password), ...outside });
      assert.equal((await runProbe(plan(PASSWORD))).verdict.ok, true);
      const refused = await runProbe(plan('wrong-horse-8'));
      assert.equal(refused.verdict.cause?.code, 'auth/credentials');
    } finally {
      own.stop();
    }
  });
});
