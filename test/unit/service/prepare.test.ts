import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createMailConfigService } from '../../../src/service/mailConfigService.ts';

test('a grammar that can not be had is told once, and its files are left out', async () => {
  const said: string[] = [];
  const service = createMailConfigService({
    logger: { error: (message) => said.push(message) },
    grammars: { read: () => Promise.reject(new Error('gone')) },
  });
  for (const text of ["gitlab_rails['smtp_address'] = 'a'\n", "gitlab_rails['smtp_address'] = 'b'\n"]) {
    await service.prepare({ kind: 'ruby', text });
    assert.deepEqual(service.analyze({ path: 'gitlab.rb', text, kind: 'ruby' })?.settings, []);
  }
  assert.deepEqual(said, ['the grammar of ruby files could not be loaded (gone)']);
});
