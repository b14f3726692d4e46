import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import type { Log } from 'sarif';
import type { LintJson } from '../../../src/cli/lintJson.ts';
import { runCli } from '../../../src/cli/run.ts';
import { type FakeOptions, fakePorts, folderWith } from '../../support/cli.ts';

/** A duplicate that can be fixed safely (warning), a deprecated switch (information), and nothing graver. */
const MAIN_CF = 'message_size_limit = 1\n# kept\nmessage_size_limit = 2\nsmtp_use_tls = yes\n';

async function lint(args: readonly string[], given: FakeOptions = {}) {
  const ports = fakePorts(given);
  const code = await runCli(['lint', ...args], ports);
  return { code, ...ports.said };
}

async function lintJson(...args: string[]) {
  const { out, ...rest } = await lint([...args, '--format', 'json']);
  return { ...rest, json: JSON.parse(out) as LintJson };
}

function project(t: TestContext, files: Readonly<Record<string, string | Uint8Array>>): string {
  const folder = folderWith(files);
  t.after(() => folder.remove());
  return folder.path;
}

const rulesOf = (json: LintJson) => json.files.flatMap(({ findings }) => findings.map(({ rule }) => rule));

test('findings exit with 1 and come as JSON in the shape of the contract', async (t) => {
  const path = join(project(t, { 'main.cf': MAIN_CF }), 'main.cf');
  const { code, json, err } = await lintJson(path);
  assert.equal(code, 1);
  assert.equal(err, '');
  assert.deepEqual(Object.keys(json), ['version', 'files']);
  assert.equal(json.version, 1);
  const [file] = json.files;
  assert.deepEqual(Object.keys(file!), ['path', 'kind', 'findings']);
  assert.equal(file!.path, path);
  assert.equal(file!.kind, 'postfix-main');
  const duplicate = file!.findings.find(({ rule }) => rule === 'postfix/duplicate-parameter')!;
  assert.deepEqual(Object.keys(duplicate), ['rule', 'severity', 'message', 'range', 'fixes']);
  assert.equal(duplicate.severity, 'warning');
  assert.deepEqual(duplicate.range, { start: { line: 1, column: 1 }, end: { line: 1, column: 19 } });
  assert.deepEqual(duplicate.fixes, [
    {
      title: 'Remove this "message_size_limit"',
      safety: 'safe',
      edits: [{ range: { start: { line: 1, column: 1 }, end: { line: 2, column: 1 } }, newText: '' }],
    },
  ]);
});

for (const { severity, code } of [
  { severity: 'error', code: 0 },
  { severity: 'warning', code: 1 },
  { severity: 'hint', code: 1 },
]) {
  test(`from ${severity} on a warning ends with ${code}, and is listed either way`, async (t) => {
    const path = project(t, { 'main.cf': MAIN_CF });
    const outcome = await lintJson(path, '--min-severity', severity);
    assert.equal(outcome.code, code);
    assert.ok(rulesOf(outcome.json).includes('postfix/duplicate-parameter'));
  });
}

test('lighter findings than a warning leave the exit code at 0 unless asked for', async (t) => {
  const path = project(t, { 'main.cf': 'smtp_use_tls = yes\n' });
  assert.equal((await lint([path])).code, 0);
  assert.equal((await lint([path, '--min-severity', 'information'])).code, 1);
});

test('--fix applies the safe fixes, keeps every other byte and lists what is left', async (t) => {
  const path = join(project(t, { 'main.cf': MAIN_CF.replaceAll('\n', '\r\n') }), 'main.cf');
  const { code, out } = await lint([path, '--fix']);
  assert.equal(readFileSync(path, 'utf8'), '# kept\r\nmessage_size_limit = 2\r\nsmtp_tls_security_level = may\r\n');
  assert.equal(code, 0, out);
  const [left, count] = out.trimEnd().split('\n').filter(Boolean);
  assert.match(left!, /syntax\/carriage-return$/);
  assert.equal(count, 'fixed 2 problems in 1 file; 1 problem (1 information) in 1 file');
});

test('--fix leaves alone what only an unsafe fix could change', async (t) => {
  const text = 'smtp_sasl_auth_enabel = yes\n';
  const path = join(project(t, { 'main.cf': text }), 'main.cf');
  const { code, out } = await lint([path, '--fix']);
  assert.equal(code, 1);
  assert.match(out, /"smtp_sasl_auth_enabel"/);
  assert.equal(readFileSync(path, 'utf8'), text);
});

test('--fix writes bytes that are not UTF-8 back as they were', async (t) => {
  const bytes = Buffer.concat([Buffer.from('# caf'), Buffer.from([0xe9]), Buffer.from('\nsmtp_use_tls = yes\n')]);
  const path = join(project(t, { 'main.cf': bytes }), 'main.cf');
  await lint([path, '--fix']);
  assert.deepEqual(readFileSync(path), Buffer.concat([bytes.subarray(0, 7), Buffer.from('smtp_tls_security_level = may\n')]));
});

test('--fix of standard input is a usage error', async () => {
  const { code, err } = await lint(['-', '--stdin-path', 'main.cf', '--fix'], { stdin: MAIN_CF });
  assert.equal(code, 2);
  assert.match(err, /--fix changes files/);
});

test('standard input is linted under its name', async () => {
  const { code, out } = await lint(['-', '--stdin-path', 'etc/main.cf'], { stdin: MAIN_CF });
  assert.equal(code, 1);
  assert.match(out, /^etc\/main\.cf:1:1 {2}warning {2}/);
});

test('in a folder only files that deal with mail are listed', async (t) => {
  const path = project(t, {
    'main.cf': 'myhostname = a.example.net\n',
    'app.yml': 'port: 1\n',
    '.env': 'DEBUG=1\n',
    'mail.env': 'SMTP_HOST=smtp.example.com\nSMTP_PORT=587\n',
  });
  const { json } = await lintJson(path);
  assert.deepEqual(
    json.files.map((file) => file.path),
    [join(path, 'mail.env'), join(path, 'main.cf')],
  );
  assert.equal((await lint([project(t, { 'app.yml': 'port: 1\n' })])).out, 'no mail settings found\n');
});

test('a path that can not be read ends with 3, but findings elsewhere with 1', async (t) => {
  const path = project(t, { 'main.cf': MAIN_CF, 'clean.env': 'SMTP_HOST=smtp.example.com\n' });
  const clean = await lint([join(path, 'clean.env'), join(path, 'missing.cf')]);
  assert.equal(clean.code, 3);
  assert.equal(clean.err, `relay-doctor: ${join(path, 'missing.cf')}: no such file or folder\n`);
  assert.equal((await lint([join(path, 'missing.cf'), join(path, 'main.cf')])).code, 1);
});

test('SARIF names the rule, the place and the tool', async (t) => {
  const path = project(t, { 'main.cf': MAIN_CF });
  const { code, out } = await lint([join(path, 'main.cf'), '--format', 'sarif']);
  assert.equal(code, 1);
  const run = (JSON.parse(out) as Log).runs[0]!;
  const result = run.results?.find(({ ruleId }) => ruleId === 'postfix/duplicate-parameter');
  assert.equal(run.tool.driver.rules?.[result?.ruleIndex ?? -1]?.id, 'postfix/duplicate-parameter');
  assert.equal(result?.locations?.[0]?.physicalLocation?.region?.startLine, 1);
});

test('no format ever shows a password', async (t) => {
  const password = 'Tr0mbone-secret';
  const forms = [password, Buffer.from(password).toString('base64'), encodeURIComponent(password)];
  const path = project(t, {
    '.env': `SMTP_HOST=smtp.gmail.com:25\nSMTP_PORT=25\nSMTP_USER=me\nSMTP_PASS=${password} x\nSMTP_PASSWORD=${password}\nSMTP_URL=smtp://me:${password}@smtp.gmail.com:465\n`,
    'main.cf': `relayhost = smtp.gmail.com:25\nsmtp_sasl_password_maps = static:me:${password}\nsmtp_sasl_password = ${password}\n`,
    'app.yml': `smtp:\n  host: smtp.gmail.com\n  port: 25\n  username: me\n  password: ${password}\n`,
    'app.json': `{ "smtp": { "host": "smtp.gmail.com", "port": 465, "secure": false, "user": "me", "pass": "${password}" } }`,
  });
  for (const format of ['text', 'json', 'sarif']) {
    const { out, err } = await lint([path, '--format', format]);
    assert.ok(out.length > 100);
    for (const form of forms) assert.ok(!(out + err).includes(form), `${format} shows ${form}`);
  }
});

const COMPOSE = 'services:\n  app:\n    image: n8nio/n8n\n    environment:\n      N8N_SMTP_HOST: $' + '{RELAY}\n      N8N_SMTP_PORT: "$' + '{RELAY_PORT}"\n';

test('a finding about a variable is listed once, in the file that sets it', async (t) => {
  const files = { 'a/compose.yml': COMPOSE, 'b/compose.yml': COMPOSE, '.env': 'RELAY=mail.acme.io\nRELAY_PORT=587\n', '.git/HEAD': '' };
  const folder = project(t, files);
  const { json } = await lintJson(folder);
  const ports = json.files.flatMap(({ path, findings }) =>
    findings.filter(({ range }) => range.start.line === 2).map(({ rule, fixes, related }) => ({ path, rule, fixes, related })),
  );
  assert.equal(ports.length, 1, JSON.stringify(json));
  assert.equal(ports[0]!.path, join(folder, '.env'));
  assert.deepEqual(
    ports[0]!.related?.map(({ path }) => path),
    [join(folder, 'a/compose.yml')],
  );
  assert.deepEqual(
    ports[0]!.fixes[1]?.edits.map(({ newText }) => newText),
    ['465'],
  );
  const { out } = await lint([folder]);
  assert.match(out, /\.env:2:12 {2}\w+ {2}/);
  const sarif = JSON.parse((await lint([folder, '--format', 'sarif'])).out) as Log;
  assert.deepEqual(
    sarif.runs[0]!.results?.map(({ locations }) => locations?.[0]?.physicalLocation?.artifactLocation?.uri?.endsWith('/.env')),
    [true],
  );
});

test('files above the repository, or above the folder that was asked for, are not looked at', async (t) => {
  const inside = project(t, { '.env': 'RELAY=mail.acme.io\nRELAY_PORT=587\n', 'repo/compose.yml': COMPOSE, 'repo/.git/HEAD': '' });
  assert.deepEqual(rulesOf((await lintJson(join(inside, 'repo'))).json), []);
  const below = project(t, { '.env': 'RELAY=mail.acme.io\nRELAY_PORT=587\n', 'app/compose.yml': COMPOSE });
  assert.deepEqual(rulesOf((await lintJson(join(below, 'app'))).json), []);
});

test('a comment where the variable is set silences the finding', async (t) => {
  const first = project(t, { 'compose.yml': COMPOSE, '.env': 'RELAY=mail.acme.io\nRELAY_PORT=587\n' });
  const [rule] = rulesOf((await lintJson(first)).json);
  const folder = project(t, { 'compose.yml': COMPOSE, '.env': `RELAY=mail.acme.io\n# relay-doctor-disable-next-line ${rule} : as agreed\nRELAY_PORT=587\n` });
  assert.deepEqual(rulesOf((await lintJson(folder)).json), []);
});

test('a file that env_file names is read whatever it is called, and judged together with the Compose file', async (t) => {
  const path = project(t, {
    'compose.yml': 'services:\n  flow:\n    image: n8nio/n8n\n    env_file: [config/relay.vars]\n    environment:\n      N8N_SMTP_PORT: "587"\n',
    'config/relay.vars': 'N8N_SMTP_HOST=mail.acme.io\nN8N_SMTP_SSL=true\n',
    'config/other.vars': 'N8N_SMTP_HOST=mail.acme.io\nN8N_SMTP_PORT=587\nN8N_SMTP_SSL=true\n',
  });
  const { json } = await lintJson(path);
  assert.deepEqual(
    json.files.map((file) => [file.path, file.kind, file.findings.map(({ rule }) => rule)]),
    [
      [join(path, 'compose.yml'), 'yaml', ['tls/mismatched-port-587']],
      [join(path, 'config/relay.vars'), 'dotenv', []],
    ],
  );
  const [finding] = json.files[0]!.findings;
  assert.match(JSON.stringify(finding?.fixes), /relay\.vars/);
});
