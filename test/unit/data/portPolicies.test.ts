import assert from 'node:assert/strict';
import { test } from 'node:test';
import { submissionHostOf } from '../../../src/data/mailExchangers.ts';
import { PLATFORMS } from '../../../src/data/platforms.ts';
import { PORT_POLICIES, platformOf, portPolicy } from '../../../src/data/portPolicies.ts';

test('each platform is there once, in order, with ports that mail uses and a way out', () => {
  const ids = PORT_POLICIES.map(({ id }) => id);
  assert.deepEqual(ids, [...new Set(ids)].sort());
  for (const { id, blocked, instead, source } of PORT_POLICIES) {
    assert.ok(blocked.length > 0 && blocked.every((port) => [25, 465, 587, 2525].includes(port)), id);
    assert.ok(instead !== '' && source !== '', id);
    assert.deepEqual(portPolicy(id)?.id, id);
  }
});

test('what the files of a project show and what the machine shows agree about the ports', () => {
  const byName = new Map(PORT_POLICIES.map(({ name, blocked }) => [name, blocked]));
  for (const { name, blocks, forWhom } of PLATFORMS) {
    const blocked = byName.get(name);
    // A plan that is narrower than the platform has fewer exceptions, so only the widest row is compared.
    if (blocked && (forWhom || name !== 'Render')) assert.deepEqual([...blocks], [...blocked], name);
  }
});

test('the variables of a machine show its platform', () => {
  assert.equal(platformOf({ FLY_APP_NAME: 'shop' }), 'fly');
  assert.equal(platformOf({ RENDER: 'true' }), 'render');
  assert.equal(platformOf({ RAILWAY_ENVIRONMENT: 'production' }), 'railway');
  assert.equal(platformOf({ K_SERVICE: 'shop' }), 'google-cloud');
  assert.equal(platformOf({ AWS_LAMBDA_FUNCTION_NAME: 'mail' }), 'aws-lambda');
  assert.equal(platformOf({ AWS_LAMBDA_FUNCTION_NAME: 'mail', VERCEL: '1' }), 'vercel');
  assert.equal(platformOf({ GITHUB_ACTIONS: 'true' }), 'github-actions');
});

test('what is unset, empty or somebody’s own shows none', () => {
  assert.equal(platformOf({}), undefined);
  assert.equal(platformOf({ FLY_APP_NAME: '', VERCEL: '0' }), undefined);
  assert.equal(platformOf({ GITHUB_ACTIONS: 'true', RUNNER_ENVIRONMENT: 'self-hosted' }), undefined);
});

test('exchangers lead to the submission host of the service that runs them', () => {
  assert.equal(submissionHostOf(['lab-test.mail.protection.outlook.com']), 'smtp.office365.com');
  assert.equal(submissionHostOf(['mx1.lab.test', 'aspmx.l.google.com']), 'smtp.gmail.com');
  assert.equal(submissionHostOf(['mx.notgoogle.com', 'mx.lab.test']), undefined);
});
