import assert from 'node:assert/strict';
import { once } from 'node:events';
import { type AddressInfo, createServer, type Server } from 'node:net';
import type { RelayDoctorApi } from '../../../src/extension.ts';
import { agree, dotenv, runRelayTest } from '../relayRuns.ts';
import { activateExtension, closeEditors, type Dialog, openFile, relay, setSetting } from '../support.ts';

const { ports, user } = relay;
const TOKEN = 'ya29.a-token-for-this-test';

/** A server without TLS that takes access tokens only. */
async function tokenServer(): Promise<Server> {
  const replies: readonly [RegExp, string][] = [
    [/^EHLO/, '250-token.test\r\n250 AUTH XOAUTH2 OAUTHBEARER'],
    [/^AUTH/, '235 2.7.0 welcome'],
    [/^QUIT/, '221 2.0.0 bye'],
    [/./, '250 2.0.0 OK'],
  ];
  const server = createServer((socket) => {
    socket.on('error', () => undefined).write('220 token.test ESMTP\r\n');
    socket.on('data', (data) => socket.write(`${replies.find(([command]) => command.test(data.toString()))?.[1]}\r\n`));
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  return server;
}

describe('what a relay test asks first', () => {
  let api: RelayDoctorApi;

  before(async () => {
    api = await activateExtension();
    await setSetting('test.certificateAuthorities', [relay.caFile]);
  });
  after(() => setSetting('test.certificateAuthorities', undefined));
  afterEach(closeEditors);

  it('asks before credentials are tried that were refused before, and can test without them', async () => {
    await openFile('refused/.env', dotenv({ port: ports.submission, password: 'not-the-password-2' }));
    const isRepeat = ({ items }: Dialog) => items.includes('Try Again');
    const first = await runRelayTest(api);
    assert.match(first.panel, /Cause: auth\/credentials/);
    assert.ok(!first.shown.some(isRepeat), 'asked before anything was refused');
    const left = await runRelayTest(api, ({ items }) => (items.includes('Continue') ? 'Continue' : undefined));
    assert.equal(left.panel, '');
    assert.match(left.shown.find(isRepeat)!.text, /refused at \d.* Try again\?$/);
    assert.match(left.shown.find(isRepeat)!.detail ?? '', /lock accounts/);
    const unsigned = await runRelayTest(api, (dialog) => (isRepeat(dialog) ? 'Test without Signing In' : agree(dialog)));
    assert.match(unsigned.panel, /without signing in/);
    assert.doesNotMatch(unsigned.panel, /[-~]> AUTH/);
    const again = await runRelayTest(api);
    assert.match(again.panel, /~> AUTH/);
  });

  it('does not ask about another password, and no longer after it was taken', async () => {
    await openFile('refused/taken/.env', dotenv({ port: ports.submission, password: relay.password }));
    for (let round = 0; round < 2; round += 1) {
      const { panel, shown } = await runRelayTest(api);
      assert.match(panel, /^OK: /m);
      assert.ok(!shown.some(({ items }) => items.includes('Try Again')));
    }
  });

  it('names a third party before it is connected to, and connects nowhere when the user leaves', async () => {
    await setSetting('test.controlHost', 'control.invalid');
    try {
      await openFile('control/.env', dotenv({ port: 25, host: 'relay.invalid', password: 'x-1-y-2' }));
      const { panel, shown } = await runRelayTest(api);
      assert.equal(panel, '');
      assert.equal(shown.at(-1)!.text, 'Also connect to control.invalid port 25?');
      assert.match(shown.at(-1)!.detail ?? '', /sees your address/);
      const local = await openFile('control/local/.env', dotenv({ port: ports.plain }).replace(/^SMTP_USER.*\n/m, ''));
      assert.ok(local);
      assert.ok(!(await runRelayTest(api)).shown.some(({ text }) => text.includes('control.invalid')), 'asked for a relay on this machine');
    } finally {
      await setSetting('test.controlHost', undefined);
    }
  });

  it('tells what is odd about a password before the one attempt, without the password', async () => {
    await openFile('odd/.env', dotenv({ port: ports.submission, password: `"'not-the-password-3'"` }));
    const { panel } = await runRelayTest(api);
    const remark = panel.search(/quot/i);
    assert.ok(remark >= 0, 'no word about the quotes');
    assert.ok(remark < panel.search(/~> AUTH/), 'said after the attempt');
    for (const secret of ['not-the-password-3', Buffer.from("'not-the-password-3'").toString('base64')]) assert.ok(!panel.includes(secret));
  });

  it('asks for an access token where the server takes nothing else', async () => {
    const server = await tokenServer();
    try {
      await openFile('token/.env', dotenv({ port: (server.address() as AddressInfo).port, password: 'not-the-password-4' }));
      const first = await runRelayTest(api);
      assert.match(first.panel, /Cause: auth\/oauth-only/);
      assert.doesNotMatch(first.panel, /-> AUTH/);
      const second = await runRelayTest(api, (dialog) => (dialog.kind === 'input' ? TOKEN : agree(dialog)));
      assert.equal(second.shown.find(({ kind }) => kind === 'input')!.text, `Test SMTP Relay: Access Token of ${user}`);
      assert.match(second.panel, /^OK: /m);
      assert.ok(second.shown.at(-1)!.items.includes('Keep Access Token'));
      assert.ok(!api.panelText().includes(TOKEN));
      assert.ok(!api.panelText().includes(Buffer.from(TOKEN).toString('base64').slice(4, 24)));
    } finally {
      server.close();
    }
  });
});
