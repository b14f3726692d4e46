import assert from 'node:assert/strict';
import { test } from 'node:test';
import { POSTFIX_DAEMONS, postfixDaemon } from '../../../src/data/postfixDaemons.ts';
import { allPostfixRestrictions, postfixRestriction, RESTRICTION_LISTS } from '../../../src/data/postfixRestrictions.ts';

test('restrictions are sorted and each is there once', () => {
  const names = allPostfixRestrictions().map(({ name }) => name);
  assert.deepEqual(names, [...new Set(names)].sort());
});

test('a restriction is found in any letter case, with what it takes', () => {
  assert.equal(postfixRestriction('Check_Client_Access')?.argument, 'table');
  assert.equal(postfixRestriction('reject_rbl_client')?.argument, 'dns-list');
  assert.equal(postfixRestriction('check_policy_service')?.argument, 'policy-server');
  assert.equal(postfixRestriction('sleep')?.argument, 'seconds');
  assert.equal(postfixRestriction('warn_if_reject')?.argument, 'restriction');
  assert.equal(postfixRestriction('permit')?.argument, 'none');
  assert.equal(postfixRestriction('no_such_word'), undefined);
});

test('what a bare table is short for is a restriction', () => {
  for (const check of RESTRICTION_LISTS.values()) assert.ok(check === undefined || postfixRestriction(check));
});

test('daemons are sorted, and a program of other software is none', () => {
  assert.deepEqual(POSTFIX_DAEMONS, [...POSTFIX_DAEMONS].sort());
  assert.equal(postfixDaemon('policyd'), undefined);
});
