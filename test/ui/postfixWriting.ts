import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileWith, type UiTopic } from './topic.ts';

const LONG_LIST = 'permit_mynetworks, reject_non_fqdn_recipient, reject_unknown_recipient_domain, reject_rbl_client zen.example.org, reject';

/** Writing main.cf and master.cf: completion, formatting and renaming. */
export const postfixWriting: UiTopic = {
  files: () => ({
    'completing/main.cf': 'myhostname = mail.example.net\n\n',
    'relaying/main.cf': 'myhostname = mail.example.net\nrelayhost =\n\n',
    'formatting/main.cf': `myhostname=mail.example.net   \n# kept\nsmtpd_recipient_restrictions=${LONG_LIST}\n\n\n\n\nbiff =no\n`,
    'renaming/main.cf': 'office = 192.0.2.0/24\nmynetworks = 127.0.0.0/8 $office\n',
    'renaming/master.cf': 'smtp      inet  n       -       y       -       -       smtpd\n  -o mynetworks=$office\n',
  }),
  tests: [
    {
      title: 'a name and a value are completed by keyboard',
      async run({ bench, folder }) {
        const { page } = bench;
        await bench.openFile('completing/main.cf');
        await bench.goTo(2, 1);
        await page.keyboard.type('smtp_tls_securi');
        assert.equal((await bench.suggestions())[0], 'smtp_tls_security_level');
        await page.keyboard.press('Enter');
        // The values are offered at once, from the weakest to the strictest.
        const rows = page.locator('.suggest-widget.visible .monaco-list-row');
        await rows.filter({ hasText: 'dane-only' }).waitFor();
        assert.deepEqual((await rows.locator('.label-name').allInnerTexts()).slice(0, 3), ['none', 'may', 'encrypt']);
        await page.keyboard.type('enc');
        await page.locator('.suggest-widget.visible .monaco-list-row.focused', { hasText: 'encrypt' }).waitFor();
        await page.keyboard.press('Enter');
        await page.keyboard.press('Control+S');
        await fileWith(join(folder, 'completing/main.cf'), /^smtp_tls_security_level = encrypt$/m);
      },
    },
    {
      title: '"relay through …" writes all settings for the service that is chosen',
      async run({ bench, folder }) {
        const { page } = bench;
        await bench.openFile('relaying/main.cf');
        await bench.goTo(3, 1);
        await page.keyboard.type('relay');
        assert.equal((await bench.suggestions())[0], 'relay through a submission service');
        await page.keyboard.type(' through sendg');
        await page.locator('.suggest-widget.visible .monaco-list-row.focused', { hasText: 'Twilio SendGrid' }).waitFor();
        await page.keyboard.press('Enter');
        await page.keyboard.press('Control+S');
        const path = join(folder, 'relaying/main.cf');
        await fileWith(path, /apikey:password/);
        const text = readFileSync(path, 'utf8');
        assert.match(text, /^relayhost = \[smtp\.sendgrid\.net\]:587\n/m);
        for (const line of ['smtp_sasl_auth_enable = yes', 'smtp_sasl_security_options = noanonymous', 'smtp_tls_security_level = encrypt']) {
          assert.ok(text.includes(`\n${line}\n`), text);
        }
        assert.equal(text.match(/^relayhost/gm)?.length, 1);
      },
    },
    {
      title: 'Format Document tidies blanks and long lists and keeps comments',
      async run({ bench, folder }) {
        await bench.openFile('formatting/main.cf');
        await bench.runCommand('Format Document');
        await bench.page.locator('.view-line', { hasText: /biff.=.no/ }).waitFor();
        await bench.page.keyboard.press('Control+S');
        const path = join(folder, 'formatting/main.cf');
        await fileWith(path, /biff = no\n$/);
        assert.equal(
          readFileSync(path, 'utf8'),
          'myhostname = mail.example.net\n# kept\nsmtpd_recipient_restrictions = permit_mynetworks, reject_non_fqdn_recipient,\n' +
            '    reject_unknown_recipient_domain, reject_rbl_client zen.example.org, reject\n\n\nbiff = no\n',
        );
      },
    },
    {
      title: 'F2 renames a name of the own files in main.cf and master.cf, and refuses one of Postfix',
      async run({ bench, folder }) {
        const { page } = bench;
        await bench.openFile('renaming/main.cf');
        await bench.goTo(2, 3);
        await page.keyboard.press('F2');
        await page.locator('.monaco-editor-overlaymessage', { hasText: 'keeps its name' }).waitFor();
        await bench.goTo(1, 3);
        await page.keyboard.press('F2');
        const input = page.locator('.rename-box input.rename-input');
        await input.fill('headquarters');
        await page.keyboard.press('Enter');
        await page.locator('.view-line', { hasText: '$headquarters' }).waitFor();
        await bench.runCommand('File: Save All');
        await fileWith(join(folder, 'renaming/main.cf'), /^headquarters = 192\.0\.2\.0\/24\nmynetworks = 127\.0\.0\.0\/8 \$headquarters\n$/);
        await fileWith(join(folder, 'renaming/master.cf'), /mynetworks=\$headquarters\n$/);
      },
    },
  ],
};
