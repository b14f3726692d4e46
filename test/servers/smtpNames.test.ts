import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { createNodeTransport } from '../../src/smtp/nodeTransport.ts';
import type { ProbeCode } from '../../src/smtp/types.ts';
import { type KnotServer, knotObstacle, startKnot } from '../support/knot.ts';
import { planTo, runProbe } from '../support/probeRun.ts';
import { playScript, type ScriptedServer } from '../support/scriptedServer.ts';

/* The engine against a real DNS server: what it makes of the codes and records that one really sends. */

const skip = knotObstacle() ?? false;

const LAB = `
mail A 127.0.0.1
two A 127.0.0.2
two A 127.0.0.1
alias CNAME mail
onlymx MX 10 mx1
mx1 A 127.0.0.1
text TXT "nothing else"
null MX 0 .
ghost MX 10 nowhere
second MX 10 nowhere
second MX 20 mx1
number MX 10 192.0.2.1.
aliased MX 10 alias
implicit A 127.0.0.1
sink A 0.0.0.0
`;

interface Row {
  readonly name: string;
  readonly what: string;
  readonly code: ProbeCode | undefined;
  readonly lookupMx?: true;
  readonly evidence?: RegExp;
  readonly transcript?: RegExp;
}

const rows: readonly Row[] = [
  { what: 'NXDOMAIN', name: 'absent.lab.test', code: 'dns/not-found', evidence: /the domain "lab\.test" exists/ },
  { what: 'NODATA beside an MX', name: 'onlymx.lab.test', code: 'dns/mail-domain', evidence: /goes to mx1\.lab\.test/ },
  { what: 'NODATA beside a text', name: 'text.lab.test', code: 'dns/no-address' },
  { what: 'SERVFAIL', name: 'mail.broken.test', code: 'dns/server-failure' },
  { what: 'REFUSED', name: 'mail.elsewhere.test', code: 'dns/refused' },
  { what: 'a null MX', name: 'null.lab.test', code: 'dns/null-mx', lookupMx: true },
  { what: 'a null MX behind brackets', name: 'null.lab.test', code: 'dns/null-mx' },
  {
    what: 'an MX without an address',
    name: 'ghost.lab.test',
    code: 'dns/mx-broken',
    lookupMx: true,
    evidence: /"nowhere\.lab\.test" has no address \(ENOTFOUND\)/,
  },
  { what: 'a second MX that is better than the first', name: 'second.lab.test', code: undefined, lookupMx: true, transcript: /has no address \(ENOTFOUND\)/ },
  { what: 'an MX that is an address', name: 'number.lab.test', code: 'dns/mx-broken', lookupMx: true, evidence: /DNS wants a name there/ },
  {
    what: 'an MX that is an alias',
    name: 'aliased.lab.test',
    code: undefined,
    lookupMx: true,
    transcript: /"alias\.lab\.test" is an alias of "mail\.lab\.test"/,
  },
  { what: 'no MX but an address', name: 'implicit.lab.test', code: undefined, lookupMx: true, transcript: /has no MX; its own address is meant/ },
  { what: 'an alias', name: 'alias.lab.test', code: undefined },
  { what: 'a sinkhole', name: 'sink.lab.test', code: 'dns/sinkhole' },
];

describe('a real DNS server', { skip }, () => {
  let knot: KnotServer;
  let relay: ScriptedServer;
  before(async () => {
    knot = await startKnot({ 'lab.test': LAB, 'broken.test': undefined, 'wild.test': '* A 127.0.0.1' });
    relay = await playScript('relay');
  });
  after(async () => {
    await relay?.close();
    await knot?.stop();
  });

  for (const { what, name, code, lookupMx, evidence, transcript } of rows) {
    test(`that answers ${what} is told as ${code ?? 'no failure'}`, async () => {
      const plan = { ...planTo(relay.port, { host: name }), ...(lookupMx ? { lookupMx } : {}) };
      const run = await runProbe(plan, createNodeTransport({ dnsServers: [knot.address] }));
      assert.equal(run.verdict.cause?.code, code, run.transcript.join('\n'));
      if (evidence) assert.match(run.verdict.cause!.evidence.join('\n'), evidence);
      if (transcript) assert.match(run.transcript.join('\n'), transcript);
    });
  }

  test('with a wildcard is seen through when nothing listens there', async () => {
    const closed = await playScript('relay');
    await closed.close();
    const run = await runProbe(planTo(closed.port, { host: 'mail.wild.test' }), createNodeTransport({ dnsServers: [knot.address] }));
    assert.equal(run.verdict.cause?.code, 'dns/any-name', run.transcript.join('\n'));
  });

  test('with two addresses has each of them dialled and told', async () => {
    const closed = await playScript('relay');
    await closed.close();
    const run = await runProbe(planTo(closed.port, { host: 'two.lab.test' }), createNodeTransport({ dnsServers: [knot.address] }));
    assert.equal(run.verdict.cause?.code, 'tcp/refused');
    assert.match(run.verdict.cause!.evidence.join('\n'), /127\.0\.0\.1:\d+: ECONNREFUSED/);
    assert.match(run.verdict.cause!.evidence.join('\n'), /127\.0\.0\.2:\d+: ECONNREFUSED/);
  });

  test('names the resolver in what it says about it', async () => {
    const run = await runProbe(planTo(relay.port, { host: 'mail.elsewhere.test' }), createNodeTransport({ dnsServers: [knot.address] }));
    assert.ok(run.verdict.summary.includes(knot.address));
  });
});
