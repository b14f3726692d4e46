import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import type { Log } from 'sarif';
import type { LintJson } from '../../../src/cli/lintJson.ts';
import { runCli } from '../../../src/cli/run.ts';
import { type FakeOptions, fakePorts, folderWith } from '../../support/cli.ts';

const MAIN_CF =
  'relayhost = [smtp.example.com]:587\nsmtp_sasl_auth_enable = yes\nsmtp_sasl_password_maps = hash:/etc/postfix/sasl_passwd\nsmtp_tls_security_level = encrypt\n';
const FILES = { 'main.cf': MAIN_CF, sasl_passwd: '# for the relay\nsmtp.example.com:587 robot:placeholder\n' };

function folder(t: TestContext, files: Readonly<Record<string, string | Uint8Array>>): string {
  const made = folderWith(files);
  t.after(() => made.remove());
  return made.path;
}

async function lint(args: readonly string[], given?: FakeOptions) {
  const ports = fakePorts(given);
  const code = await runCli(['lint', ...args], ports);
  return { code, ...ports.said };
}

async function findings(path: string, ...args: string[]) {
  const { out } = await lint([path, '--format', 'json', ...args]);
  return (JSON.parse(out) as LintJson).files.flatMap((file) => file.findings);
}

const rulesIn = async (path: string, ...args: string[]) => (await findings(path, ...args)).map(({ rule }) => rule);

test('a key of the password table beside main.cf that does not fit the relay is found, with its place and its fix', async (t) => {
  const path = folder(t, FILES);
  const finding = (await findings(join(path, 'main.cf'))).find(({ rule }) => rule === 'auth/mismatched-password-key')!;
  const range = { start: { line: 2, column: 1 }, end: { line: 2, column: 21 } };
  assert.deepEqual(finding.related, [{ path: join(path, 'sasl_passwd'), range, message: 'this key was probably meant' }]);
  assert.deepEqual(
    finding.fixes.map(({ edits, elsewhere }) => ({ edits, elsewhere })),
    [{ edits: [], elsewhere: [{ path: join(path, 'sasl_passwd'), edits: [{ range, newText: '[smtp.example.com]:587' }] }] }],
  );
});

test('a mistake in a lookup table is found once, in the table, which sees the main.cf beside it', async (t) => {
  const routes = { 'postfix/main.cf': 'transport_maps = hash:/etc/postfix/transport\n', 'postfix/transport': 'example.org [smtp.example.com]\n' };
  const path = folder(t, routes);
  for (const searched of [path, join(path, 'postfix')]) assert.deepEqual(await rulesIn(searched), ['table/malformed-route']);
  const other = folder(t, { 'main.cf': routes['postfix/main.cf'], transport: routes['postfix/transport'] });
  assert.deepEqual(await rulesIn(other), ['table/malformed-route']);
});

test('SARIF puts places and changes of other files under their own addresses', async (t) => {
  const path = join(folder(t, FILES), 'main.cf');
  const { out } = await lint([path, '--format', 'sarif']);
  const result = (JSON.parse(out) as Log).runs[0]!.results!.find(({ ruleId }) => ruleId === 'auth/mismatched-password-key')!;
  const related = result.relatedLocations![0]!.physicalLocation!;
  assert.match(related.artifactLocation!.uri!, /\/sasl_passwd$/);
  assert.equal(related.region!.startLine, 2);
  const changes = result.fixes![0]!.artifactChanges;
  assert.deepEqual(
    changes.map(({ artifactLocation }) => artifactLocation.uri!.split('/').at(-1)),
    ['sasl_passwd'],
  );
});

test('standard input sees no folder, whatever name it goes by', async (t) => {
  const path = join(folder(t, FILES), 'main.cf');
  const { out } = await lint(['-', '--stdin-path', path, '--format', 'json'], { stdin: MAIN_CF });
  assert.doesNotMatch(out, /mismatched-password-key/);
});

test('a table that is binary, a folder or outside the folder says nothing', async (t) => {
  const sibling = folder(t, { 'main.cf': MAIN_CF, sasl_passwd: new Uint8Array([0, 1, 2]) });
  assert.ok(!(await rulesIn(join(sibling, 'main.cf'))).includes('auth/mismatched-password-key'));
  const nested = folder(t, { 'main.cf': MAIN_CF });
  mkdirSync(join(nested, 'sasl_passwd'));
  assert.ok(!(await rulesIn(join(nested, 'main.cf'))).includes('auth/mismatched-password-key'));
  const outside = MAIN_CF.replace('/etc/postfix/sasl_passwd', '/etc/postfix/../sasl_passwd');
  const parent = folder(t, { 'postfix/main.cf': outside, sasl_passwd: FILES.sasl_passwd });
  assert.ok(!(await rulesIn(join(parent, 'postfix/main.cf'))).includes('auth/mismatched-password-key'));
});

test('what is not there counts in a folder that Postfix works with, and in a copy of one it does not', async (t) => {
  const copy = folder(t, FILES);
  assert.ok(!(await rulesIn(join(copy, 'main.cf'))).includes('postfix/missing-table-file'));
  const live = folder(t, { ...FILES, 'dynamicmaps.cf': '' });
  assert.ok((await rulesIn(join(live, 'main.cf'))).includes('postfix/missing-table-file'));
});

test('--postfix-version decides what is judged', async (t) => {
  const path = join(folder(t, { 'main.cf': 'virtual_maps = inline:{ a=b }\n' }), 'main.cf');
  assert.ok(!(await rulesIn(path, '--postfix-version', '3.2')).includes('postfix/deprecated-parameter'));
  assert.ok((await rulesIn(path, '--postfix-version', '3.11')).includes('postfix/deprecated-parameter'));
  assert.ok((await rulesIn(path, '--postfix-version', 'auto')).includes('postfix/deprecated-parameter'));
});

test('a Dockerfile beside or above the file decides what is judged, up to the repository it is in', async (t) => {
  const main = 'virtual_maps = inline:{ a=b }\n';
  const path = folder(t, {
    '.git/HEAD': '',
    'image/Dockerfile': 'FROM debian:11\nRUN apt-get install -y postfix\n',
    'image/etc/main.cf': main,
    'other/main.cf': main,
  });
  const isDeprecated = async (name: string, ...args: string[]) => (await rulesIn(join(path, name), ...args)).includes('postfix/deprecated-parameter');
  assert.equal(await isDeprecated('other/main.cf'), true);
  assert.equal(await isDeprecated('image/etc/main.cf'), false);
  assert.equal(await isDeprecated('image/etc/main.cf', '--postfix-version', '3.11'), true);
});

test('a file that main.cf beside it names as a table is read as one, by the grammar of its type', async (t) => {
  const main = 'transport_maps = hash:/etc/postfix/routes\nsmtpd_client_restrictions = check_client_access cidr:$config_directory/clients, permit\n';
  const path = folder(t, { 'main.cf': main, routes: 'example.org\n', clients: '192.0.2.0/33 REJECT\n', notes: 'example.org\n' });
  assert.deepEqual(await rulesIn(join(path, 'routes')), ['table/missing-entry-value']);
  assert.match((await rulesIn(join(path, 'clients'))).join(), /network/);
  const { out, err } = await lint([path, join(path, 'notes'), '--format', 'json']);
  const kinds = (JSON.parse(out) as LintJson).files.map((file) => [file.path.slice(path.length + 1), file.kind]);
  assert.deepEqual(kinds, [
    ['clients', 'postfix-map'],
    ['main.cf', 'postfix-main'],
    ['routes', 'postfix-map'],
  ]);
  assert.match(err, /notes: not a file that is read for mail settings/);
});

test('a table below the folder of main.cf is found and read as main.cf says', async (t) => {
  const path = folder(t, {
    'main.cf': 'transport_maps = regexp:/etc/postfix/maps/routes\n',
    'maps/routes': 'example.org smtp:[a]\n',
    'maps/deep/routes': 'x\n',
  });
  const { out } = await lint([path, '--format', 'json']);
  const files = (JSON.parse(out) as LintJson).files.filter(({ kind }) => kind === 'postfix-map');
  assert.deepEqual(
    files.map((file) => file.path),
    [join(path, 'maps/routes')],
  );
  assert.match(files[0]!.findings.map(({ rule }) => rule).join(), /table\/malformed-(pattern|expression)/);
});

test('--language says what a named file is, whatever it is called', async (t) => {
  const path = folder(t, { notes: 'example.org\n', '.env': 'relayhost = smtp.example.com:587\n' });
  const kindOf = async (args: string[], given?: FakeOptions) => (JSON.parse((await lint([...args, '--format', 'json'], given)).out) as LintJson).files[0]!.kind;
  assert.equal(await kindOf([join(path, 'notes'), '--language', 'postfix-map']), 'postfix-map');
  assert.equal(await kindOf([join(path, '.env'), '--language', 'postfix-main']), 'postfix-main');
  assert.equal(await kindOf(['-', '--stdin-path', 'notes', '--language', 'postfix-master'], { stdin: 'smtp inet n - y - - smtpd\n' }), 'postfix-master');
  assert.equal((await lint([join(path, 'notes'), '--language', 'perl'])).code, 2);
});

test('--postfix-version refuses what is no known version', async (t) => {
  const path = folder(t, FILES);
  for (const version of ['2', '99.1', 'new']) {
    const { code, err } = await lint([path, '--postfix-version', version]);
    assert.equal(code, 2);
    assert.match(err, new RegExp(`unknown Postfix version "${version}"`));
  }
});

test('--fix leaves a fix alone that changes another file without being asked for', async (t) => {
  const path = folder(t, FILES);
  await lint([join(path, 'main.cf'), '--fix']);
  assert.ok((await rulesIn(join(path, 'main.cf'))).includes('auth/mismatched-password-key'));
});
