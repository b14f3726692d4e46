import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checklistOf } from '../../../src/report/checklist.ts';
import { compareRuns } from '../../../src/report/compare.ts';
import { reportMarkdown } from '../../../src/report/markdown.ts';
import { readRecord } from '../../../src/report/readRecord.ts';
import { createRecorder, recordedRelay } from '../../../src/report/recorder.ts';
import type { RunRecord } from '../../../src/report/runRecord.ts';
import { Secret } from '../../../src/smtp/credentials/secret.ts';
import { createNodeTransport } from '../../../src/smtp/nodeTransport.ts';
import { probe } from '../../../src/smtp/probe.ts';
import type { RelayPlan } from '../../../src/smtp/types.ts';
import { makeCertificates } from '../../support/certificates.ts';
import { planTo } from '../../support/probeRun.ts';
import { startScriptedServer } from '../../support/scriptedServer.ts';

const PASSWORD = 'tr0mbone-and-drum';
const { ca, servers } = await makeCertificates();

/** A submission server that echoes what it is sent when it refuses a sign-in. */
const script = (authReply: string) => `S: 220 relay.test ESMTP
C: EHLO
S: 250-relay.test
S: 250 STARTTLS
C: STARTTLS
S: 220 go
TLS
C: EHLO
S: 250-relay.test
S: 250-SIZE 1048576
S: 250 AUTH PLAIN
C: AUTH PLAIN
S: ${authReply}
C: *
S: 250 ok
C: *
S: 250 ok
C: *
S: 250 ok
C: QUIT
S: 221 bye`;

async function recorded(authReply: string): Promise<RunRecord> {
  const server = await startScriptedServer(script(authReply), servers.valid);
  try {
    const base = planTo(server.port, { mode: 'starttls-required', mailFrom: 'shop@example.org', rcptTo: 'jo@example.net' });
    const plan: RelayPlan = { ...base, user: 'shop', password: new Secret(PASSWORD), serverName: 'localhost', ca: [ca] };
    const recorder = createRecorder({
      id: authReply.slice(0, 3),
      startedAt: '2026-10-01T08:00:00.000Z',
      // The port is another one each time, which is nothing to compare.
      relay: { ...recordedRelay(plan, { file: '.env', line: 2, settingId: 'x' }), port: 587 },
      place: { kind: 'local', label: 'this computer' },
    });
    let ms = 0;
    for await (const event of probe(plan, createNodeTransport())) {
      const record = recorder.add(event, ms);
      if (record) return record;
      ms += 1;
    }
    throw new Error('the run ended without a verdict');
  } finally {
    await server.close();
  }
}

test('a real run is kept whole: what is stored comes back as it was', async () => {
  const record = await recorded('235 2.7.0 welcome');
  assert.equal(record.verdict.ok, true, JSON.stringify(record.verdict));
  assert.deepEqual(readRecord(JSON.parse(JSON.stringify(record))), record);
  assert.deepEqual(
    checklistOf(record).map(({ state }) => state),
    ['ok', 'ok', 'ok', 'ok', 'ok'],
  );
});

test('a failed run has no secret in any of its forms, and differs from the good one where it failed', async () => {
  const blob = Buffer.from(`\0shop\0${PASSWORD}`).toString('base64');
  const record = await recorded(`535 5.7.8 no, not ${blob} nor ${PASSWORD}`);
  assert.equal(record.verdict.cause?.code, 'auth/credentials');
  assert.deepEqual(readRecord(JSON.parse(JSON.stringify(record))), record);
  for (const text of [JSON.stringify(record), reportMarkdown(record), reportMarkdown(record, { maskAddresses: true })])
    for (const secret of [PASSWORD, blob, Buffer.from(PASSWORD).toString('base64')]) assert.ok(!text.includes(secret));
  assert.deepEqual(
    compareRuns(await recorded('235 2.7.0 welcome'), record).map(({ kind }) => kind),
    ['verdict', 'stage'],
  );
  assert.deepEqual(
    checklistOf(record).map(({ state }) => state),
    ['ok', 'ok', 'failed', 'not-tested', 'ok'],
  );
});
