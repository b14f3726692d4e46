import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createRedactor } from '../../../src/smtp/redact.ts';
import { type Connection, TransportError } from '../../../src/smtp/transport.ts';
import type { TranscriptLine } from '../../../src/smtp/types.ts';
import { createWire, WireError } from '../../../src/smtp/wire.ts';

/** A wire whose server has already said all it will ever say, and then fails or goes quiet. */
function wireOver(pieces: readonly string[], end: 'close' | 'quiet' | TransportError = 'quiet') {
  const written: string[] = [];
  const lines: TranscriptLine[] = [];
  const left = pieces.map((text) => Buffer.from(text));
  const connection: Connection = {
    async read() {
      const next = left.shift();
      if (next) return next;
      if (end instanceof TransportError) throw end;
      return end === 'close' ? undefined : new Promise(() => undefined);
    },
    write: (bytes) => {
      written.push(Buffer.from(bytes).toString('utf8'));
    },
    startTls: () => Promise.reject(new TransportError('tls', 'ECONNRESET')),
    destroy: () => undefined,
  };
  const wire = createWire(connection, createRedactor(undefined, undefined), (line) => lines.push(line), new AbortController().signal);
  return { wire, written, lines };
}

const READ = { ms: 1_000, expects: (code: number) => code < 400 };

test('nothing can be sent before the server has greeted', async () => {
  const { wire, written } = wireOver(['220 lab.test\r\n']);
  assert.throws(() => wire.send('EHLO me'), /before the greeting/);
  await wire.read(READ);
  wire.send('EHLO me');
  assert.deepEqual(written, ['EHLO me\r\n']);
});

test('a command with a line end or NUL inside is not sent', async () => {
  const { wire, written } = wireOver(['220 lab.test\r\n']);
  await wire.read(READ);
  for (const line of ['RCPT TO:<a>\r\nDATA', 'NOOP\n', 'NOOP\0']) assert.throws(() => wire.send(line), /one line/);
  assert.deepEqual(written, []);
});

test('the transcript shows the twin, the server gets the line', async () => {
  const { wire, written, lines } = wireOver(['220 lab.test\r\n']);
  await wire.read(READ);
  wire.send('AUTH PLAIN c2VjcmV0', 'AUTH PLAIN ••••');
  assert.deepEqual(written, ['AUTH PLAIN c2VjcmV0\r\n']);
  assert.equal(lines.at(-1)?.text, 'AUTH PLAIN ••••');
});

test('a reply in pieces is one reply, and each of its lines is told once', async () => {
  const { wire, lines } = wireOver(['25', '0-a\r', '\n250', ' b\r\n']);
  const { reply } = await wire.read(READ);
  assert.deepEqual(reply, { code: 250, lines: ['a', 'b'] });
  assert.deepEqual(
    lines.map(({ text }) => text),
    ['250-a', '250 b'],
  );
});

test('two replies in one piece are read one by one', async () => {
  const { wire } = wireOver(['250 a\r\n421 b\r\n']);
  assert.equal((await wire.read(READ)).reply.code, 250);
  assert.equal((await wire.read(READ)).reply.code, 421);
});

test('a reply that nobody wanted is marked', async () => {
  const { wire, lines } = wireOver(['554 no\r\n']);
  await wire.read(READ);
  assert.equal(lines[0]?.unexpected, true);
});

test('a very long line is shown in part', async () => {
  const { wire, lines } = wireOver([`250 ${'x'.repeat(3_000)}\r\n`]);
  await wire.read(READ);
  assert.equal(lines[0]?.text.length, 1_001);
});

const failures: readonly { what: string; pieces: readonly string[]; end: 'close' | 'quiet' | TransportError; kind: WireError['kind']; detail: RegExp }[] = [
  { what: 'the end of the stream', pieces: [], end: 'close', kind: 'closed', detail: /closed/ },
  { what: 'the end in the middle of a reply', pieces: ['250-half\r\n'], end: 'close', kind: 'closed', detail: /closed/ },
  { what: 'a reset', pieces: [], end: new TransportError('stream', 'ECONNRESET'), kind: 'reset', detail: /ECONNRESET/ },
  { what: 'a late TLS alert', pieces: [], end: new TransportError('stream', 'CERTIFICATE_REQUIRED'), kind: 'alert', detail: /CERTIFICATE_REQUIRED/ },
  { what: 'no reply', pieces: [], end: 'quiet', kind: 'timeout', detail: /no reply in 20 ms$/ },
  { what: 'half a line', pieces: ['22'], end: 'quiet', kind: 'timeout', detail: /only 2 bytes without a line end/ },
  { what: 'another protocol', pieces: ['* OK IMAP\r\n'], end: 'quiet', kind: 'garbage', detail: /IMAP/ },
];

for (const { what, pieces, end, kind, detail } of failures) {
  test(`${what} is told as ${kind}`, async () => {
    const { wire } = wireOver(pieces, end);
    await assert.rejects(wire.read({ ...READ, ms: 20 }), (error) => error instanceof WireError && error.kind === kind && detail.test(error.detail));
  });
}
