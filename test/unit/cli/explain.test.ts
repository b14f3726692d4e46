import assert from 'node:assert/strict';
import { test } from 'node:test';
import { runCli } from '../../../src/cli/run.ts';
import type { Explanation } from '../../../src/smtp/explain/explainError.ts';
import { type FakeOptions, fakePorts } from '../../support/cli.ts';

const REFUSED = "Error: Invalid login: 535 5.7.8 Error: authentication failed\n  code: 'EAUTH', command: 'AUTH PLAIN'";

async function explain(args: readonly string[], given: FakeOptions = {}) {
  const ports = fakePorts(given);
  const code = await runCli(['explain', ...args], ports);
  return { code, ...ports.said };
}

test('an error in the arguments is explained', async () => {
  const { code, out, err } = await explain(['connect', 'ECONNREFUSED', '127.0.0.1:587']);
  assert.deepEqual([code, err], [0, '']);
  const [headline, ...lines] = out.trimEnd().split('\n');
  assert.equal(headline, 'nothing listens on 127.0.0.1 port 587: the connection was refused');
  assert.ok(lines.includes('  Cause: tcp/refused at the stage connection'));
  assert.ok(lines.some((line) => line.startsWith('  Next step')));
});

for (const args of [[], ['-']]) {
  test(`an error on standard input is explained: ${args.length} arguments`, async () => {
    const { code, out } = await explain(args, { stdin: REFUSED });
    assert.equal(code, 0);
    assert.match(out, /^the mail server does not accept user name and password: 535 5\.7\.8/);
    assert.match(out, /Said by: nodemailer/);
  });
}

test('JSON has the cause as the live test gives it', async () => {
  const { code, out } = await explain(['-', '--format', 'json'], { stdin: REFUSED });
  assert.equal(code, 0);
  const { version, explanation } = JSON.parse(out) as { version: number; explanation: Explanation };
  assert.equal(version, 1);
  assert.deepEqual([explanation.app, explanation.cause.code, explanation.reply?.enhanced], ['nodemailer', 'auth/credentials', '5.7.8']);
});

test('what is not known is said so, and exits with 1', async () => {
  const { code, out, err } = await explain(['it', 'does', 'not', 'work']);
  assert.deepEqual([code, out], [1, '']);
  assert.match(err, /^relay-doctor: nothing in this text is an error of mail that is known here/);
  assert.deepEqual(JSON.parse((await explain(['nothing', '--format', 'json'])).out), { version: 1, explanation: null });
});

test('nobody is left waiting for input that a person does not know to type', async () => {
  const { code, err } = await explain([], { answer: true });
  assert.equal(code, 2);
  assert.match(err, /^relay-doctor: no TEXT given/);
});

test('a pasted password is not printed, and a terminal is not driven', async () => {
  const { out } = await explain(['-'], { stdin: `pass: 'tr0mbone' \u001b[31mconnect ECONNREFUSED 127.0.0.1:25` });
  assert.doesNotMatch(out, /tr0mbone|\u001b/);
});
