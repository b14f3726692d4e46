import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { isInternalName, isLocalHost, isPrivateHost } from '../../../src/discover/local.ts';

describe('isLocalHost', () => {
  for (const host of [
    'localhost',
    'LOCALHOST.',
    '127.0.0.1',
    '127.1.2.3',
    '::1',
    '[::1]',
    '::ffff:127.0.0.1',
    'app.localhost',
    'host.docker.internal',
    'mailpit',
    'MailHog',
    'maildev-auth',
    'my-mailcatch',
    'dev_mailpit',
    'mailhog.local',
    'mailpit.default.svc.cluster.local',
    'smtp4dev',
    'greenmail',
    'inbucket',
    'fake-smtp-server',
  ]) {
    it(`takes ${host} for this machine or a catcher`, () => assert.equal(isLocalHost(host), true));
  }
  for (const host of [
    'smtp.example.com',
    '10.0.0.1',
    '128.0.0.1',
    'smtp',
    'postfix',
    'mailhog.example.com',
    'sandbox-smtp.mailcatch.app',
    'localhost.example.com',
    'mailpitstop',
    '',
  ]) {
    it(`takes ${JSON.stringify(host)} for another one`, () => assert.equal(isLocalHost(host), false));
  }
});

describe('isPrivateHost', () => {
  for (const host of [
    '10.1.2.3',
    '172.16.0.1',
    '172.31.255.255',
    '192.168.1.1',
    '169.254.1.1',
    '100.64.0.1',
    'fd00::1',
    '[fe80::1]',
    'smtp',
    'mail.local',
    'relay.internal',
    'mail.lan',
    'localhost',
  ]) {
    it(`takes ${host} for private`, () => assert.equal(isPrivateHost(host), true));
  }
  for (const host of ['8.8.8.8', '172.32.0.1', '11.0.0.1', '100.128.0.1', '2001:db8::1', 'smtp.example.com', 'local.example.com']) {
    it(`takes ${host} for public`, () => assert.equal(isPrivateHost(host), false));
  }
});

describe('isInternalName', () => {
  it('is a single label that is no number', () => {
    assert.deepEqual(['smtp', 'postfix-relay', 'a_b', 'smtp.x', '25', '', '-a'].map(isInternalName), [true, true, true, false, false, false, false]);
  });
});
