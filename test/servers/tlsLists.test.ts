import assert from 'node:assert/strict';
import { execFile, spawnSync } from 'node:child_process';
import { after, before, describe, it } from 'node:test';
import { promisify } from 'node:util';
import { makeCertificates } from '../support/certificates.ts';
import { type PostfixInstance, postfixObstacle, startPostfix } from '../support/postfixInstance.ts';
import { findingsOf } from '../support/ruleFixtures.ts';

const env = { ...process.env, PATH: `${process.env.PATH}:/usr/sbin` };
const skip =
  postfixObstacle() ?? (spawnSync('posttls-finger', ['-L', 'none'], { env }).error ? 'posttls-finger is not installed: sudo apt-get install postfix' : false);

const PROTOCOLS = [
  ...['!SSLv2, !SSLv3', '!sslv2:!SSLv3', '>=TLSv1.2', '>=TLSv1, <=TLSv1.3', '>=0x0303', 'TLSv1.2 TLSv1.3'],
  ...['!SSL3', 'TLS1.2', '>=TLS1.2', 'TLSv10', '!', '>=0x03zz', 'TLSv1_2', 'yes'],
];
const GRADES = ['high', 'MEDIUM', 'low', 'export', 'null', 'strong', 'hihg', 'ECDHE-RSA-AES256-GCM-SHA384'];

describe('the TLS library of Postfix', { skip }, () => {
  let server: PostfixInstance<'tls'>;
  before(async () => {
    const { servers } = await makeCertificates();
    server = await startPostfix({ services: { tls: { parameters: { smtpd_tls_security_level: 'may' }, certificate: servers.valid } } });
  });
  after(() => server?.stop());

  /** What posttls-finger says of a session with one of these lists. */
  const finger = async (option: string, value: string) => {
    const args = ['-c', '-l', 'encrypt', '-t', '10', option, value, `[127.0.0.1]:${server.ports.tls}`];
    const { stdout, stderr } = await promisify(execFile)('posttls-finger', args, { env }).catch((error: { stdout: string; stderr: string }) => error);
    return stdout + stderr;
  };
  const hasError = (name: string, value: string) =>
    findingsOf('main.cf', `smtp_tls_security_level = encrypt\n${name} = ${value}\n`).some(({ rule }) => /^tls\/unknown-(protocol|cipher-grade)$/.test(rule));

  it('takes exactly the protocol lists that no rule objects to', async () => {
    for (const value of PROTOCOLS) {
      const isRefused = /Invalid TLS protocol list/i.test(await finger('-p', value));
      assert.equal(hasError('smtp_tls_mandatory_protocols', value), isRefused, value);
    }
  });

  it('takes exactly the cipher grades that no rule objects to', async () => {
    for (const value of GRADES) {
      const isRefused = /invalid (TLS )?cipher grade/i.test(await finger('-g', value));
      assert.equal(hasError('smtp_tls_mandatory_ciphers', value), isRefused, value);
    }
  });
});
