import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Finding, Fix } from '../../../src/rules/types.ts';
import { fixAllEdits } from '../../../src/service/fixAll.ts';
import { createMailConfigService } from '../../../src/service/mailConfigService.ts';
import { applyEdits } from '../../../src/text/span.ts';

const service = createMailConfigService({ logger: { error: (message) => assert.fail(message) } });

/** A main.cf after "fix all", and after doing so once more. */
function fixed(text: string, isWanted?: (rule: string) => boolean): string {
  const analysis = service.analyze({ path: 'main.cf', text })!;
  const result = applyEdits(text, service.fixAll(analysis, isWanted));
  const again = service.analyze({ path: 'main.cf', text: result })!;
  assert.deepEqual(service.fixAll(again, isWanted), [], 'a second run finds more');
  return result;
}

for (const [what, before, after] of [
  ['applies safe fixes', 'biff = no\nbiff = yes\nsmtp_use_tls = yes\n', 'biff = yes\nsmtp_tls_security_level = may\n'],
  ['leaves unsafe ones alone', 'relayhost = smtp.example.com\nrelay_domain = example.com\n', 'relayhost = smtp.example.com\nrelay_domain = example.com\n'],
  ['looks again after each round', 'biff = "no"\nbiff = "true"\n', 'biff = yes\n'],
  ['keeps CRLF', 'message_size_limit = 25M\r\nbiff = on\r\n', 'message_size_limit = 26214400\r\nbiff = yes\r\n'],
  ['does nothing to an empty file', '', ''],
  [
    'leaves silenced findings',
    '# relay-doctor-disable-next-line postfix/malformed-boolean : shown in a talk\nbiff = on\n',
    '# relay-doctor-disable-next-line postfix/malformed-boolean : shown in a talk\nbiff = on\n',
  ],
] as const) {
  test(`fix-all ${what}`, () => assert.equal(fixed(before), after));
}

test('fix-all leaves out rules that are not wanted', () => {
  assert.equal(
    fixed('biff = on\nbiff = no\n', (rule) => rule !== 'postfix/duplicate-parameter'),
    'biff = on\nbiff = no\n',
  );
});

test('edits count in the first text, not in that of a later round', () => {
  const text = 'soft_bounce = "no"\nbiff = "on"\n';
  const edits = service.fixAll(service.analyze({ path: 'main.cf', text })!);
  assert.deepEqual(
    edits.map(({ span, newText }) => [text.slice(span.start, span.end), newText]),
    [
      ['"', ''],
      ['"', ''],
      ['"on"', 'yes'],
    ],
  );
});

const finding = (...fixes: Fix[]): Finding => ({ rule: 'a/b', severity: 'warning', message: 'm', span: { start: 0, end: 0 }, related: [], fixes });
const replace =
  (from: string, newText: string, more: Partial<Fix> = {}) =>
  (text: string): Fix[] => {
    const start = text.indexOf(from);
    return start === -1 ? [] : [{ title: 'Mend', safety: 'safe', edits: [{ span: { start, end: start + from.length }, newText }], ...more }];
  };

test('fixes that overlap are applied one after the other, each whole', () => {
  const first = replace('abc', 'x');
  const second = replace('cd', 'y');
  const text = 'abcd';
  assert.equal(
    applyEdits(
      text,
      fixAllEdits(text, (now) => [...first(now), ...second(now)].map((fix) => finding(fix))),
    ),
    'xd',
  );
});

test('one insertion that two findings ask for is made once', () => {
  const insert = { title: 'Add', safety: 'safe', edits: [{ span: { start: 0, end: 0 }, newText: 'new ' }] } as const;
  const text = 'text';
  assert.equal(
    applyEdits(
      text,
      fixAllEdits(text, (now) => (now === text ? [finding(insert), finding(insert)] : [])),
    ),
    'new text',
  );
});

test('a finding whose first choice is unsafe is left alone', () => {
  const [unsafe] = replace('a', 'b', { safety: 'unsafe', isPreferred: true })('a');
  const [safe] = replace('a', 'c')('a');
  assert.deepEqual(
    fixAllEdits('a', () => [finding(safe!, unsafe!)]),
    [],
  );
});

test('fixes that undo each other come to an end', () => {
  const flip = (text: string) => [...replace('a', 'b')(text), ...replace('b', 'a')(text)].slice(0, 1);
  assert.ok(fixAllEdits('a', (now) => flip(now).map((fix) => finding(fix))).length <= 1);
});

test('an insertion into text that an earlier round inserted counts in the first text', () => {
  const grow = (text: string): Fix[] => {
    if (text === 'ad') return [{ title: 'Add', safety: 'safe', edits: [{ span: { start: 1, end: 1 }, newText: 'bb' }] }];
    return text === 'abbd' ? [{ title: 'Add', safety: 'safe', edits: [{ span: { start: 2, end: 3 }, newText: 'c' }] }] : [];
  };
  assert.deepEqual(
    fixAllEdits('ad', (now) => grow(now).map((fix) => finding(fix))),
    [{ span: { start: 1, end: 1 }, newText: 'bc' }],
  );
});

test('fix-all leaves out a safe fix that changes another file as well', () => {
  const there = { path: 'master.cf', edits: [{ span: { start: 0, end: 1 }, newText: 'x' }] };
  const fix: Fix = { title: 'both', safety: 'safe', edits: [{ span: { start: 0, end: 1 }, newText: 'b' }], elsewhere: [there] };
  const finding: Finding = { rule: 'postfix/any', severity: 'warning', message: 'any', span: { start: 0, end: 1 }, related: [], fixes: [fix] };
  assert.deepEqual(
    fixAllEdits('a', () => [finding]),
    [],
  );
});

test('fix-all judges later rounds in the same folder and by the same release', () => {
  const texts: string[] = [];
  const text = 'biff = on\nvirtual_maps = inline:{ a=b }\n';
  const around = { readText: (path: string) => void texts.push(path), stat: () => undefined };
  const analysis = service.analyze({ path: 'main.cf', text, around, postfixVersion: '3.2' })!;
  texts.length = 0;
  assert.equal(applyEdits(text, service.fixAll(analysis)), text.replace('on', 'yes'));
  assert.ok(texts.includes('master.cf'), 'the folder is not asked again');
});
