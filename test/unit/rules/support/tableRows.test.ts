import assert from 'node:assert/strict';
import { test } from 'node:test';
import { viewOfTexts } from '../../../../src/discover/postfixFolder.ts';
import { createMailConfigService } from '../../../../src/service/mailConfigService.ts';

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

test('a mistake in a table that nobody takes for one is reported at its setting', () => {
  assert.deepEqual(rulesIn('/srv/mail', ROUTES, /route|malformed-transport/), { 'main.cf': ['relay/malformed-transport'], transport: [] });
  assert.deepEqual(rulesIn('/srv/mail', SENDERS, /-key$/), { 'main.cf': ['relay/malformed-sender-key'], relayhosts: [] });
});
