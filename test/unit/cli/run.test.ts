import assert from 'node:assert/strict';
import { test } from 'node:test';
import { runCli } from '../../../src/cli/run.ts';
import { VERSION } from '../../../src/rules/link.ts';
import { fakePorts } from '../../support/cli.ts';

async function run(...argv: string[]) {
  const ports = fakePorts();
  const code = await runCli(argv, ports);
  return { code, ...ports.said };
}

test('--version prints the version of this build', async () => {
  assert.deepEqual(await run('--version'), { code: 0, out: `${VERSION}\n`, err: '' });
});

test('--help lists the commands', async () => {
  const { code, out, err } = await run('--help');
  assert.equal(code, 0);
  assert.equal(err, '');
  for (const name of ['lint', 'relays', 'postconf', 'test', 'explain']) assert.match(out, new RegExp(`^ {2}${name} `, 'm'));
});

for (const [command, options] of Object.entries({
  lint: ['format', 'min-severity', 'fix', 'postfix-version', 'language', 'stdin-path'],
  relays: ['format', 'stdin-path'],
  test: [
    'all',
    'jobs',
    'format',
    'report',
    'line',
    'user',
    'password-env',
    'token-env',
    'mechanism',
    'env',
    'from',
    'rcpt',
    'send',
    'yes',
    'timeout',
    'ca',
    'tls-versions',
    'control-host',
  ],
})) {
  test(`${command} --help lists its options and exit codes, whatever else is wrong in the line`, async () => {
    const { code, out, err } = await run(command, '--nonsense', '--help');
    assert.equal(code, 0);
    assert.equal(err, '');
    assert.deepEqual(
      [...out.matchAll(/^ {2}--([a-z-]+)/gm)].map(([, name]) => name),
      [...options, 'help'],
    );
    assert.match(out, /Exit codes: 0 /);
  });
}

test('an operand after "--" is no request for help', async () => {
  const { code, err } = await run('lint', '--', '--help');
  assert.equal(code, 3);
  assert.match(err, /--help: no such file/);
});

for (const { what, argv, message } of [
  {
    what: 'nothing',
    argv: [],
    message: /^relay-doctor: no command given\. expected one of lint, relays, postconf, test, explain\nrun: relay-doctor --help\n$/,
  },
  { what: 'an unknown command', argv: ['lnit'], message: /^relay-doctor: unknown command "lnit"\./ },
  { what: 'an inherited property', argv: ['constructor'], message: /unknown command "constructor"/ },
  { what: 'an unknown option', argv: ['--verbose'], message: /unknown option "--verbose"/ },
  { what: 'a command without operands', argv: ['lint'], message: /^relay-doctor: no PATH given\nrun: relay-doctor lint --help\n$/ },
]) {
  test(`${what} is a usage error on stderr`, async () => {
    const { code, out, err } = await run(...argv);
    assert.equal(code, 2);
    assert.equal(out, '');
    assert.match(err, message);
  });
}
