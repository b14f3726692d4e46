import assert from 'node:assert/strict';
import { test } from 'node:test';
import { viewOfTexts } from '../../../../src/discover/postfixFolder.ts';
import { readTables } from '../../../../src/discover/postfixTable.ts';
import { addPasswordRow } from '../../../../src/rules/support/tableRows.ts';
import { createMailConfigService } from '../../../../src/service/mailConfigService.ts';
import { understand } from '../../../../src/service/understand.ts';
import { applyEdits } from '../../../../src/text/span.ts';

/** A password table after its new entry; undefined when there is no fix. */
function added(table: string | undefined): string | undefined {
  const text = 'smtp_sasl_password_maps = hash:/etc/postfix/sasl_passwd\n';
  const { folder, postfix } = understand({ path: 'main.cf', text, around: viewOfTexts(table === undefined ? {} : { sasl_passwd: table }) })!;
  const [fix] = addPasswordRow(folder!, readTables(folder!, postfix!, 'smtp_sasl_password_maps')!, '[smtp.example.com]:587');
  return fix && applyEdits(table ?? '', fix.elsewhere![0]!.edits);
}

test('a new entry stands on a line of its own', () => {
  assert.equal(added(''), '[smtp.example.com]:587 user:password\n');
  assert.equal(added('# ours'), '# ours\n[smtp.example.com]:587 user:password\n');
  assert.equal(added('a b:c\r\n'), 'a b:c\r\n[smtp.example.com]:587 user:password\r\n');
});

test('a table that cannot be read gets no entry', () => {
  assert.equal(added(undefined), undefined);
});

const service = createMailConfigService({ logger: { error: (message) => assert.fail(message) } });

/** The rules about one mistake that speak about each file of a folder. */
function rulesIn(folder: string, texts: Readonly<Record<string, string>>, wanted: RegExp): Record<string, string[]> {
  const around = { path: folder, ...viewOfTexts(texts) };
  const found = Object.entries(texts).map(([name, text]) => {
    const { findings = [] } = service.analyze({ path: `${folder}/${name}`, text, around }) ?? {};
    return [name, findings.map(({ rule }) => rule).filter((rule) => wanted.test(rule))] as const;
  });
  return Object.fromEntries(found);
}

const ROUTES = { 'main.cf': 'transport_maps = hash:/etc/postfix/transport\n', transport: 'example.org [smtp.example.com]\n' };
const SENDERS = { 'main.cf': 'sender_dependent_relayhost_maps = hash:/etc/postfix/relayhosts\n', relayhosts: 'example.org [smtp.example.com]\n' };

test('a mistake in a table that is judged for itself is reported there alone', () => {
  assert.deepEqual(rulesIn('/etc/postfix', ROUTES, /route|malformed-transport/), { 'main.cf': [], transport: ['table/malformed-route'] });
  assert.deepEqual(rulesIn('/etc/postfix', SENDERS, /-key$/), { 'main.cf': [], relayhosts: ['table/mismatched-key'] });
});

test('a mistake in a table outside of the folder is reported at its setting', () => {
  const around = viewOfTexts({ '/srv/routes': 'example.org [smtp.example.com]\n' });
  const { findings } = service.analyze({ path: '/etc/postfix/main.cf', text: 'transport_maps = hash:/srv/routes\n', around })!;
  assert.deepEqual(
    findings.map(({ rule }) => rule).filter((rule) => rule.includes('transport')),
    ['relay/malformed-transport'],
  );
});
