import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { copyAsNodemailer, copyAsOpenssl, copyAsSwaks } from '../../src/report/copyAs.ts';
import { Secret } from '../../src/smtp/credentials/secret.ts';
import type { RelayPlan } from '../../src/smtp/types.ts';
import { makeCertificates } from '../support/certificates.ts';
import { isInstalled, type PostfixInstance, postfixObstacle, startPostfix } from '../support/postfixInstance.ts';
import { planTo } from '../support/probeRun.ts';

/* What is copied is run as a person would: pasted into a shell, the password in the environment. */

const USER = `o'app $HOME`;
const PASSWORD = `correct "horse" '7'`;
const skip =
  postfixObstacle('cyrus') ??
  (isInstalled('swaks') ? false : 'swaks is not installed: sudo apt-get install -y swaks libnet-ssleay-perl libauthen-sasl-perl libdigest-hmac-perl');

let postfix: PostfixInstance<'submission' | 'submissions' | 'plain'>;
let folder: string;

describe('copied commands', { skip }, () => {
  before(async () => {
    const { ca, servers } = await makeCertificates();
    folder = mkdtempSync(join(tmpdir(), 'relay-doctor-copy-'));
    writeFileSync(join(folder, 'ca.pem'), ca);
    postfix = await startPostfix({
      services: {
        submission: { parameters: { smtpd_tls_security_level: 'encrypt', smtpd_sasl_auth_enable: 'yes' }, certificate: servers.valid },
        submissions: { parameters: { smtpd_tls_wrappermode: 'yes', smtpd_sasl_auth_enable: 'yes' }, certificate: servers.valid },
        plain: { parameters: {} },
      },
      sasl: { type: 'cyrus', user: USER, password: PASSWORD },
    });
  });
  after(() => {
    postfix?.stop();
    if (folder) rmSync(folder, { recursive: true, force: true });
  });

  function plan(name: 'submission' | 'submissions' | 'plain', mode: RelayPlan['mode'], fields: Partial<RelayPlan> = {}): RelayPlan {
    const base = planTo(postfix.ports[name], { mode, mailFrom: 'shop@lab.test', rcptTo: 'jo@lab.test', heloName: 'web.lab.test', serverName: 'localhost' });
    return { ...base, ca: ['the file has it'], ...(name === 'plain' ? {} : { user: USER, password: new Secret(PASSWORD) }), ...fields };
  }

  /** Runs a program with the words of the command as a shell splits them. */
  function run(command: string, args: readonly string[], input: string, password = PASSWORD): Promise<{ readonly exitCode: number; readonly text: string }> {
    const env = { ...process.env, SMTP_PASSWORD: password, SMTP_CA_FILE: join(folder, 'ca.pem') };
    return new Promise((resolve) => {
      const child = spawn(command, args, { env, timeout: 60_000 });
      let text = '';
      const take = (chunk: Buffer) => {
        text += chunk.toString();
      };
      child.stdout.on('data', take);
      child.stderr.on('data', take);
      child.stdin.on('error', () => undefined);
      child.on('close', (code) => resolve({ exitCode: code ?? -1, text }));
      child.stdin.end(input);
    });
  }
  const shell = (command: string, password?: string) => run('sh', ['-c', command], 'QUIT\n', password);
  const node = (code: string, password?: string) => run(process.execPath, ['--input-type=module', '-'], code, password);

  for (const [name, mode] of [
    ['submission', 'starttls-required'],
    ['submissions', 'implicit-tls'],
    ['plain', 'none'],
  ] as const) {
    test(`swaks gets as far as RCPT TO: ${mode}`, async () => {
      const { exitCode, text } = await shell(copyAsSwaks(plan(name, mode)));
      assert.equal(exitCode, 0, text);
      assert.match(text, /RCPT TO:<jo@lab\.test>\n<[-~] {2}250/);
      assert.match(text, /EHLO web\.lab\.test/);
      assert.equal(text.includes('235 2.7.0'), name !== 'plain', text);
      assert.equal(text.includes('DATA'), false);
    });

    test(`nodemailer finds the relay in order: ${mode}`, async () => {
      const { exitCode, text } = await node(copyAsNodemailer(plan(name, mode)));
      assert.equal(exitCode, 0, text);
    });
  }

  for (const [name, mode] of [
    ['submission', 'starttls-required'],
    ['submissions', 'implicit-tls'],
  ] as const) {
    test(`openssl verifies the certificate: ${mode}`, async () => {
      const { text } = await shell(copyAsOpenssl(plan(name, mode)) ?? '');
      assert.match(text, /Verify return code: 0 \(ok\)/);
      assert.match(text, /Verified peername: localhost|subject=.*localhost/);
    });

    test(`a wrong password is refused, so the right one was really used: ${mode}`, async () => {
      assert.equal((await shell(copyAsSwaks(plan(name, mode)), 'wrong')).exitCode, 28);
      const { exitCode, text } = await node(copyAsNodemailer(plan(name, mode)), 'wrong');
      assert.notEqual(exitCode, 0);
      assert.match(text, /EAUTH/);
    });
  }

  test('another name than that of the certificate is seen by openssl', async () => {
    const { text } = await shell(copyAsOpenssl(plan('submissions', 'implicit-tls', { serverName: 'other.test' })) ?? '');
    assert.match(text, /Verify return code: 62/);
  });
});
