import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, before, describe, it, type TestContext } from 'node:test';
import { runCli } from '../../../src/cli/run.ts';
import { type DemoRelay, startDemoRelay } from '../../../src/tools/demo/relay.ts';
import { type FakeOptions, fakePorts, folderWith } from '../../support/cli.ts';

interface Verdict {
  readonly type: 'verdict';
  readonly ok: boolean;
  readonly cause?: Readonly<Record<string, unknown>>;
}

describe('relay-doctor test', () => {
  let relay: DemoRelay;
  before(async () => {
    relay = await startDemoRelay();
  });
  after(() => relay.close());

  async function run(args: readonly string[], given: FakeOptions = {}) {
    const ports = fakePorts({ env: { RELAY_PASSWORD: relay.password }, ...given });
    const code = await runCli(['test', ...args], ports);
    assertNoSecret(ports.said.out + ports.said.err);
    return { code, ...ports.said };
  }

  /** The password and every base64 form in which SMTP carries it (RFC 4616, LOGIN). */
  function assertNoSecret(text: string) {
    const { user, password } = relay;
    for (const secret of [password, base64(password), base64(`\0${user}\0${password}`), base64(password).slice(0, 12)]) assert.ok(!text.includes(secret));
  }

  const base64 = (text: string) => Buffer.from(text).toString('base64');
  const signIn = () => ['--user', relay.user, '--password-env', 'RELAY_PASSWORD', '--ca', relay.caFile];
  const events = (out: string) =>
    out
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as Readonly<Record<string, unknown>>);

  function project(t: TestContext, files: Readonly<Record<string, string>>): string {
    const folder = folderWith(files);
    t.after(() => folder.remove());
    return folder.path;
  }

  const dotenv = (port: number, more = '') => `SMTP_HOST=localhost\nSMTP_PORT=${port}\nSMTP_USER=${relay.user}\nSMTP_PASS=${relay.password}\n${more}`;

  it('passes where mail would go through, and says so last', async () => {
    const { code, out } = await run([`smtp://localhost:${relay.ports.submission}`, ...signIn()]);
    assert.equal(code, 0);
    assert.match(out, /^smtp:\/\/localhost:\d+\n=== Connect to localhost port \d+ \(STARTTLS if offered\)/);
    assert.match(out, /\n ~> AUTH PLAIN ••••.*\n<~ {2}235 /);
    assert.match(out, /\n\nOK: localhost port \d+ takes mail/);
  });

  it('says where the test ran, and that the app runs on a hosting platform', async (t) => {
    const folder = project(t, {
      'fly.toml': 'app = "shop"\n',
      'compose.yaml': 'services:\n  db:\n    image: postgres\n',
      'app/.env': 'SMTP_HOST=127.0.0.1\nSMTP_PORT=1\n',
    });
    const { code, out } = await run([join(folder, 'app/.env')], { env: { CI: 'true', GITHUB_ACTIONS: 'true' } });
    assert.equal(code, 1);
    assert.match(out, /\n=== the app is set up for Fly\.io \(fly\.toml\), .*the test runs on the GitHub Actions runner\n/);
    assert.match(out, /\n {2}Tested on: the GitHub Actions runner\n/);
    assert.match(out, /run the test where the app is deployed/);
  });

  it('says that a host is a service of the Compose file above', async (t) => {
    const folder = project(t, { 'compose.yaml': 'services:\n  postbox:\n    image: postbox:1\n', 'app/.env': 'SMTP_HOST=postbox\nSMTP_PORT=2525\n' });
    const { out } = await run([join(folder, 'app/.env'), '--timeout', '2']);
    assert.match(out, /\n=== "postbox" is a Compose service \(.*compose\.yaml\)/);
  });

  it('signs in with a password that the .env file beside a compose file sets, and never shows it', async (t) => {
    const service = `      SMTP_HOST: localhost\n      SMTP_PORT: "${relay.ports.submission}"\n      SMTP_SECURE: "false"\n      SMTP_USER: ${relay.user}\n`;
    const compose = `services:\n  app:\n    environment:\n${service}      SMTP_PASS: \${RELAY_SECRET}\n`;
    const folder = project(t, { 'compose.yml': compose, '.env': `RELAY_SECRET='${relay.password}'\n` });
    const { code, out, err } = await run([join(folder, 'compose.yml'), '--ca', relay.caFile, '--format', 'ndjson']);
    assert.equal(code, 0, out + err);
    assert.match(out, /AUTH PLAIN ••••/);
  });

  it('fails with the cause where it would not', async () => {
    const { code, out } = await run([`smtp://localhost:${relay.ports.plain}`]);
    assert.equal(code, 1);
    assert.match(out, /\n<\*\* 554 5\.7\.1 /);
    assert.match(out, /\n\nFAILED: .*\n {2}Cause: rcpt\/relay-denied /);
  });

  it('prints one JSON object per event: the plan first, the verdict last', async () => {
    const { code, out } = await run([`smtps://localhost:${relay.ports.submission}`, '--format', 'ndjson', ...signIn()]);
    assert.equal(code, 1);
    const all = events(out);
    assert.deepEqual(all[0], {
      type: 'plan',
      file: null,
      line: null,
      host: 'localhost',
      port: relay.ports.submission,
      security: 'implicit-tls',
      credentials: 'under-tls',
      from: relay.user,
      rcpt: relay.user,
    });
    assert.deepEqual([...new Set(all.slice(1, -1).map(({ type }) => type))].sort(), ['line', 'stage']);
    const verdict = all.at(-1) as unknown as Verdict;
    assert.equal(verdict.type, 'verdict');
    assert.equal(verdict.ok, false);
    const { code: cause, stage, summary, owner, evidence, nextStep } = verdict.cause!;
    assert.equal(cause, 'tls/plain-server');
    assert.equal(stage, 'tls');
    assert.equal(owner, 'you');
    for (const text of [summary, nextStep]) assert.ok(typeof text === 'string' && text !== '');
    assert.ok(Array.isArray(evidence) && evidence.length > 0);
  });

  it('does not trust the relay without --ca, and sends no password to it', async () => {
    const args = ['--user', relay.user, '--password-env', 'RELAY_PASSWORD', '--format', 'ndjson'];
    const { code, out } = await run([`smtps://localhost:${relay.ports.implicitTls}`, ...args]);
    assert.equal(code, 1);
    assert.equal((events(out).at(-1) as unknown as Verdict).cause?.code, 'tls/untrusted');
    assert.doesNotMatch(out, /AUTH PLAIN/);
  });

  it('reports a wrong password without repeating it', async () => {
    const { code, out } = await run([`smtps://localhost:${relay.ports.implicitTls}`, ...signIn()], { env: { RELAY_PASSWORD: 'Tr0mbone-wrong' } });
    assert.equal(code, 1);
    assert.match(out, /Cause: auth\/credentials /);
    for (const form of ['Tr0mbone-wrong', base64('Tr0mbone-wrong'), base64(`\0${relay.user}\0Tr0mbone-wrong`)]) assert.ok(!out.includes(form));
  });

  it('tests the settings of a file with the password in it', async (t) => {
    const file = join(project(t, { '.env': dotenv(relay.ports.submission, 'SMTP_SECURE=false\n') }), '.env');
    const { code, out } = await run([file, '--ca', relay.caFile]);
    assert.equal(code, 0, out);
    assert.ok(out.startsWith(`${file}:1\n`));
    assert.match(out, /\nOK: /);
  });

  it('tests every setting of a file one after the other, and fails when one does', async (t) => {
    const compose = (name: string, port: number) =>
      `  ${name}:\n    environment:\n      SMTP_HOST: localhost\n      SMTP_PORT: "${port}"\n      SMTP_SECURE: "false"\n      SMTP_USER: ${relay.user}\n      SMTP_PASS: ${relay.password}\n`;
    const folder = project(t, { 'docker-compose.yml': `services:\n${compose('one', relay.ports.submission)}${compose('two', relay.ports.plain)}` });
    const file = join(folder, 'docker-compose.yml');
    const both = await run([file, '--ca', relay.caFile, '--format', 'ndjson']);
    assert.equal(both.code, 1);
    const verdicts = events(both.out).filter(({ type }) => type === 'verdict');
    assert.deepEqual(
      verdicts.map(({ ok }) => ok),
      [true, false],
    );
    const one = await run([file, '--line', '5', '--ca', relay.caFile, '--format', 'ndjson']);
    assert.equal(one.code, 0);
    const [plan] = events(one.out);
    assert.equal(plan?.line, 4);
  });

  it('takes the password and the trust anchors from where main.cf says', async (t) => {
    const { readFileSync } = await import('node:fs');
    const folder = project(t, {
      'main.cf': [
        `relayhost = [localhost]:${relay.ports.submission}`,
        'smtp_tls_security_level = encrypt',
        'smtp_tls_CAfile = /etc/ssl/demo-ca.pem',
        'smtp_sasl_auth_enable = yes',
        'smtp_sasl_security_options =',
        'smtp_sasl_password_maps = hash:/etc/postfix/sasl_passwd',
        '',
      ].join('\n'),
      'demo-ca.pem': readFileSync(relay.caFile, 'utf8'),
      sasl_passwd: `[localhost]:${relay.ports.submission} ${relay.user}:${relay.password}\n`,
    });
    const { code, out, err } = await run([join(folder, 'main.cf')]);
    assert.equal(code, 0, out + err);
    assert.match(out, /signed in with PLAIN/);
  });

  describe('--send', () => {
    const target = () => [`smtp://localhost:${relay.ports.submission}`, ...signIn(), '--rcpt', 'jo@example.org', '--send'];

    it('sends one message after a yes', async () => {
      const before = relay.messages.length;
      const { code, out, err } = await run(target(), { answer: true });
      assert.equal(code, 0);
      assert.match(err, new RegExp(`^Send a test message from <${relay.user}> to <jo@example\\.org> through localhost port \\d+\\?`));
      assert.match(out, /\nOK: .* took the test message/);
      assert.deepEqual(
        relay.messages.slice(before).map(({ to }) => to),
        [['jo@example.org']],
      );
    });

    it('sends nothing after a no', async () => {
      const before = relay.messages.length;
      const { code } = await run(target(), { answer: false });
      assert.equal(code, 0);
      assert.equal(relay.messages.length, before);
    });

    it('does not ask with --yes', async () => {
      const before = relay.messages.length;
      const { code, err } = await run([...target(), '--yes']);
      assert.equal(code, 0);
      assert.equal(err, '');
      assert.equal(relay.messages.length, before + 1);
    });

    it('is a usage error without --yes where nobody can answer', async () => {
      const { code, err } = await run(target());
      assert.equal(code, 2);
      assert.match(err, /add --yes/);
    });

    it('sends nothing when the test before it failed', async () => {
      const before = relay.messages.length;
      const { code } = await run([`smtp://localhost:${relay.ports.plain}`, '--send', '--yes']);
      assert.equal(code, 1);
      assert.equal(relay.messages.length, before);
    });
  });

  it('asks for a missing password where somebody can type it', async () => {
    const args = [`smtp://localhost:${relay.ports.submission}`, '--user', relay.user, '--ca', relay.caFile];
    const { code, err } = await run(args, { secret: relay.password });
    assert.equal(code, 0);
    assert.match(err, /^smtp:\/\/localhost:\d+: the password of .* Password:$/);
  });

  it('could not run without a password that it needs', async () => {
    const { code, err, out } = await run([`smtp://localhost:${relay.ports.submission}`, '--user', relay.user]);
    assert.equal(code, 3);
    assert.match(err, /--password-env/);
    assert.equal(out, '');
  });

  it('stops when it is interrupted, with the exit code shells use', async () => {
    const { code, out } = await run([`smtp://localhost:${relay.ports.submission}`, ...signIn()], { signal: AbortSignal.abort() });
    assert.equal(code, 130);
    assert.doesNotMatch(out, /AUTH/);
  });

  it('stops when a question is answered by Ctrl+C', async () => {
    const args = [`smtp://localhost:${relay.ports.submission}`, '--user', relay.user, '--ca', relay.caFile];
    assert.equal((await run(args, { interrupts: true })).code, 130);
    const before = relay.messages.length;
    assert.equal((await run([...args, '--password-env', 'RELAY_PASSWORD', '--send'], { interrupts: true })).code, 130);
    assert.equal(relay.messages.length, before);
  });

  it('shows a URL without the credentials in it', async () => {
    const { out, code } = await run([`smtp://${encodeURIComponent(relay.user)}:${relay.password}@localhost:${relay.ports.submission}`, '--ca', relay.caFile]);
    assert.equal(code, 0);
    assert.match(out, /^smtp:\/\/localhost:\d+\n/);
  });

  for (const { what, args, code, message } of [
    { what: 'no target', args: [], code: 2, message: /no TARGET given/ },
    { what: 'two targets', args: ['a', 'b'], code: 2, message: /"b" is too many/ },
    { what: 'a URL that is none', args: ['smtp://'], code: 2, message: /"smtp:\/\/" is not a server/ },
    { what: 'a line of a URL', args: ['smtp://localhost:25', '--line', '1'], code: 2, message: /--line needs a file/ },
    { what: 'a line that is none', args: ['x', '--line', '0'], code: 2, message: /"0" is not a line number/ },
    { what: 'a time that is none', args: ['x', '--timeout', 'soon'], code: 2, message: /"soon"/ },
    { what: '--yes alone', args: ['x', '--yes'], code: 2, message: /--yes goes with --send/ },
    { what: 'a variable that is not set', args: ['x', '--password-env', 'NOT_SET'], code: 3, message: /"NOT_SET".* not set/ },
    { what: 'a token that is not set', args: ['x', '--token-env', 'NOT_SET'], code: 3, message: /"NOT_SET" of --token-env is not set/ },
    { what: 'a token and a password', args: ['x', '--token-env', 'A', '--password-env', 'B'], code: 2, message: /exclude each other/ },
    { what: 'a method that is none', args: ['x', '--mechanism', 'MAGIC'], code: 2, message: /"MAGIC"/ },
    { what: 'a CA file that is not there', args: ['x', '--ca', 'missing.pem'], code: 3, message: /--ca missing\.pem: no such file/ },
    { what: 'a CA file that holds none', args: ['x', '--ca', 'package.json'], code: 3, message: /holds no PEM certificate/ },
    { what: 'a file that is not there', args: ['missing.env'], code: 3, message: /missing\.env: no such file/ },
    { what: 'a server without smtp://', args: ['localhost:25'], code: 3, message: /to test a server give smtp:\/\/localhost:25/ },
    { what: 'a file of no known kind', args: ['LICENSE'], code: 3, message: /not a file that is read for mail settings/ },
    { what: 'a file without a relay', args: ['tsconfig.json'], code: 3, message: /tsconfig\.json: / },
  ]) {
    it(`ends with ${code} for ${what}`, async () => {
      const outcome = await run(args);
      assert.equal(outcome.code, code);
      assert.match(outcome.err, message);
      assert.equal(outcome.out, '');
    });
  }
});
