import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { runCli } from '../../src/cli/run.ts';
import { makeCertificates } from '../support/certificates.ts';
import { fakePorts, folderWith } from '../support/cli.ts';
import { type PostfixInstance, postfixObstacle, startPostfix } from '../support/postfixInstance.ts';

const USER = 'app';
const PASSWORD = 'correct-horse-7';

/** `relay-doctor test --all` on the services of a real Postfix. */
describe('all relays of a folder', { skip: postfixObstacle('cyrus') ?? false }, () => {
  let postfix: PostfixInstance<'plain' | 'submission'>;
  let ca = '';
  before(async () => {
    const certificates = await makeCertificates();
    ca = certificates.ca;
    const submission = { parameters: { smtpd_tls_security_level: 'encrypt', smtpd_sasl_auth_enable: 'yes' }, certificate: certificates.servers.valid };
    postfix = await startPostfix({ services: { plain: { parameters: {} }, submission }, sasl: { type: 'cyrus', user: USER, password: PASSWORD } });
  });
  after(() => postfix?.stop());

  it('pass and fail side by side, each with its own cause', async (t) => {
    const relay = (port: number, more: string) =>
      `SMTP_HOST=localhost\nSMTP_PORT=${port}\nSMTP_SECURE=false\nSMTP_FROM=jo@lab.test\nSMTP_USER=${USER}\nSMTP_PASS=${more}\n`;
    const { submission, plain } = postfix.ports;
    const folder = folderWith({
      'ca.pem': ca,
      'good/.env': relay(submission, PASSWORD),
      'wrong/.env': relay(submission, 'no-such-password'),
      'plain/.env': relay(plain, PASSWORD),
      'open/.env': relay(submission, '$' + '{APP_PASSWORD}'),
    });
    t.after(() => folder.remove());
    const ports = fakePorts({ env: { APP_PASSWORD: PASSWORD } });
    const code = await runCli(
      ['test', '--all', folder.path, '--ca', join(folder.path, 'ca.pem'), '--env', '--rcpt', 'jo@lab.test', '--format', 'ndjson'],
      ports,
    );
    assert.equal(code, 1, ports.said.out + ports.said.err);
    interface Event {
      readonly type: string;
      readonly relay?: { readonly file: string };
      readonly places?: readonly { readonly file: string }[];
      readonly ok?: boolean;
      readonly cause?: { readonly code: string };
    }
    const events = ports.said.out
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as Event);
    const verdicts = events
      .filter(({ type }) => type === 'verdict')
      .map(({ relay: one, ok, cause }) => [one?.file.slice(folder.path.length + 1), ok, cause?.code]);
    assert.deepEqual(verdicts.sort(), [
      ['good/.env', true, undefined],
      ['plain/.env', false, 'auth/not-offered'],
      ['wrong/.env', false, 'auth/credentials'],
    ]);
    const good = events.find(({ type, relay: one }) => type === 'plan' && one?.file.includes('good'));
    assert.deepEqual(
      good?.places?.map(({ file }) => file.slice(folder.path.length + 1)),
      ['good/.env', 'open/.env'],
    );
    assert.ok(!ports.said.out.includes(PASSWORD));
  });
});
