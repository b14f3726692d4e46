import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { applyEdits } from '../../src/text/span.ts';
import { service } from '../support/postfixEditor.ts';
import { longSettings, saneMasterText } from '../support/postfixFormat.ts';
import { sanePostfixText } from '../support/postfixText.ts';
import { createRandom } from '../support/random.ts';

const env = { ...process.env, PATH: `${process.env.PATH}:/usr/sbin` };
const skip = spawnSync('postconf', ['-d', 'mail_version'], { env }).status === 0 ? false : 'postconf is not installed: sudo apt-get install postfix';

const folder = mkdtempSync(join(tmpdir(), 'relay-doctor-format-'));
after(() => rmSync(folder, { recursive: true, force: true }));

const editor = await service.postfixEditor();

/** What postconf prints of a folder with these files, and how it ends. */
function postconf(main: string, master: string, ...args: readonly string[]): { readonly stdout: string; readonly status: number | null } {
  for (const [name, text] of [
    ['main.cf', main],
    ['master.cf', master],
  ] as const) {
    writeFileSync(join(folder, name), text);
    const anHourAgo = Date.now() / 1000 - 3600;
    utimesSync(join(folder, name), anHourAgo, anHourAgo);
  }
  const { stdout, status } = spawnSync('postconf', ['-c', folder, ...args], { env, encoding: 'utf8' });
  return { stdout, status };
}

function formatted(path: string, text: string): string {
  return applyEdits(text, editor.format(service.analyze({ path, text })!, { alignEquals: true }));
}

describe('the real postconf', { skip }, () => {
  it('says the same of a formatted main.cf', () => {
    for (let seed = 1; seed <= 25; seed += 1) {
      const random = createRandom(seed);
      const text = sanePostfixText(random) + longSettings(random) + sanePostfixText(random);
      const result = formatted('main.cf', text);
      for (const option of ['-n', '-nx']) {
        const before = postconf(text, '', option);
        const now = postconf(result, '', option);
        assert.equal(now.status, before.status, JSON.stringify(text));
        if (before.status === 0) assert.equal(now.stdout, before.stdout, JSON.stringify(text));
      }
    }
  });

  it('says the same of a formatted master.cf', () => {
    for (let seed = 1; seed <= 25; seed += 1) {
      const text = saneMasterText(createRandom(seed));
      const before = postconf('', text, '-M');
      assert.equal(before.status, 0, JSON.stringify(text));
      assert.deepEqual(postconf('', formatted('master.cf', text), '-M'), before, JSON.stringify(text));
    }
  });
});
