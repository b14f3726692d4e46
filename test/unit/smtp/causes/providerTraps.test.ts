import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { allProviders, providerById } from '../../../../src/data/providers.ts';
import { trapEvidence } from '../../../../src/smtp/causes/providerTraps.ts';
import { createFakeTransport } from '../../../support/fakeTransport.ts';
import { planTo, runProbe } from '../../../support/probeRun.ts';

test('a port where a provider is known not to listen is told, and what it listens on', () => {
  assert.deepEqual(trapEvidence(providerById('postmark')!, 'tcp/timeout', 465), ['known of Postmark: it does not listen on port 465, only on 25, 2525, 587']);
  assert.deepEqual(trapEvidence(providerById('postmark')!, 'tcp/timeout', 587), []);
  assert.deepEqual(trapEvidence(providerById('postmark')!, 'auth/credentials', 465), []);
});

test('a trap is told with the failures that it fits only', () => {
  assert.match(trapEvidence(providerById('amazon-ses')!, 'auth/credentials', 587).join(), /not the AWS access keys/);
  assert.match(trapEvidence(providerById('mailtrap-sandbox')!, 'tls/plain-server', 465).join(), /begins in clear text here/);
  assert.deepEqual(trapEvidence(providerById('amazon-ses')!, 'rcpt/unknown-user', 587), []);
});

test('a trap comes last among the evidence of a run', async () => {
  const plan = { ...planTo(465), host: 'smtp.postmarkapp.com' };
  const run = await runProbe(plan, createFakeTransport({ resolve: ['192.0.2.1'], connect: {} }));
  assert.match(run.verdict.cause?.evidence.at(-1) ?? '', /^known of Postmark: it does not listen on port 465/, run.transcript.join('\n'));
});

test('every trap names codes that the live test has', () => {
  const known = readFileSync(new URL('../../../../src/smtp/probeCode.ts', import.meta.url), 'utf8');
  const named = allProviders().flatMap(({ id, traps = [] }) => traps.flatMap(({ codes }) => codes.map((code) => ({ id, code }))));
  assert.ok(named.length > 0);
  assert.deepEqual(
    named.filter(({ code }) => !known.includes(`'${code}'`)),
    [],
  );
});
