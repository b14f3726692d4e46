import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { after, before, describe, it } from 'node:test';
import { connect as connectTls, type TLSSocket } from 'node:tls';
import nodemailer from 'nodemailer';
import { type DemoRelay, startDemoRelay } from '../../../../src/tools/demo/relay.ts';

/** Reads one complete reply: lines until one without a hyphen after the code (RFC 5321 §4.2.1). */
function reply(socket: Socket): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = '';
    const read = (chunk: Buffer) => {
      text += chunk.toString('utf8');
      if (!/^\d{3}(?: .*)?\r\n$/m.test(text)) return;
      socket.off('data', read);
      socket.off('error', reject);
      resolve(text);
    };
    socket.on('data', read);
    socket.on('error', reject);
  });
}

function ask(socket: Socket, command: string): Promise<string> {
  const answer = reply(socket);
  socket.write(`${command}\r\n`);
  return answer;
}

describe('the demo relay', () => {
  let relay: DemoRelay;
  before(async () => {
    relay = await startDemoRelay();
  });
  after(() => relay.close());

  const open = async (port: keyof DemoRelay['ports']) => {
    const socket = connect(relay.ports[port], '127.0.0.1');
    assert.match(await reply(socket), /^220 localhost ESMTP /);
    return socket;
  };

  const trusted = () => ({ ca: readFileSync(relay.caFile), servername: relay.host });

  const upgrade = async (socket: Socket): Promise<TLSSocket> => {
    assert.match(await ask(socket, 'STARTTLS'), /^220 2\.0\.0 /);
    return new Promise((resolve, reject) => {
      const secure = connectTls({ socket, ...trusted() }, () => resolve(secure));
      secure.once('error', reject);
    });
  };

  it('refuses to relay on the plain port, and offers neither TLS nor AUTH there', async () => {
    const socket = await open('plain');
    const capabilities = await ask(socket, 'EHLO client.test');
    assert.doesNotMatch(capabilities, /STARTTLS|AUTH/);
    assert.match(await ask(socket, 'MAIL FROM:<app@demo.test>'), /^250 2\.1\.0 /);
    assert.equal(await ask(socket, 'RCPT TO:<jo@example.org>'), '554 5.7.1 <jo@example.org>: Relay access denied\r\n');
    assert.match(await ask(socket, 'RCPT TO:<postmaster@localhost>'), /^250 2\.1\.5 /);
    socket.destroy();
  });

  it('keeps AUTH back on the submission port until TLS is up', async () => {
    const socket = await open('submission');
    const before = await ask(socket, 'EHLO client.test');
    assert.match(before, /STARTTLS/);
    assert.doesNotMatch(before, /AUTH/);
    assert.equal(await ask(socket, 'MAIL FROM:<app@demo.test>'), '530 5.7.0 Must issue a STARTTLS command first\r\n');
    const secure = await upgrade(socket);
    assert.match(await ask(secure, 'EHLO client.test'), /AUTH PLAIN LOGIN CRAM-MD5/);
    assert.equal(await ask(secure, 'MAIL FROM:<app@demo.test>'), '530 5.7.0 Authentication required\r\n');
    secure.destroy();
  });

  it('rejects a wrong password with 535 5.7.8 and does not repeat it', async () => {
    const socket = await open('submission');
    await ask(socket, 'EHLO client.test');
    const secure = await upgrade(socket);
    await ask(secure, 'EHLO client.test');
    const answer = await ask(secure, `AUTH PLAIN ${Buffer.from(`\0${relay.user}\0wrong-one`).toString('base64')}`);
    assert.match(answer, /^535 5\.7\.8 Error: authentication failed/);
    assert.doesNotMatch(answer, /wrong-one/);
    secure.destroy();
  });

  it('rejects the right password of another user', async () => {
    const transport = nodemailer.createTransport({
      host: '127.0.0.1',
      port: relay.ports.implicitTls,
      secure: true,
      tls: trusted(),
      auth: { user: 'other@demo.test', pass: relay.password },
    });
    await assert.rejects(transport.verify(), { responseCode: 535 });
  });

  for (const method of ['PLAIN', 'LOGIN', 'CRAM-MD5']) {
    it(`takes a message from its account on either TLS port, signed in with ${method}`, async () => {
      for (const port of ['submission', 'implicitTls'] as const) {
        const count = relay.messages.length;
        const transport = nodemailer.createTransport({
          host: '127.0.0.1',
          port: relay.ports[port],
          secure: port === 'implicitTls',
          requireTLS: true,
          tls: trusted(),
          authMethod: method,
          auth: { user: relay.user, pass: relay.password },
        });
        const sent = await transport.sendMail({ from: 'app@demo.test', to: 'jo@example.org', subject: method, text: 'Hello' });
        assert.match(sent.response, /^250 2\.6\.0 /);
        const message = relay.messages[count];
        assert.equal(message?.port, port);
        assert.equal(message?.from, 'app@demo.test');
        assert.deepEqual(message?.to, ['jo@example.org']);
        assert.match(message?.data ?? '', new RegExp(`^Subject: ${method}\\r$`, 'm'));
      }
    });
  }

  it('survives a client that speaks the wrong protocol', async () => {
    const socket = connect(relay.ports.implicitTls, '127.0.0.1');
    socket.write('EHLO client.test\r\n');
    await new Promise((resolve) => {
      socket.on('error', () => {});
      socket.on('close', resolve);
      socket.resume();
    });
    const again = await open('plain');
    again.destroy();
  });
});

describe('a closed demo relay', () => {
  it('leaves no port open and no file behind, even while a client is connected', async () => {
    const relay = await startDemoRelay({ user: 'me@demo.test', password: 'given-one' });
    assert.equal(relay.user, 'me@demo.test');
    assert.equal(relay.password, 'given-one');
    const socket = connect(relay.ports.plain, '127.0.0.1');
    await reply(socket);
    socket.on('error', () => {});
    await relay.close();
    assert.equal(existsSync(relay.caFile), false);
    for (const port of Object.values(relay.ports)) {
      const code = await new Promise((resolve) =>
        connect(port, '127.0.0.1')
          .on('error', (error: NodeJS.ErrnoException) => resolve(error.code))
          .on('connect', () => resolve('open')),
      );
      assert.equal(code, 'ECONNREFUSED');
    }
  });

  it('makes another password and another authority each time', async () => {
    const [one, two] = await Promise.all([startDemoRelay(), startDemoRelay()]);
    assert.notEqual(one.password, two.password);
    assert.notEqual(readFileSync(one.caFile, 'utf8'), readFileSync(two.caFile, 'utf8'));
    await Promise.all([one.close(), two.close()]);
  });
});
