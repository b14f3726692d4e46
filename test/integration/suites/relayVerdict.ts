import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import * as vscode from 'vscode';
import type { RelayDoctorApi } from '../../../src/extension.ts';
import { dotenv, mainCf, runRelayTest, verdictsOf } from '../relayRuns.ts';
import { actionsAt, activateExtension, applyAction, closeEditors, openFile, relay, setSetting, until, writeFile } from '../support.ts';

const { ports, user, password } = relay;
const PROVEN = /^Write what the test proved/;

/** The one verdict of a file, when it is there. */
async function verdictIn(uri: vscode.Uri): Promise<vscode.Diagnostic> {
  await until(vscode.languages.onDidChangeDiagnostics, () => verdictsOf(uri).length === 1);
  return verdictsOf(uri)[0]!;
}

describe('the verdict of a relay test', () => {
  let api: RelayDoctorApi;

  before(async () => {
    api = await activateExtension();
    await setSetting('test.certificateAuthorities', [relay.caFile]);
  });
  after(() => setSetting('test.certificateAuthorities', undefined));
  afterEach(closeEditors);

  async function applyProof(document: vscode.TextDocument): Promise<void> {
    const { range } = await verdictIn(document.uri);
    const action = (await actionsAt(document, range)).find(({ title }) => PROVEN.test(title));
    assert.ok(action, 'the proof is not offered');
    await applyAction(action);
  }

  it('stands on the row of the password table that a main.cf signs in with', async () => {
    await writeFile('verdict/postfix/relay-ca.pem', readFileSync(relay.caFile));
    const table = await openFile('verdict/postfix/sasl_passwd', `# the relay\n[${relay.host}]:${ports.submission} ${user}:not-the-password-1\n`);
    await openFile('verdict/postfix/main.cf', mainCf(ports.submission));
    const { panel } = await runRelayTest(api);
    assert.match(panel, /Cause: auth\/credentials/);
    const verdict = await verdictIn(table.uri);
    assert.equal(table.getText(verdict.range), `[${relay.host}]:${ports.submission}`);
    assert.ok(!verdict.message.includes('not-the-password-1'));
  });

  it('writes STARTTLS where the port was seen to start in clear text, and the relay passes then', async () => {
    const document = await openFile('verdict/proven/.env', dotenv({ port: ports.submission, secure: true, password }));
    await runRelayTest(api);
    await applyProof(document);
    assert.match(document.getText(), /^SMTP_SECURE=false$/m);
    const { panel } = await runRelayTest(api);
    assert.match(panel, /^OK: /m);
    assert.deepEqual(verdictsOf(document.uri), []);
  });

  it('writes a proof into the .env file that a Compose file takes the setting from', async () => {
    const values = await openFile('verdict/compose/.env', `OUT_PORT=${ports.submission}\nOUT_SECURE=true\nOUT_PASS=${password}\n`);
    const compose = await openFile(
      'verdict/compose/compose.yaml',
      [
        'services:',
        '  shop:',
        '    image: shop:1',
        '    environment:',
        `      SMTP_HOST: ${relay.host}`,
        '      SMTP_PORT: $'.concat('{OUT_PORT}'),
        '      SMTP_SECURE: $'.concat('{OUT_SECURE}'),
        `      SMTP_USER: ${user}`,
        '      SMTP_PASS: $'.concat('{OUT_PASS}'),
        '',
      ].join('\n'),
    );
    const before = compose.getText();
    await runRelayTest(api);
    await applyProof(values);
    assert.match(values.getText(), /^OUT_SECURE=false$/m);
    assert.equal(compose.getText(), before);
    assert.match((await runRelayTest(api)).panel, /^OK: /m);
  });

  it('says where the test ran, and that the app runs elsewhere', async () => {
    await writeFile('verdict/elsewhere/compose.yaml', 'services:\n  web:\n    image: shop:1\n  postbox:\n    image: postbox:1\n');
    await openFile('verdict/elsewhere/.env', 'SMTP_HOST=postbox\nSMTP_PORT=2525\nSMTP_SECURE=false\nSMTP_FROM=app@demo.test\n');
    const { panel } = await runRelayTest(api);
    assert.match(panel, /^=== "postbox" is a Compose service \(.*compose\.yaml\): the name exists between those containers only, and the test runs on /m);
    assert.match(panel, /^ {2}Tested on: .+$/m);
    assert.match(panel, /Cause: dns\/local-name/);
  });

  it('tells the TLS versions of a server when asked to', async () => {
    await openFile('verdict/versions/.env', dotenv({ port: ports.implicitTls, secure: true, password }));
    assert.doesNotMatch((await runRelayTest(api)).panel, /TLS versions:/);
    const { panel } = await runRelayTest(api, undefined, 'relayDoctor.testTlsVersions');
    assert.match(panel, /^OK: /m);
    assert.match(panel, /TLS versions:\n(.*\n)*.*TLSv1\.3: accepted/);
  });
});
