import type { RunRecord } from '../../src/report/runRecord.ts';
import type { Capabilities, Cause, CertificateFacts, TlsFacts } from '../../src/smtp/types.ts';

export const CERTIFICATE: CertificateFacts = {
  subject: 'CN=mail.test',
  issuer: 'CN=Root',
  names: ['mail.test', 'smtp.mail.test'],
  validFrom: '2026-01-01T00:00:00.000Z',
  validTo: '2027-01-01T00:00:00.000Z',
  daysLeft: 90,
  fingerprint256: 'AA:BB',
};

export const TLS: TlsFacts = { protocol: 'TLSv1.3', cipher: 'TLS_AES_256_GCM_SHA384', chain: [CERTIFICATE], trusted: true, nameMatches: true };

export const CLEAR: Capabilities = { extensions: { STARTTLS: [], SIZE: ['10485760'] }, mechanisms: [], startTls: true, size: 10_485_760 };

export const UNDER_TLS: Capabilities = {
  extensions: { SIZE: ['10485760'], AUTH: ['PLAIN', 'LOGIN'], LIMITS: ['RCPTMAX=50', 'MAILMAX=20'], SMTPUTF8: [] },
  mechanisms: ['PLAIN', 'LOGIN'],
  startTls: false,
  size: 10_485_760,
};

/** A run in which everything went well, over STARTTLS and with a sign-in. */
export const GOOD_RUN: RunRecord = {
  version: 1,
  id: 'run-1',
  startedAt: '2026-10-01T08:00:00.000Z',
  relay: {
    key: 'setting app/.env generic-env::SMTP_HOST',
    file: 'app/.env',
    line: 4,
    host: 'mail.test',
    port: 587,
    security: 'starttls-required',
    user: 'app@shop.example.org',
    mailFrom: 'app@shop.example.org',
    rcptTo: 'jo@else.example.net',
    heloName: 'web.shop.example.org',
    verifyCertificate: true,
  },
  place: { kind: 'local', label: 'this computer' },
  stages: [
    { stage: 'resolve', state: 'passed', atMs: 0, ms: 10, facts: { addresses: ['192.0.2.1', '192.0.2.2'] } },
    { stage: 'connect', state: 'passed', atMs: 10, ms: 20, facts: { attempts: [{ address: '192.0.2.1', family: 4, ms: 20, ok: true }] } },
    { stage: 'greeting', state: 'passed', atMs: 30, ms: 30, facts: { reply: { code: 220, lines: ['mail.test ESMTP ready'] } } },
    { stage: 'ehlo', state: 'passed', atMs: 60, ms: 5, facts: { reply: { code: 250, lines: ['mail.test', 'STARTTLS'] }, capabilities: CLEAR } },
    { stage: 'starttls', state: 'passed', atMs: 65, ms: 5, facts: { reply: { code: 220, lines: ['go'] } } },
    { stage: 'tls', state: 'passed', atMs: 70, ms: 40, facts: { tls: TLS } },
    { stage: 'ehlo-tls', state: 'passed', atMs: 110, ms: 5, facts: { reply: { code: 250, lines: ['mail.test'] }, capabilities: UNDER_TLS } },
    { stage: 'auth', state: 'passed', atMs: 115, ms: 30, facts: { mechanism: 'PLAIN', reply: { code: 235, lines: ['ok'] } } },
    { stage: 'mail-from', state: 'passed', atMs: 145, ms: 5, facts: { reply: { code: 250, lines: ['ok'] } } },
    { stage: 'rcpt-to', state: 'passed', atMs: 150, ms: 5, facts: { reply: { code: 250, lines: ['ok'] } } },
    { stage: 'quit', state: 'passed', atMs: 155, ms: 5 },
  ],
  lines: [
    { stage: 'greeting', atMs: 60, direction: 'received', encrypted: false, unexpected: false, text: '220 mail.test ESMTP ready' },
    { stage: 'auth', atMs: 116, direction: 'sent', encrypted: true, unexpected: false, text: 'AUTH PLAIN •••• (user name and password)' },
    { stage: 'mail-from', atMs: 145, direction: 'sent', encrypted: true, unexpected: false, text: 'MAIL FROM:<app@shop.example.org>' },
  ],
  verdict: { ok: true, summary: 'mail.test port 587 takes mail', notTested: [] },
};

export function cause(fields: Pick<Cause, 'code' | 'stage'> & Partial<Cause>): Cause {
  return {
    summary: `it is ${fields.code}`,
    owner: 'you',
    confidence: 'certain',
    evidence: [],
    ruledOut: [],
    nextStep: 'Do this.',
    nextSteps: ['Do this.'],
    ...fields,
  };
}

/** The good run, ended by a cause: its stage failed, those after it were skipped. */
export function failedRun(root: Cause, base: RunRecord = GOOD_RUN): RunRecord {
  const at = base.stages.findIndex(({ stage }) => stage === root.stage);
  const reason = `${root.stage} failed`;
  const rest = base.stages.slice(at + 1).map(({ stage }) => ({ stage, reason }));
  return {
    ...base,
    stages: [
      ...base.stages.slice(0, at),
      { stage: root.stage, state: 'failed', atMs: base.stages[at]?.atMs ?? 0, ms: 7, failure: { code: root.code, detail: 'as seen' } },
      ...rest.map((one) => ({ ...one, state: 'skipped' as const })),
    ],
    verdict: { ok: false, summary: root.summary, cause: root, notTested: rest },
  };
}
