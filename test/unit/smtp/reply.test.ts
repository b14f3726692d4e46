import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createReplyParser, type ReplyEvent, replyText } from '../../../src/smtp/reply.ts';
import type { SmtpReply } from '../../../src/smtp/types.ts';

/** Pushes the text as Latin-1 bytes, in pieces of the given size, and ends the stream. */
function parse(text: string | Buffer, pieceSize = 1_000_000): ReplyEvent[] {
  const bytes = typeof text === 'string' ? Buffer.from(text, 'utf8') : text;
  const parser = createReplyParser();
  const events: ReplyEvent[] = [];
  for (let at = 0; at < bytes.length; at += pieceSize) events.push(...parser.push(bytes.subarray(at, at + pieceSize)));
  return [...events, ...parser.end()];
}

function replies(text: string | Buffer, pieceSize?: number): SmtpReply[] {
  return parse(text, pieceSize).flatMap((event) => (event.type === 'line' && event.reply ? [event.reply] : []));
}

const rows: readonly { what: string; text: string | Buffer; want: SmtpReply[] }[] = [
  { what: 'one line', text: '250 Ok\r\n', want: [{ code: 250, lines: ['Ok'] }] },
  { what: 'a code without text', text: '250\r\n', want: [{ code: 250, lines: [''] }] },
  { what: 'several lines', text: '250-a\r\n250-b\r\n250 c\r\n', want: [{ code: 250, lines: ['a', 'b', 'c'] }] },
  {
    what: 'two replies at once',
    text: '250 a\r\n221 b\r\n',
    want: [
      { code: 250, lines: ['a'] },
      { code: 221, lines: ['b'] },
    ],
  },
  { what: 'stray blank lines', text: '\r\n250-a\r\n\r\n250 b\r\n', want: [{ code: 250, lines: ['a', 'b'] }] },
  { what: 'bare line feeds', text: '250-a\n250 b\n', want: [{ code: 250, lines: ['a', 'b'] }] },
  { what: 'a missing last line end', text: '554 5.7.1 no', want: [{ code: 554, enhanced: '5.7.1', lines: ['5.7.1 no'] }] },
  { what: 'an enhanced code', text: '535 5.7.8 no\r\n', want: [{ code: 535, enhanced: '5.7.8', lines: ['5.7.8 no'] }] },
  { what: 'an enhanced code on each line', text: '535-5.7.8 a\r\n535 5.7.8 b\r\n', want: [{ code: 535, enhanced: '5.7.8', lines: ['5.7.8 a', '5.7.8 b'] }] },
  { what: 'an enhanced code behind a hash', text: '550 #5.1.0 no\r\n', want: [{ code: 550, enhanced: '5.1.0', lines: ['#5.1.0 no'] }] },
  { what: 'an enhanced code of another class, which is none', text: '450 5.7.8 no\r\n', want: [{ code: 450, lines: ['5.7.8 no'] }] },
  { what: 'an address that looks like an enhanced code', text: '220 2.2.2.2 ready\r\n', want: [{ code: 220, lines: ['2.2.2.2 ready'] }] },
  { what: 'UTF-8 text', text: '550 später\r\n', want: [{ code: 550, lines: ['später'] }] },
  { what: 'Latin-1 text', text: Buffer.from('550 sp\xe4ter\r\n', 'latin1'), want: [{ code: 550, lines: ['später'] }] },
  { what: 'codes that differ within a reply, the last one counts', text: '250-a\r\n550 b\r\n', want: [{ code: 550, lines: ['a', 'b'] }] },
];

for (const { what, text, want } of rows) {
  test(`reads ${what}`, () => assert.deepEqual(replies(text), want));
  test(`reads ${what} byte by byte`, () => assert.deepEqual(replies(text, 1), want));
}

test('tells each line of a long reply as soon as it is complete', () => {
  const parser = createReplyParser();
  const first = parser.push(Buffer.from('250-lab.test\r\n250-SI'));
  assert.deepEqual(first, [{ type: 'line', code: 250, text: '250-lab.test' }]);
  assert.equal(parser.pendingBytes, 6);
});

const garbage: readonly { what: string; bytes: Buffer; isTls: boolean; text: RegExp }[] = [
  { what: 'an IMAP greeting', bytes: Buffer.from('* OK ready\r\n'), isTls: false, text: /^\* OK ready$/ },
  { what: 'an HTTP answer', bytes: Buffer.from('HTTP/1.1 400 Bad Request\r\n\r\n'), isTls: false, text: /^HTTP\/1\.1 400/ },
  { what: 'a TLS alert, which has no line end', bytes: Buffer.from([0x15, 3, 3, 0, 2, 2, 70]), isTls: true, text: /./ },
  { what: 'a binary protocol', bytes: Buffer.from([0, 0, 0, 5]), isTls: false, text: /./ },
  { what: 'letters glued to the code', bytes: Buffer.from('220lab ready\r\n'), isTls: false, text: /^220lab/ },
];

for (const { what, bytes, isTls, text } of garbage) {
  test(`calls ${what} garbage`, () => {
    const [event] = parse(bytes);
    assert.equal(event?.type, 'garbage');
    assert.equal(event?.type === 'garbage' && event.isTls, isTls);
    assert.match(event!.text, text);
  });
}

test('a line without end is cut, and the next reply is still read', () => {
  const long = `250 ${'x'.repeat(100_000)}\r\n221 bye\r\n`;
  const [first, second] = replies(long);
  assert.ok(first!.lines[0]!.length < 5000);
  assert.deepEqual(second, { code: 221, lines: ['bye'] });
});

test('a reply without end is garbage, not memory', () => {
  const events = parse('250-more\r\n'.repeat(10_000));
  assert.ok(events.some((event) => event.type === 'garbage'));
});

test('control and direction characters do not reach a terminal', () => {
  const [reply] = replies('250 \u001b[31mred\u202e\u0007\r\n');
  assert.equal(reply!.lines[0], '\ufffd[31mred\ufffd\ufffd');
});

test('dropping forgets what was half read and says how much', () => {
  const parser = createReplyParser();
  parser.push(Buffer.from('250-half\r\n250 mo'));
  assert.equal(parser.drop(), 6);
  assert.deepEqual(parser.push(Buffer.from('221 bye\r\n')), [{ type: 'line', code: 221, text: '221 bye', reply: { code: 221, lines: ['bye'] } }]);
});

test('the text of a reply names its enhanced code once', () => {
  assert.equal(
    replyText({ code: 535, enhanced: '5.7.8', lines: ['5.7.8 Not accepted. See', '5.7.8  https://help.test', ''] }),
    '535 5.7.8 Not accepted. See https://help.test',
  );
});
