import assert from 'node:assert/strict';
import { createServer as createHttpServer } from 'node:http';
import { type AddressInfo, createServer } from 'node:net';
import { before, describe, test } from 'node:test';
import { bannerHost, isMaskedGreeting } from '../../../../src/smtp/banner.ts';
import { blockListOf, seenAddress, turnedAwayCode } from '../../../../src/smtp/causes/turnedAway.ts';
import { createNodeTransport } from '../../../../src/smtp/nodeTransport.ts';
import { probe } from '../../../../src/smtp/probe.ts';
import { otherProtocol } from '../../../../src/smtp/protocols.ts';
import type { ProbeCode, StageName } from '../../../../src/smtp/types.ts';
import { makeCertificates, type TestCertificates } from '../../../support/certificates.ts';
import { createFakeTransport } from '../../../support/fakeTransport.ts';
import { planTo, runProbe } from '../../../support/probeRun.ts';
import { startScriptedServer } from '../../../support/scriptedServer.ts';

const PATIENT = { greetingMs: 5_000, patienceMs: 4_000, commandMs: 5_000 };
const SHORT = { greetingMs: 150, patienceMs: 30, tlsMs: 150, commandMs: 2_000 };
const LEAVE = 'C: QUIT\nS: 221 Bye\nCLOSE\n';

let certificates: TestCertificates;
before(async () => {
  certificates = await makeCertificates();
});

async function against(script: string, options: Parameters<typeof planTo>[1] = {}) {
  const server = await startScriptedServer(script, certificates.servers.valid);
  try {
    const run = await runProbe(planTo(server.port, { timeouts: PATIENT, ...options }));
    return { run, server, cause: run.verdict.cause };
  } finally {
    await server.close();
  }
}

describe('a greeting that turns the client away', () => {
  const rows: readonly { what: string; reply: string; code: ProbeCode; owner: string; list?: string }[] = [
    {
      what: 'for a block list in Postfix words',
      reply: '554 5.7.1 Service unavailable; Client host [192.0.2.7] blocked using zen.spamhaus.org',
      code: 'greeting/blocked',
      owner: 'network',
      list: 'zen.spamhaus.org',
    },
    {
      what: 'for a block list in postscreen words',
      reply: '550 5.7.1 Service unavailable; client [192.0.2.7] blocked using b.barracudacentral.org',
      code: 'greeting/blocked',
      owner: 'network',
      list: 'b.barracudacentral.org',
    },
    {
      what: 'for a block list in Exim words',
      reply: '550 192.0.2.7 is listed at bl.spamcop.net',
      code: 'greeting/blocked',
      owner: 'network',
      list: 'bl.spamcop.net',
    },
    { what: 'for a block list that is only named', reply: '521 5.2.1 rejected, see Spamhaus', code: 'greeting/blocked', owner: 'network', list: 'Spamhaus' },
    { what: 'for a missing reverse name', reply: '554 5.7.25 no PTR record for [192.0.2.7]', code: 'greeting/no-ptr', owner: 'network' },
    {
      what: 'for a reverse name for now',
      reply: '450 4.7.25 Client host rejected: cannot find your hostname, [192.0.2.7]',
      code: 'greeting/no-ptr',
      owner: 'network',
    },
    { what: 'for too many connections', reply: '421 4.7.0 lab.test Error: too many connections from 192.0.2.7', code: 'greeting/too-many', owner: 'server' },
    { what: 'for its load', reply: '421 lab.test: Too many concurrent SMTP connections; please try again later.', code: 'greeting/too-many', owner: 'server' },
    { what: 'for no reason that it says', reply: '554 SMTP service not available', code: 'greeting/rejected', owner: 'server' },
    { what: 'with 521', reply: '521 lab.test does not accept mail', code: 'greeting/rejected', owner: 'server' },
    { what: 'with 450', reply: '450 4.3.2 Service currently unavailable', code: 'greeting/temporary', owner: 'server' },
    { what: 'with 451', reply: '451 4.3.0 local error in processing', code: 'greeting/temporary', owner: 'server' },
  ];
  for (const { what, reply, code, owner, list } of rows) {
    test(`${what} is told as ${code}`, async () => {
      const { cause } = await against(`S: ${reply}\n${LEAVE}`);
      assert.equal(cause?.code, code);
      assert.equal(cause?.stage, 'greeting');
      assert.equal(cause?.owner, owner);
      assert.ok(cause!.evidence[0]!.includes(reply.slice(0, 3)));
      if (list) assert.match(cause!.summary, new RegExp(list));
      if (code === 'greeting/blocked') assert.match(cause!.nextStep, /authenticated submission port/);
    });
  }

  test('names the address that the server has seen, which may be another than ours', async () => {
    assert.match(
      (await against(`S: 554 5.7.1 Client host [192.0.2.7] blocked using zen.spamhaus.org\n${LEAVE}`)).cause!.summary,
      /its address 192\.0\.2\.7 is on/,
    );
    assert.equal(seenAddress({ code: 550, lines: ['no PTR for [IPv6:2001:db8::7]'] }), 'IPv6:2001:db8::7');
  });

  test('words decide, and words that only look so do not', () => {
    assert.equal(blockListOf('550 blocked by local policy'), undefined);
    assert.equal(turnedAwayCode({ code: 554, lines: ['Access denied'] }), 'greeting/rejected');
    assert.equal(turnedAwayCode({ code: 421, lines: ['4.3.2 Service shutting down'] }), 'greeting/temporary');
  });
});

describe('a greeting that is odd', () => {
  test('of many lines is no fault', async () => {
    const script = `S: 220-host.test ESMTP Exim\nS: 220-We do not authorize the use of this system to transport unsolicited,\nS: 220 and/or bulk e-mail.\nC: EHLO\nS: 250 host.test\nC: MAIL\nS: 250 ok\nC: RCPT\nS: 250 ok\nC: RSET\nS: 250 ok\n${LEAVE}`;
    const { run } = await against(script);
    assert.equal(run.verdict.ok, true);
    const stage = run.stage('greeting');
    assert.ok(stage?.state === 'passed');
    assert.equal(stage.facts.reply?.lines.length, 3);
  });

  test('of asterisks is told, and explains why STARTTLS is missing', async () => {
    const { run, cause } = await against(`S: 220 ********************************\nC: EHLO\nS: 250 lab.test\n${LEAVE}`, { mode: 'starttls-required' });
    assert.ok(run.transcript.some((line) => line.includes('masked with asterisks')));
    assert.equal(cause?.code, 'starttls/stripped');
    assert.equal(cause?.owner, 'network');
    assert.match(cause!.evidence.join('\n'), /masked with asterisks/);
    assert.ok(isMaskedGreeting({ code: 220, lines: ['*********2******0*'] }));
    assert.ok(!isMaskedGreeting({ code: 220, lines: ['lab.test ESMTP ***** Welcome ****'] }));
  });

  test('that comes late is waited for, with a word, and the time it took is told', async () => {
    let greet: () => void = () => undefined;
    const server = createServer((socket) => {
      socket.on('error', () => undefined);
      socket.resume();
      greet = () => socket.end('220 lab.test ESMTP\r\n');
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const plan = planTo((server.address() as AddressInfo).port, { timeouts: { greetingMs: 60_000, patienceMs: 20 } });
    const lines: string[] = [];
    try {
      for await (const event of probe(plan, createNodeTransport())) {
        if (event.type !== 'line') continue;
        lines.push(event.line.text);
        if (event.line.text.includes('still waiting')) greet();
      }
    } finally {
      await new Promise((resolve) => server.close(resolve));
    }
    assert.match(lines.join('\n'), /still waiting[\s\S]*The greeting took \d+ ms; an app that waits less/);
  });
});

describe('another protocol on the port', () => {
  const rows: readonly { name: string; script: string; options?: Parameters<typeof planTo>[1] }[] = [
    { name: 'IMAP', script: 'S: * OK [CAPABILITY IMAP4rev1] Dovecot ready.\nCLOSE\n' },
    { name: 'POP3', script: 'S: +OK Dovecot ready.\nCLOSE\n' },
    { name: 'SSH', script: 'S: SSH-2.0-OpenSSH_9.2p1 Debian-2\nCLOSE\n' },
    { name: 'HTTP', script: 'BYTES\nS: HTTP/1.1 400 Bad Request\nCLOSE\n', options: { timeouts: SHORT } },
    { name: 'Redis', script: 'BYTES\nS: -ERR unknown command\nCLOSE\n', options: { timeouts: SHORT } },
    { name: 'MySQL', script: 'S> \\x4a\\x00\\x00\\x00\\x0a8.0.36\\x00\\x08\\x00\nSILENCE\n' },
    { name: 'FTP', script: 'S: 220 ProFTPD Server (lab) [192.0.2.1]\nCLOSE\n' },
    { name: 'LMTP', script: 'S: 220 lab.test LMTP ready\nCLOSE\n' },
    { name: 'NNTP', script: 'S: 200 lab.test NNTP server ready\nCLOSE\n' },
    { name: 'ManageSieve', script: 'S: "IMPLEMENTATION" "Dovecot Pigeonhole"\nCLOSE\n' },
    { name: 'VNC', script: 'S> RFB 003.008\\n\nSILENCE\n' },
  ];
  for (const { name, script, options } of rows) {
    test(`${name} is named`, async () => {
      const { cause } = await against(script, options);
      assert.equal(cause?.code, 'greeting/not-smtp', JSON.stringify(cause));
      assert.match(cause!.summary, new RegExp(`it speaks ${name}$`));
      assert.equal(cause?.part, 'port');
    });
  }

  test('a real web server is seen through, as silent as it is at first', async () => {
    const server = createHttpServer((_, response) => response.end('hello'));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    try {
      const { cause } = (await runProbe(planTo((server.address() as AddressInfo).port, { timeouts: SHORT }))).verdict;
      assert.equal(cause?.code, 'greeting/not-smtp');
      assert.match(cause!.summary, /it speaks HTTP$/);
      assert.match(cause!.evidence.join('\n'), /spoken to, it answers "HTTP\/1\.1 400 Bad Request"/);
    } finally {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    }
  });

  test('a server that speaks when spoken to is only spoken to on a new connection, and never before it has had its time', async () => {
    const { server } = await against('BYTES\nS: HTTP/1.1 400 Bad Request\nCLOSE\n', { timeouts: SHORT });
    assert.deepEqual(server.received[0], []);
  });

  test('the greeting of a mail server is none of them', () => {
    for (const line of ['220 lab.test ESMTP Postfix', '220 mail.ftpmail.test ESMTP', 'what?', '220 smtp.news.test ESMTP'])
      assert.equal(otherProtocol(line), undefined, line);
  });
});

describe('a connection that is cut before the greeting', () => {
  test('again and again is told as greeting/closed, with TLS and a bad moment ruled out', async () => {
    const { cause, server } = await against('CLOSE\n');
    assert.equal(cause?.code, 'greeting/closed');
    assert.match(cause!.ruledOut.join('\n'), /TLS from the first byte[\s\S]*a single bad moment/);
    assert.equal(server.received.length, 3);
  });

  test('by a reset is told as tcp/reset', async () => {
    assert.equal((await against('RESET\n')).cause?.code, 'tcp/reset');
  });

  test('once, while the next is greeted, is told as tcp/unsteady', async () => {
    const { cause } = await against(`CLOSE\n==\nCLOSE\n==\nS: 220 lab.test ESMTP\nC: EHLO\nS: 250 lab.test\n${LEAVE}`);
    assert.equal(cause?.code, 'tcp/unsteady');
    assert.equal(cause?.owner, 'server');
    assert.equal(cause?.confidence, 'certain');
    assert.match(cause!.evidence.join('\n'), /a second connection was greeted: "220 lab\.test/);
  });

  test('once, while the next is told why, has that reason', async () => {
    const { cause } = await against(`CLOSE\n==\nCLOSE\n==\nS: 421 4.7.0 too many connections\nCLOSE\n`);
    assert.equal(cause?.code, 'greeting/too-many');
  });
});

describe('a greeting in another name', () => {
  const proxied = (rest: string) => `S: 220 relay.webhost.test ESMTP\nC: EHLO\nS: 250 relay.webhost.test\n${rest}`;
  const toGmail = async (script: string, options: Parameters<typeof planTo>[1] = {}) => {
    const server = await startScriptedServer(script, certificates.servers.valid);
    try {
      const transport = createFakeTransport({ resolve: ['192.0.2.1'], over: createNodeTransport(), overPort: server.port });
      return await runProbe(planTo(587, { host: 'smtp.gmail.com', timeouts: PATIENT, ...options }), transport);
    } finally {
      await server.close();
    }
  };

  test('at a known provider, without what that provider has, is told as greeting/other-server', async () => {
    const { cause } = (await toGmail(proxied(LEAVE), { mode: 'starttls-required' })).verdict;
    assert.equal(cause?.code, 'greeting/other-server');
    assert.equal(cause?.owner, 'network');
    assert.equal(cause?.confidence, 'likely');
    assert.match(cause!.summary, /it calls itself "relay\.webhost\.test"/);
    assert.match(cause!.evidence.join('\n'), /which shows as starttls\/stripped/);
  });

  test('of the same provider is nothing', async () => {
    const script = `S: 220 mx.google.com ESMTP abc - gsmtp\nC: EHLO\nS: 250 mx.google.com\n${LEAVE}`;
    assert.equal((await toGmail(script, { mode: 'starttls-required' })).verdict.cause?.code, 'starttls/stripped');
  });

  test('at anybody else is a word in the transcript and a line of evidence', async () => {
    const server = await startScriptedServer(proxied(LEAVE));
    try {
      const transport = createFakeTransport({ over: createNodeTransport() });
      const run = await runProbe(planTo(server.port, { host: 'mail.lab.test', mode: 'starttls-required', timeouts: PATIENT }), transport);
      assert.equal(run.verdict.cause?.code, 'starttls/not-offered');
      assert.match(run.verdict.cause!.evidence.join('\n'), /the greeting names "relay\.webhost\.test"/);
      assert.ok(run.transcript.some((line) => line.includes('which is another domain')));
    } finally {
      await server.close();
    }
  });

  test('is read from its first word, when that is a full name', () => {
    assert.equal(bannerHost({ code: 220, lines: ['MX.Lab.test. ESMTP'] }), 'mx.lab.test');
    for (const line of ['localhost ESMTP', 'SG ESMTP service ready', '[192.0.2.1] ESMTP', '192.0.2.1 ESMTP', ''])
      assert.equal(bannerHost({ code: 220, lines: [line] }), undefined, line);
  });
});

describe('a client name that is refused', () => {
  const rows: readonly { what: string; script: string; options: Parameters<typeof planTo>[1]; stage: StageName; proven?: string }[] = [
    {
      what: 'at EHLO',
      script: `S: 220 lab.test\nC: EHLO shortname\nS: 504 5.5.2 <shortname>: Helo command rejected: need fully-qualified hostname\nC: EHLO shop.test\nS: 250 lab.test\n${LEAVE}`,
      options: { heloName: 'shortname', mailFrom: 'app@shop.test' },
      stage: 'ehlo',
      proven: 'shop.test',
    },
    {
      what: 'at EHLO, where only an address will do',
      script: `S: 220 lab.test\nC: EHLO shop_1\nS: 501 Syntactically invalid EHLO argument(s)\nC: EHLO [127.0.0.1]\nS: 250 lab.test\n${LEAVE}`,
      options: { heloName: 'shop_1', mailFrom: '' },
      stage: 'ehlo',
      proven: '[127.0.0.1]',
    },
    {
      what: 'at EHLO whatever it is',
      script: `S: 220 lab.test\nC: EHLO\nS: 550 5.7.506 Access Denied, Bad HELO\nC: EHLO\nS: 550 5.7.506 Access Denied, Bad HELO\nC: EHLO\nS: 550 no\n${LEAVE}`,
      options: { heloName: 'localhost', mailFrom: 'app@shop.test' },
      stage: 'ehlo',
    },
    {
      what: 'at RCPT',
      script: `S: 220 lab.test\nC: EHLO shortname\nS: 250 lab.test\nC: MAIL\nS: 250 ok\nC: RCPT\nS: 504 5.5.2 <shortname>: Helo command rejected: need fully-qualified hostname\nC: EHLO shop.test\nS: 250 lab.test\nC: MAIL\nS: 250 ok\nC: RCPT\nS: 250 ok\nC: RSET\nS: 250 ok\n${LEAVE}`,
      options: { heloName: 'shortname', mailFrom: 'app@shop.test' },
      stage: 'rcpt-to',
      proven: 'shop.test',
    },
  ];
  for (const { what, script, options, stage, proven } of rows) {
    test(`${what} is tried again with another${proven ? ', which is proven' : ''}`, async () => {
      const { cause, server } = await against(script, options);
      assert.deepEqual(server.mismatches, []);
      assert.equal(cause?.code, 'ehlo/rejected');
      assert.equal(cause?.stage, stage);
      assert.equal(cause?.part, 'helo');
      assert.equal(cause?.proven?.heloName, proven);
      if (proven) assert.ok(cause!.nextStep.startsWith(`Set HELO name "${proven}"`));
    });
  }

  test('and a server that only knows HELO is spoken to with HELO', async () => {
    const { run } = await against(
      `S: 220 old.test\nC: EHLO\nS: 502 5.5.2 unknown command\nC: HELO\nS: 250 old.test\nC: MAIL\nS: 250 ok\nC: RCPT\nS: 250 ok\nC: RSET\nS: 250 ok\n${LEAVE}`,
    );
    assert.equal(run.verdict.ok, true);
  });
});

describe('a server that falls silent on something large', () => {
  const own = 'S: 220 lab.test\nC: EHLO\nS: 250-lab.test\nS: 250 STARTTLS\nC: STARTTLS\nS: 220 Go\nSILENCE\n';
  const small = 'S: 220 lab.test\nC: EHLO\nS: 250-lab.test\nS: 250 STARTTLS\nC: NOOP\nS: 250 ok\nC: NOOP xxx\n';
  const stalls = { timeouts: { ...PATIENT, tlsMs: 80, commandMs: 400 } };

  test('and on a large command as well is told as tcp/large-packets', async () => {
    const { cause } = await against(`${own}==\n${small}SILENCE\n`, stalls);
    assert.equal(cause?.code, 'tcp/large-packets');
    assert.equal(cause?.owner, 'network');
    assert.match(cause!.evidence.join('\n'), /one of 1800 bytes was not/);
  });

  test('but answers a large command keeps its own cause', async () => {
    const { cause } = await against(`${own}==\n${small}S: 500 5.5.2 line too long\nCLOSE\n`, stalls);
    assert.equal(cause?.code, 'tls/timeout');
    assert.match(cause!.ruledOut.join('\n'), /a large command was answered/);
  });
});
