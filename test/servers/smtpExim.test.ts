import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { Secret } from '../../src/smtp/credentials/secret.ts';
import { sendTestMessage } from '../../src/smtp/message.ts';
import { createNodeTransport } from '../../src/smtp/nodeTransport.ts';
import type { ProbeCode, RelayPlan, StageEvent, StageName } from '../../src/smtp/types.ts';
import { eximObstacle, startExim } from '../support/eximInstance.ts';
import { finishedRun, planTo, runProbe } from '../support/probeRun.ts';
import type { MailServer } from '../support/unpackedServer.ts';

/* Sign-in, envelope and limits in the words of a real Exim, the server of most shared hosting. */

const PASSWORD = 'correct-horse-7';
const CONFIGURATION = `domainlist local_domains = lab.test
message_size_limit = 2000
recipients_max = 1
recipients_max_reject = true
auth_advertise_hosts = *
acl_smtp_mail = acl_mail
acl_smtp_rcpt = acl_rcpt
acl_smtp_data = acl_data
begin acl
acl_mail:
  deny senders = wet@lab.test
       message = TLS required, try again with STARTTLS
  accept
acl_rcpt:
  defer senders = new@lab.test
        message = greylisted, try again in 5 minutes
  defer senders = fast@lab.test
        message = domain has exceeded the max emails per hour (100/100)
  deny senders = listed@lab.test
       message = blocked using zen.example
  accept authenticated = *
  require message = relay not permitted
          domains = +local_domains
  accept local_parts = me : you
  deny message = No such user here
acl_data:
  deny condition = \${if match{$message_body}{spam}}
       message = This message contains a virus
  accept
begin routers
sink:
  driver = accept
  transport = nowhere
begin transports
nowhere:
  driver = appendfile
  file = /dev/null
begin authenticators
PLAIN:
  driver = plaintext
  public_name = PLAIN
  server_prompts = :
  server_condition = \${if eq{$auth2}{busy}{\${lookup{x}lsearch{/nonexistent}}}{\${if and{{eq{$auth2}{app}}{eq{$auth3}{${PASSWORD}}}}}}}
LOGIN:
  driver = plaintext
  public_name = LOGIN
  server_prompts = Username:: : Password::
  server_condition = \${if and{{eq{$auth1}{app}}{eq{$auth2}{${PASSWORD}}}}}
CRAM:
  driver = cram_md5
  public_name = CRAM-MD5
  server_secret = \${if eq{$auth1}{app}{${PASSWORD}}fail}
`;

interface Row {
  readonly what: string;
  readonly plan?: Partial<RelayPlan>;
  readonly stage: StageName;
  readonly code: ProbeCode;
}

const login = { user: 'app', password: new Secret(PASSWORD), allowClearTextAuth: true };
const rows: readonly Row[] = [
  { what: 'R2: Exim does not relay', plan: { rcptTo: 'you@elsewhere.test' }, stage: 'rcpt-to', code: 'rcpt/relay-denied' },
  { what: 'R3: Exim knows no such user', plan: { rcptTo: 'nobody@lab.test' }, stage: 'rcpt-to', code: 'rcpt/unknown-user' },
  { what: 'R4: Exim greylists', plan: { mailFrom: 'new@lab.test' }, stage: 'rcpt-to', code: 'limit/greylisted' },
  { what: 'R5: cPanel counts per hour', plan: { mailFrom: 'fast@lab.test' }, stage: 'rcpt-to', code: 'limit/rate' },
  { what: 'R13: Exim asks a block list', plan: { mailFrom: 'listed@lab.test' }, stage: 'rcpt-to', code: 'client/blocklisted' },
  { what: 'R14: Exim wants TLS before mail', plan: { mailFrom: 'wet@lab.test' }, stage: 'mail-from', code: 'mail/needs-tls' },
  { what: 'A5: Exim refuses a wrong password', plan: { ...login, password: new Secret('wrong-horse-8') }, stage: 'auth', code: 'auth/credentials' },
  { what: 'A8: Exim can not look the password up', plan: { ...login, user: 'busy', mechanism: 'PLAIN' }, stage: 'auth', code: 'auth/temporary' },
];

describe('a real Exim', { skip: eximObstacle() ?? false }, () => {
  let exim: MailServer;
  before(async () => {
    exim = await startExim(CONFIGURATION);
  });
  after(() => exim?.stop());

  const planned = (more: Partial<RelayPlan> = {}): RelayPlan => ({ ...planTo(exim.port, { mailFrom: 'shop@lab.test', rcptTo: 'me@lab.test' }), ...more });

  for (const { what, plan, stage, code } of rows) {
    test(what, async () => {
      const run = await runProbe(planned(plan));
      assert.equal(run.verdict.cause?.code, code, `${run.transcript.join('\n')}\n${exim.log()}`);
      assert.equal(run.verdict.cause?.stage, stage);
    });
  }

  for (const mechanism of ['PLAIN', 'LOGIN', 'CRAM-MD5']) {
    test(`Exim takes the password by ${mechanism} and relays then`, async () => {
      const run = await runProbe(planned({ ...login, mechanism, rcptTo: 'you@elsewhere.test' }));
      assert.equal(run.verdict.ok, true, run.transcript.join('\n'));
    });
  }

  async function send(text: string) {
    const plan = planned();
    const events: StageEvent[] = [];
    for await (const event of sendTestMessage(plan, { confirmed: true, transport: createNodeTransport(), text })) events.push(event);
    return finishedRun(plan, events);
  }

  test('R7: Exim takes no message above its limit', async () => {
    assert.equal((await send('x'.repeat(70).concat('\n').repeat(100))).verdict.cause?.code, 'limit/size');
  });
  test('R11: Exim refuses what a message holds', async () => {
    const run = await send('spam\n');
    assert.equal(run.verdict.cause?.code, 'message/content', run.transcript.join('\n'));
  });
  test('R17: Exim tells the id of an accepted message', async () => {
    const run = await send('hello\n');
    assert.equal(run.verdict.ok, true, run.transcript.join('\n'));
    assert.match(run.transcript.join('\n'), /look for "\w+-\w+-\w+"/);
  });
});
