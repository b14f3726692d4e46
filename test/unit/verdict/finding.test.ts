import assert from 'node:assert/strict';
import { test } from 'node:test';
import { wholeRelays } from '../../../src/discover/joinedPlaces.ts';
import { viewOfTexts } from '../../../src/discover/postfixFolder.ts';
import { createMailConfigService } from '../../../src/service/mailConfigService.ts';
import type { Analysis, SourceText } from '../../../src/service/types.ts';
import type { Cause } from '../../../src/smtp/types.ts';
import { applyEdits } from '../../../src/text/span.ts';
import { verdictFinding } from '../../../src/verdict/finding.ts';

const service = createMailConfigService({ logger: { error: (message) => assert.fail(message) } });

const CAUSE: Cause = {
  code: 'tcp/timeout',
  stage: 'connect',
  summary: 'no answer from smtp.example.com port 25',
  owner: 'you',
  confidence: 'certain',
  evidence: [],
  ruledOut: [],
  nextStep: 'Try port 587.',
  nextSteps: ['Try port 587.'],
  part: 'port',
};

const PROVEN_465: Cause = { ...CAUSE, proven: { port: 465, mode: 'implicit-tls', evidence: '465 with implicit TLS answered, certificate valid' } };

function found(source: SourceText, cause: Cause) {
  const analysis = service.analyze(source) as Analysis;
  const [setting] = wholeRelays(analysis);
  assert.ok(setting, 'no relay setting');
  const finding = verdictFinding(analysis, setting, cause);
  assert.ok(finding, 'no finding');
  const [fix] = finding.fixes;
  const textOf = (path: string) => source.around?.readText(path) ?? source.project?.view.readText(path) ?? '';
  return {
    finding,
    marked:
      finding.path === undefined ? source.text.slice(finding.span.start, finding.span.end) : textOf(finding.path).slice(finding.span.start, finding.span.end),
    fix,
    fixed: fix && applyEdits(source.text, fix.edits),
    others: Object.fromEntries((fix?.elsewhere ?? []).map(({ path, edits }) => [path, applyEdits(textOf(path), edits)])),
  };
}

const env = (text: string): SourceText => ({ path: '.env', text });

test('the verdict stands on the port, with the proven port and scheme as one fix', () => {
  const text = 'MAIL_MAILER=smtp\nMAIL_HOST=smtp.example.com\nMAIL_PORT=25\nMAIL_USERNAME=app\nMAIL_PASSWORD=x1\n';
  const { finding, marked, fix, fixed } = found(env(text), PROVEN_465);
  assert.deepEqual([finding.rule, finding.severity, marked], ['tcp/timeout', 'error', '25']);
  assert.match(finding.message, /465 with implicit TLS answered/);
  assert.match(fix!.title, /^Write what the test proved: set MAIL_PORT to 465/);
  assert.match(fixed!, /MAIL_PORT=465\n/);
});

test('nodemailer keys get port and secure together', () => {
  const { fixed } = found(env('SMTP_HOST=smtp.example.com\nSMTP_PORT=587\nSMTP_SECURE=false\n'), PROVEN_465);
  assert.equal(fixed, 'SMTP_HOST=smtp.example.com\nSMTP_PORT=465\nSMTP_SECURE=true\n');
});

test('a URL gets scheme and port inside it', () => {
  const { fixed } = found(env('EMAIL_SERVER=smtp://app:x1@smtp.example.com:587\n'), PROVEN_465);
  assert.equal(fixed, 'EMAIL_SERVER=smtps://app:x1@smtp.example.com:465\n');
});

test('a main.cf changes along with the key of its password table', () => {
  const text =
    'relayhost = [smtp.example.com]:587\nsmtp_sasl_auth_enable = yes\nsmtp_sasl_password_maps = hash:/etc/postfix/sasl_passwd\nsmtp_tls_security_level = encrypt\n';
  const around = viewOfTexts({ sasl_passwd: '[smtp.example.com]:587 app:x1\n' });
  const { fixed, others, marked } = found({ path: '/etc/postfix/main.cf', text, around }, PROVEN_465);
  assert.equal(marked, '587');
  assert.match(fixed!, /^relayhost = \[smtp\.example\.com\]:465\n/);
  assert.match(fixed!, /smtp_tls_wrappermode = yes/);
  assert.deepEqual(others, { '/etc/postfix/sasl_passwd': '[smtp.example.com]:465 app:x1\n' });
});

test('refused credentials of a main.cf stand on the row of the password table, and show no password', () => {
  const text = 'relayhost = [smtp.example.com]:587\nsmtp_sasl_auth_enable = yes\nsmtp_sasl_password_maps = hash:/etc/postfix/sasl_passwd\n';
  const around = viewOfTexts({ sasl_passwd: '[smtp.example.com]:587 app:x1\n' });
  const { finding, marked } = found({ path: '/etc/postfix/main.cf', text, around }, { ...CAUSE, code: 'auth/credentials', part: 'password' });
  assert.deepEqual([finding.path, marked], ['/etc/postfix/sasl_passwd', '[smtp.example.com]:587']);
});

test('a port that a variable of .env sets is marked and changed there', () => {
  const text =
    'services:\n  app:\n    image: ghost:5\n    environment:\n      SMTP_HOST: smtp.example.com\n      SMTP_PORT: ${MAIL_OUT}\n      SMTP_SECURE: "false"\n';
  const files: Record<string, string> = { '.env': 'MAIL_OUT=25\n' };
  const project = service.projectIn({ readText: (path) => files[path], stat: () => undefined });
  const { finding, marked, fixed, others } = found({ path: 'compose.yaml', text, project }, PROVEN_465);
  assert.deepEqual([finding.path, marked], ['.env', '25']);
  assert.deepEqual(others, { '.env': 'MAIL_OUT=465\n' });
  assert.match(fixed!, /SMTP_SECURE: "true"/);
});

test('a switch that a variable of .env sets stays a switch there', () => {
  const text =
    'services:\n  shop:\n    image: shop:1\n    environment:\n      SMTP_HOST: smtp.example.com\n      SMTP_PORT: ${OUT_PORT}\n      SMTP_SECURE: ${OUT_TLS}\n';
  const files: Record<string, string> = { '.env': 'OUT_PORT=2525\nOUT_TLS=True\n' };
  const project = service.projectIn({ readText: (path) => files[path], stat: () => undefined });
  const { others } = found(
    { path: 'compose.yaml', text, project },
    { ...CAUSE, part: 'security', proven: { mode: 'starttls-required', evidence: '2525 with STARTTLS answered' } },
  );
  assert.deepEqual(others, { '.env': 'OUT_PORT=2525\nOUT_TLS=False\n' });
});

test('a relay of env_file and environment changes in the file that sets each part', () => {
  const text = 'services:\n  app:\n    image: ghost:5\n    env_file: mail.env\n    environment:\n      SMTP_HOST: smtp.example.com\n';
  const files: Record<string, string> = { 'mail.env': 'SMTP_PORT=25\nSMTP_SECURE=false\n' };
  const project = service.projectIn({ readText: (path) => files[path], stat: () => undefined });
  const { finding, marked, others } = found({ path: 'compose.yaml', text, project }, PROVEN_465);
  assert.deepEqual([finding.path, marked], ['mail.env', '25']);
  assert.deepEqual(others, { 'mail.env': 'SMTP_PORT=465\nSMTP_SECURE=true\n' });
});

test('a part that the file does not say stands on the host', () => {
  const { marked } = found(env('SMTP_HOST=smtp.example.com\nSMTP_PORT=587\n'), { ...CAUSE, part: 'helo' });
  assert.equal(marked, 'smtp.example.com');
});

test('a proof of which a part has no place in the file is not offered', () => {
  const { fix } = found(env('SMTP_HOST=smtp.example.com\nSMTP_PORT=587\n'), {
    ...CAUSE,
    proven: { heloName: 'host.example.com', port: 2525, mode: 'starttls-required', evidence: '2525 answered' },
  });
  assert.equal(fix, undefined);
});

test('the name that the certificate has is written as host', () => {
  const { fixed } = found(env('SMTP_HOST=mail.example.org\nSMTP_PORT=587\n'), {
    ...CAUSE,
    part: 'host',
    proven: { host: 'smtp.example.com', evidence: 'answered' },
  });
  assert.equal(fixed, 'SMTP_HOST=smtp.example.com\nSMTP_PORT=587\n');
});

test('what may pass, or is the network’s, is a warning', () => {
  const source = env('SMTP_HOST=smtp.example.com\nSMTP_PORT=587\n');
  assert.equal(found(source, { ...CAUSE, owner: 'network' }).finding.severity, 'warning');
  assert.equal(found(source, { ...CAUSE, code: 'limit/rate' }).finding.severity, 'warning');
  assert.equal(found(source, { ...CAUSE, confidence: 'likely' }).finding.severity, 'warning');
});

test('where a rule says what to do, the test adds that it was seen', () => {
  const text = 'SMTP_HOST=smtp.example.com\nSMTP_PORT=587\nSMTP_SECURE=true\n';
  const analysis = service.analyze(env(text)) as Analysis;
  const [rule] = analysis.findings.filter((one) => one.rule === 'tls/mismatched-port-587');
  assert.ok(rule, 'the rule has nothing to say');
  const cause: Cause = {
    ...CAUSE,
    code: 'tls/plain-server',
    rule: rule.rule,
    part: text.slice(rule.span.start, rule.span.end) === '587' ? 'port' : 'security',
  };
  const { finding } = found(env(text), cause);
  assert.deepEqual(finding.span, rule.span);
  assert.match(finding.message, /Seen in a test; "tls\/mismatched-port-587" says what to do$/);
  assert.match(found(env(text), { ...cause, rule: 'relay/malformed-host' }).finding.message, /Try port 587\.$/);
});

test('a proof that a rule already offers as its own fix is not offered twice', () => {
  const text = 'SMTP_HOST=smtp.example.com\nSMTP_PORT=587\nSMTP_SECURE=true\n';
  const [rule] = (service.analyze(env(text)) as Analysis).findings.filter((one) => one.rule === 'tls/mismatched-port-587');
  const fixed = rule!.fixes.map(({ edits }) => applyEdits(text, edits));
  const isPort = fixed.some((one) => one.includes('SMTP_PORT=465'));
  const cause: Cause = {
    ...CAUSE,
    code: 'tls/plain-server',
    part: text.slice(rule!.span.start, rule!.span.end) === '587' ? 'port' : 'security',
    proven: isPort ? { port: 465, mode: 'implicit-tls', evidence: '465 answered' } : { mode: 'starttls-required', evidence: '587 answered' },
  };
  const { finding, fix } = found(env(text), cause);
  assert.equal(fix, undefined);
  assert.match(finding.message, /Seen to work: /);
});

test('a cancelled test leaves nothing in the file', () => {
  const analysis = service.analyze(env('SMTP_HOST=smtp.example.com\n')) as Analysis;
  assert.equal(verdictFinding(analysis, analysis.settings[0]!, { ...CAUSE, code: 'cancelled' }), undefined);
});
