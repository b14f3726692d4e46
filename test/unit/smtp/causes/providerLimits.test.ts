import assert from 'node:assert/strict';
import { test } from 'node:test';
import { providerById } from '../../../../src/data/providers.ts';
import { limitEvidence } from '../../../../src/smtp/causes/providerLimits.ts';

test('a limit that was met is told with its number, for each plan', () => {
  assert.equal(
    limitEvidence(providerById('gmail')!, 'limit/rate'),
    'limits of Gmail, as last known: 500 messages a day (personal), 2000 messages a day (workspace)',
  );
  assert.match(limitEvidence(providerById('m365')!, 'limit/rate') ?? '', /3 connections at a time/);
  assert.match(limitEvidence(providerById('amazon-ses')!, 'limit/recipients') ?? '', /50 recipients per message$/);
  assert.match(limitEvidence(providerById('gmail')!, 'limit/size') ?? '', /messages of 25 MB$/);
});

test('nothing is told about other failures, or where no limit is known', () => {
  assert.equal(limitEvidence(providerById('gmail')!, 'auth/credentials'), undefined);
  assert.equal(limitEvidence(providerById('gmx')!, 'limit/rate'), undefined);
});
