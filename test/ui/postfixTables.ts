import assert from 'node:assert/strict';
import { join } from 'node:path';
import { fileWith, type UiTopic } from './topic.ts';

const MAIN_CF = `relayhost = [smtp.example.net]:587
smtp_sasl_auth_enable = yes
smtp_sasl_password_maps = texthash:/etc/postfix/sasl_passwd
smtp_sasl_security_options = noanonymous
smtp_tls_security_level = encrypt
`;

const SASL_PASSWD = '# relay    user:password\nsmtp.example.net:587    shop@example.net:not-a-real-one\n';

/** Lookup tables and main.cf together. */
export const postfixTables: UiTopic = {
  files: () => ({ 'passwords/main.cf': MAIN_CF, 'passwords/sasl_passwd': SASL_PASSWD }),
  tests: [
    {
      title: 'a password under another key is an error at relayhost, and Ctrl+. goes to the entry',
      async run({ bench }) {
        const { page } = bench;
        await bench.openFile('passwords/main.cf');
        await page.locator('.squiggly-error').first().waitFor();
        await bench.goTo(1, 20);
        await page.keyboard.press('Control+.');
        const actions = page.locator('.action-widget .action');
        const entry = actions.filter({ hasText: 'Go to the entry in sasl_passwd' });
        await entry.waitFor();
        for (const text of await actions.allTextContents()) assert.doesNotMatch(text, /not-a-real-one/);
        await entry.click();
        await page.locator('.tab.active', { hasText: 'sasl_passwd' }).waitFor();
        await page.locator('.part.statusbar', { hasText: 'Ln 2, Col' }).waitFor();
      },
    },
    {
      title: 'Ctrl+. and Enter rename the key in sasl_passwd, and the error goes',
      async run({ bench, folder }) {
        const { page } = bench;
        await bench.openFile('passwords/main.cf');
        await page.locator('.squiggly-error').first().waitFor();
        await bench.goTo(1, 20);
        await page.keyboard.press('Control+.');
        await page.locator('.action-widget .monaco-list-row.focused', { hasText: 'Rename the key "smtp.example.net:587"' }).waitFor();
        await page.keyboard.press('Enter');
        await page.locator('.squiggly-error').waitFor({ state: 'detached' });
        await bench.runCommand('File: Save All');
        await fileWith(join(folder, 'passwords/sasl_passwd'), /^\[smtp\.example\.net\]:587 +shop@/m);
      },
    },
    {
      title: 'Ctrl+T finds a setting in the files of the workspace',
      async run({ bench }) {
        const { page } = bench;
        await bench.openFile('working.env');
        await page.keyboard.press('Control+T');
        await page.locator('.quick-input-widget:visible input[type="text"]').fill('#sasl_password_maps');
        await page.locator('.quick-input-list .monaco-list-row.focused', { hasText: 'smtp_sasl_password_maps' }).waitFor();
        await page.keyboard.press('Enter');
        await page.locator('.tab.active', { hasText: 'main.cf' }).waitFor();
        await page.locator('.part.statusbar', { hasText: 'Ln 3, Col' }).waitFor();
      },
    },
    {
      title: 'the hover of a table type tells what it is, and Ctrl+click on its path opens it',
      async run({ bench }) {
        const { page } = bench;
        await bench.openFile('passwords/main.cf');
        assert.match(await bench.hoverAt(3, 30), /texthash: · lookup table/);
        await bench.goTo(3, 45);
        await page
          .locator('.view-line .detected-link', { hasText: 'sasl_passwd' })
          .first()
          .click({ modifiers: ['Control'] });
        await page.locator('.tab.active', { hasText: 'sasl_passwd' }).waitFor();
      },
    },
  ],
};
