import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, it, type TestContext } from 'node:test';
import { runCli } from '../../../src/cli/run.ts';
import { type DemoRelay, startDemoRelay } from '../../../src/tools/demo/relay.ts';
import { type FakeOptions, fakePorts, folderWith } from '../../support/cli.ts';
import { type ScriptedServer, startScriptedServer } from '../../support/scriptedServer.ts';

/** Takes any envelope, without TLS and sign-in. */
const OPEN = [
  'S: 220 lab.test ESMTP',
  'C: EHLO',
  'S: 250 lab.test',
  'C: MAIL',
  'S: 250 ok',
  'C: RCPT',
  'S: 250 ok',
  'C: RSET',
  'S: 250 ok',
  'C: QUIT',
  'S: 221 bye',
];
const REFUSES = ['S: 220 lab.test ESMTP', 'C: EHLO', 'S: 250-lab.test', 'S: 250 AUTH PLAIN', 'C: AUTH', 'S: 535 5.7.8 no', 'C: QUIT', 'S: 221 bye'];

type Json = Readonly<Record<string, unknown>>;

describe('relay-doctor test --all', () => {
  let relay: DemoRelay;
  before(async () => {
    relay = await startDemoRelay();
  });
  after(() => relay.close());

  function project(t: TestContext, files: Readonly<Record<string, string>>): string {
    const folder = folderWith(files);
    t.after(() => folder.remove());
    return folder.path;
  }

  async function server(t: TestContext, script: readonly string[]): Promise<ScriptedServer> {
    const started = await startScriptedServer(script.join('\n'));
    t.after(() => started.close());
    return started;
  }

  async function run(args: readonly string[], given: FakeOptions = {}) {
    const ports = fakePorts(given);
    const code = await runCli(['test', '--all', ...args], ports);
    const all = ports.said.out + ports.said.err;
    for (const secret of [relay.password, 'Tr0mbone-1']) {
      for (const form of [secret, Buffer.from(secret).toString('base64')]) assert.ok(!all.includes(form), 'a password is shown');
    }
    return { code, ...ports.said };
  }

  const events = (out: string) =>
    out
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as Json);
  const dotenv = (port: number, more = '') => `SMTP_HOST=localhost\nSMTP_PORT=${port}\nSMTP_SECURE=false\n${more}`;
  const account = (password: string) => `SMTP_USER=${relay.user}\nSMTP_PASS=${password}\n`;
  const closing = (out: string) => out.trimEnd().split('\n').slice(-1)[0];

  it('tests every relay below a folder and sums up in the words of lint', async (t) => {
    const folder = project(t, {
      'a/.env': dotenv(relay.ports.submission, account(relay.password)),
      'b/.env': dotenv(relay.ports.plain, 'SMTP_FROM=jo@example.org\n'),
    });
    const { code, out } = await run([folder, '--ca', relay.caFile]);
    assert.equal(code, 1);
    assert.ok(out.startsWith(`${join(folder, 'a/.env')}:1\n=== Connect to localhost`), out);
    assert.ok(out.includes(`\n${join(folder, 'a/.env')}:1  ok  localhost port`));
    assert.ok(out.includes(`\n${join(folder, 'b/.env')}:1  error  `));
    assert.match(out, / {2}rcpt\/relay-denied\n/);
    assert.equal(closing(out), '2 relays: 1 passed, 1 failed');
  });

  it('ends with 0 when all pass', async (t) => {
    const { port } = await server(t, OPEN);
    const { code, out } = await run([project(t, { '.env': dotenv(port) })]);
    assert.equal(code, 0, out);
    assert.equal(closing(out), '1 relay: 1 passed');
  });

  it('tests what several files name in the same way once, and reports it for each', async (t) => {
    const { port, received } = await server(t, OPEN);
    const folder = project(t, { 'a/.env': dotenv(port), 'b/.env': dotenv(port), 'c/.env': dotenv(port, 'SMTP_FROM=other@lab.test\n') });
    const { code, out } = await run([folder]);
    assert.equal(code, 0, out);
    assert.equal(received.length, 2);
    for (const name of ['a', 'b', 'c']) assert.ok(out.includes(`${join(folder, name, '.env')}:1  ok  `));
    assert.ok(out.includes(`\n  also ${join(folder, 'b/.env')}:1\n`));
    assert.equal(closing(out), '2 relays at 3 places: 2 passed');
  });

  it('tells different passwords apart', async (t) => {
    const { port, received } = await server(t, REFUSES);
    const folder = project(t, { 'a/.env': dotenv(port, account('Tr0mbone-1')), 'b/.env': dotenv(port, account('Tr0mbone-2')) });
    const { out } = await run([folder]);
    assert.equal(received.length, 2);
    assert.equal(closing(out), '2 relays: 0 passed, 2 failed');
  });

  it('does not try credentials again that the server has refused', async (t) => {
    const { port, received } = await server(t, REFUSES);
    const folder = project(t, { 'a/.env': dotenv(port, account('Tr0mbone-1')), 'b/.env': dotenv(port, `${account('Tr0mbone-1')}SMTP_FROM=other@lab.test\n`) });
    const { code, out } = await run([folder]);
    assert.equal(code, 1);
    assert.equal(received.length, 1);
    assert.ok(out.includes(`b/.env:1  warning  not tested: the same user name and password were refused at ${join(folder, 'a/.env')}:1  not-tested\n`), out);
  });

  it('lets a silent server delay no other', async (t) => {
    const [silent, open] = [await server(t, ['SILENCE']), await server(t, OPEN)];
    const folder = project(t, { 'a/.env': dotenv(silent.port), 'b/.env': dotenv(open.port) });
    const stop = new AbortController();
    const done = run([folder, '--format', 'ndjson'], { signal: stop.signal });
    await open.silent;
    // The whole dialogue with the second has been, while the first is still being waited for.
    assert.equal(open.received[0]?.at(-1), 'QUIT');
    assert.equal(silent.openSockets(), 1);
    stop.abort();
    const { code, out } = await done;
    assert.equal(code, 130);
    await silent.allClosed();
    const summary = events(out).at(-1)!;
    assert.deepEqual([summary.type, summary.failed], ['summary', 0]);
  });

  it('prints text whole and in the order of the files, whoever ends first', async (t) => {
    const late = await server(t, OPEN);
    const refused = await server(t, ['S: 554 no', 'CLOSE']);
    const folder = project(t, { 'a/.env': dotenv(late.port), 'b/.env': dotenv(refused.port), 'c/.env': dotenv(late.port, 'SMTP_FROM=c@lab.test\n') });
    const { out } = await run([folder, '--jobs', '3']);
    const heads = [...out.matchAll(/^(.*\.env):1$/gm)].map(([, path]) => path!.at(-6));
    assert.deepEqual(heads, ['a', 'b', 'c']);
    assert.deepEqual(
      out.split('\n=== Connect to ').map((block) => (block.match(/^ ?-> EHLO/gm) ?? []).length),
      [0, 1, 0, 1],
    );
  });

  it('names the relay in every event, changing nothing about the event', async (t) => {
    const { port } = await server(t, OPEN);
    const file = join(project(t, { 'a/.env': dotenv(port), 'b/.env': dotenv(port) }), 'a/.env');
    const { out } = await run([join(file, '../..'), '--format', 'ndjson']);
    const all = events(out);
    const relays = all.slice(0, -1).map((event) => event.relay as Json);
    assert.ok(relays.every((one) => one.file === file && one.line === 1 && typeof one.id === 'string'));
    const plan = all[0]!;
    assert.deepEqual([plan.type, plan.file, plan.line, plan.host, (plan.places as Json[]).length], ['plan', file, 1, 'localhost', 2]);
    assert.deepEqual(all.at(-1), { type: 'summary', relays: 1, places: 2, passed: 1, failed: 0, notTested: 0, switchedOff: 0 });
  });

  it('could not run what lacks a password, says how to give it, and tests the others', async (t) => {
    const { port } = await server(t, OPEN);
    const secret = `SMTP_USER=jo\nSMTP_PASS=\${APP_SECRET}\n`;
    const folder = project(t, { 'a/.env': dotenv(port, secret), 'b/.env': dotenv(port) });
    const { code, out } = await run([folder]);
    assert.equal(code, 3);
    assert.match(out, /^NOT TESTED: the password is a variable that no file here sets\. --env lets the environment give it$/m);
    assert.equal(closing(out), '2 relays: 1 passed, 1 not tested');
    const json = await run([folder, '--format', 'ndjson']);
    const left = events(json.out).find(({ type }) => type === 'not-tested')!;
    assert.deepEqual([left.file, left.line], [join(folder, 'a/.env'), 1]);
  });

  it('takes variables that the files mention from the environment with --env, and no others', async (t) => {
    const compose = [
      'services:',
      '  app:',
      '    environment:',
      '      SMTP_HOST: ${RELAY_HOST}',
      '      SMTP_PORT: ${RELAY_PORT}',
      '      SMTP_SECURE: "false"',
      `      SMTP_USER: ${relay.user}`,
      '      SMTP_PASS: ${RELAY_SECRET}',
      '',
    ].join('\n');
    const folder = project(t, { 'compose.yml': compose });
    const env = { RELAY_HOST: 'localhost', RELAY_PORT: String(relay.ports.submission), RELAY_SECRET: relay.password, RELAY_PASSWORD: 'Tr0mbone-1' };
    const { code, out } = await run([folder, '--ca', relay.caFile, '--env'], { env });
    assert.equal(code, 0, out);
    assert.match(out, /AUTH PLAIN ••••/);
    assert.equal((await run([folder, '--ca', relay.caFile], { env })).code, 3);
  });

  it('asks for a password once for each user and server, where somebody can type it', async (t) => {
    const open = (from: string) => dotenv(relay.ports.submission, `SMTP_USER=${relay.user}\nSMTP_PASS=\${APP_SECRET}\nSMTP_FROM=${from}\n`);
    const folder = project(t, { 'a/.env': open('a@lab.test'), 'b/.env': open('b@lab.test') });
    const { code, err, out } = await run([folder, '--ca', relay.caFile], { secret: relay.password });
    assert.equal(code, 0, out);
    assert.equal(err.match(/Password:/g)?.length, 1);
  });

  it('leaves out what is switched off, and says how many', async (t) => {
    const { port } = await server(t, OPEN);
    const off = `MAIL_MAILER=log\nMAIL_HOST=localhost\nMAIL_PORT=${port}\n`;
    const { out } = await run([project(t, { 'a/.env': dotenv(port), 'b/.env': off })]);
    assert.match(closing(out) ?? '', /^1 relay: 1 passed; 1 switched off, left out$/);
  });

  it('prints a record for each place with --format json, and writes a report', async (t) => {
    const { port } = await server(t, OPEN);
    const folder = project(t, { 'a/.env': dotenv(port), 'b/.env': dotenv(port) });
    const report = join(project(t, {}), 'report.md');
    const { out, code } = await run([folder, '--format', 'json', '--report', report], { env: { CI: 'true' } });
    assert.equal(code, 0);
    const { version, runs, notTested } = JSON.parse(out) as { version: number; runs: { relay: Json; place: Json; verdict: Json }[]; notTested: unknown[] };
    assert.deepEqual([version, notTested], [1, []]);
    assert.deepEqual(
      runs.map(({ relay: { file, line }, verdict: { ok }, place: { kind } }) => [file, line, ok, kind]),
      [
        [join(folder, 'a/.env'), 1, true, 'ci'],
        [join(folder, 'b/.env'), 1, true, 'ci'],
      ],
    );
    const text = readFileSync(report, 'utf8');
    assert.match(text, /^# SMTP tests: 1 relay at 2 places: 1 passed\n/);
    assert.equal(text.match(/^## SMTP test of/gm)?.length, 1);
  });

  it('stops all when it is interrupted, and says what was not tested', async (t) => {
    const silent = await server(t, ['SILENCE']);
    const folder = project(t, { 'a/.env': dotenv(silent.port), 'b/.env': dotenv(silent.port, 'SMTP_FROM=b@lab.test\n') });
    const stop = new AbortController();
    const done = run([folder, '--jobs', '1'], { signal: stop.signal });
    await silent.silent;
    stop.abort();
    const { code, out } = await done;
    assert.equal(code, 130);
    await silent.allClosed();
    assert.equal(silent.received.length, 1);
    assert.equal(closing(out), '2 relays: 0 passed, 2 not tested');
  });

  it('reports what it cannot read with exit code 3, after testing the rest', async (t) => {
    const { port } = await server(t, OPEN);
    const { code, err, out } = await run([project(t, { '.env': dotenv(port) }), 'missing-folder']);
    assert.equal(code, 3);
    assert.match(err, /missing-folder: no such file or folder/);
    assert.equal(closing(out), '1 relay: 1 passed');
  });

  for (const { what, args, code, message } of [
    { what: 'no path', args: [], code: 2, message: /no PATH given/ },
    { what: 'one password for all', args: ['.', '--password-env', 'X'], code: 2, message: /--password-env is about one relay/ },
    { what: 'a line', args: ['.', '--line', '1'], code: 2, message: /--line is about one relay/ },
    { what: 'a message', args: ['.', '--send'], code: 2, message: /--send is about one relay/ },
    { what: 'too many jobs', args: ['.', '--jobs', '1000'], code: 2, message: /--jobs "1000" is not a number from 1 to 64/ },
    { what: 'a server', args: ['smtp://jo:Tr0mbone-1@localhost'], code: 2, message: /"smtp:\/\/localhost" is a server/ },
    { what: 'standard input', args: ['-'], code: 2, message: /not "-"/ },
    { what: 'a file without a relay', args: ['tsconfig.json'], code: 3, message: /no relay setting found/ },
    { what: 'a report nobody can write', args: ['tsconfig.json', '--report', 'no/such/folder/x.md'], code: 3, message: /--report .*no such file or folder/ },
  ]) {
    it(`ends with ${code} for ${what}`, async () => {
      const outcome = await run(args);
      assert.equal(outcome.code, code);
      assert.match(outcome.err, message);
      assert.equal(outcome.out, '');
    });
  }
});
