import assert from 'node:assert/strict';
import { type AddressInfo, createServer, type Server } from 'node:net';
import { before, test } from 'node:test';
import * as tls from 'node:tls';
import { createNodeTransport } from '../../../src/smtp/nodeTransport.ts';
import { TransportError } from '../../../src/smtp/transport.ts';
import { makeCertificates, type TestCertificates } from '../../support/certificates.ts';

let certificates: TestCertificates;
before(async () => {
  certificates = await makeCertificates();
});

const LOOPBACK = { address: '127.0.0.1', family: 4 } as const;

async function withServer(server: Server, check: (port: number) => Promise<void>): Promise<void> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  try {
    await check((server.address() as AddressInfo).port);
  } finally {
    await new Promise((resolve) => server.close(resolve));
  }
}

const never = () => new AbortController().signal;

test('an address needs no lookup', async () => {
  const transport = createNodeTransport({ dnsServers: ['127.0.0.1:1'] });
  assert.deepEqual(await transport.resolve('192.0.2.1'), [{ address: '192.0.2.1', family: 4 }]);
  assert.deepEqual(await transport.resolve('::1'), [{ address: '::1', family: 6 }]);
});

test('bytes come in order, then the end', async () => {
  const server = createServer((socket) => socket.end('220 one\r\n'));
  await withServer(server, async (port) => {
    const connection = await createNodeTransport().connect(LOOPBACK, port, never());
    assert.equal(Buffer.from((await connection.read())!).toString(), '220 one\r\n');
    assert.equal(await connection.read(), undefined);
    connection.destroy();
  });
});

test('a call that nobody waits for any more is ended by destroying the connection', async () => {
  const server = createServer((socket) => socket.on('error', () => undefined));
  await withServer(server, async (port) => {
    const connection = await createNodeTransport().connect(LOOPBACK, port, never());
    const reading = connection.read();
    connection.destroy();
    assert.equal(await reading, undefined);
  });
});

test('an attempt that is called off is a failure of connecting', async () => {
  const stop = new AbortController();
  stop.abort();
  await assert.rejects(createNodeTransport().connect(LOOPBACK, 9, stop.signal), (error) => error instanceof TransportError && error.phase === 'connect');
});

test('a name is announced to the server, an address is not (RFC 6066 §3)', async () => {
  const announced: (string | false)[] = [];
  const { cert, key } = certificates.servers.valid;
  const server = tls.createServer({ cert, key }, (socket) => {
    announced.push((socket as { servername?: string | false }).servername ?? false);
    socket.on('error', () => undefined).end();
  });
  await withServer(server, async (port) => {
    for (const serverName of ['localhost', 'localhost.', '127.0.0.1']) {
      const connection = await createNodeTransport().connect(LOOPBACK, port, never());
      const { tls: facts } = await connection.startTls({ serverName, ca: [certificates.ca] });
      assert.equal(facts.nameMatches, true, serverName);
      assert.equal(facts.trusted, true);
      while ((await connection.read()) !== undefined);
      connection.destroy();
    }
  });
  assert.deepEqual(announced, ['localhost', 'localhost', false]);
});

test('extra trust anchors come on top of the known ones and stay with their own call', async () => {
  const { cert, key } = certificates.servers.valid;
  const server = tls.createServer({ cert, key }, (socket) => socket.on('error', () => undefined).end());
  await withServer(server, async (port) => {
    const transport = createNodeTransport();
    const trusted: boolean[] = [];
    for (const ca of [[certificates.ca], undefined, [certificates.ca]]) {
      const connection = await transport.connect(LOOPBACK, port, never());
      trusted.push((await connection.startTls({ serverName: 'localhost', ...(ca ? { ca } : {}) })).tls.trusted);
      connection.destroy();
    }
    assert.deepEqual(trusted, [true, false, true]);
  });
});

test('the machine tells its hosting platform by its variables', () => {
  assert.equal(createNodeTransport({ environment: { FLY_APP_NAME: 'shop' } }).platform, 'fly');
  assert.equal(createNodeTransport({ environment: {} }).platform, undefined);
});
