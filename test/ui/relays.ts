import assert from 'node:assert/strict';
import { join } from 'node:path';
import type { DemoRelay } from '../../src/tools/demo/relay.ts';
import { fileWith, type UiTopic } from './topic.ts';

const MAIN_CF = `# The shop's mail
myhostname = shop.example.net
relayhost = [smtp.sendgrid.net]:25
smtp_sasl_auth_enable = yes
smtp_sasl_password_maps = hash:/etc/postfix/sasl_passwd
smtp_sasl_security_options = noanonymous
smtp_tls_security_level = may
`;

function dotenv(relay: DemoRelay, secure: boolean): string {
  return `SMTP_HOST=${relay.host}\nSMTP_PORT=${relay.ports.submission}\nSMTP_SECURE=${secure}\nSMTP_USER=${relay.user}\nSMTP_PASS=${relay.password}\nSMTP_FROM=${relay.user}\n`;
}

/** Finding, fixing and testing a relay. */
export const relays: UiTopic = {
  files: (relay) => ({
    'web/main.cf': MAIN_CF,
    'postfix/extra.cf': 'mynetworks =\n    127.0.0.0/8\n# not a value\n    192.0.2.0/24\nbiff = no\n',
    'broken.env': dotenv(relay, true),
    'working.env': dotenv(relay, false),
    'asked.env': dotenv(relay, false).replace(/^SMTP_PASS.*\n/m, ''),
  }),
  tests: [
    {
      title: 'Ctrl+P opens main.cf, F8 goes to the problem, Ctrl+. and Enter switch it to 587',
      async run({ bench, folder }) {
        const { page } = bench;
        await bench.openFile('web/main.cf');
        await page.locator('.squiggly-warning, .squiggly-error').first().waitFor();
        await bench.goTo(3, 1);
        await page.keyboard.press('F8');
        await page.locator('.zone-widget.peekview-widget, .marker-widget').first().waitFor();
        await page.keyboard.press('Escape');
        await bench.goTo(3, 'relayhost = [smtp.sendgrid.net]:'.length + 1);
        await page.keyboard.press('Control+.');
        const menu = page.locator('.action-widget').first();
        await menu.locator('.action', { hasText: '587' }).first().waitFor();
        await page.keyboard.press('Enter');
        await page.locator('.view-line', { hasText: ']:587' }).waitFor();
        assert.match(await bench.editorText(), /relayhost = \[smtp\.sendgrid\.net\]:587\n/);
        assert.match(await bench.editorText(), /smtp_tls_security_level = encrypt/);
        await page.keyboard.press('Control+S');
        await fileWith(join(folder, 'web/main.cf'), /\]:587\n/);
      },
    },
    {
      title: 'F1 runs "Test SMTP Relay", Continue agrees, and the panel names the cause',
      async run({ bench, relay }) {
        await bench.openFile('broken.env');
        await bench.goTo(1, 1);
        await bench.runCommand('Relay Doctor: Test SMTP Relay');
        await bench.dialog.waitFor();
        const asked = (await bench.dialog.textContent()) ?? '';
        for (const part of ['localhost', String(relay.ports.submission), relay.user]) assert.ok(asked.includes(part), asked);
        await bench.answerDialog('Continue');
        // The end of the verdict: its headline has scrolled out of so low a panel.
        const panel = await bench.outputWith('Not tested');
        assert.match(panel, /Who must act: /);
        assert.ok(!panel.includes(relay.password));
        await bench.page.locator('.part.statusbar .statusbar-item', { hasText: 'SMTP test failed' }).waitFor();
      },
    },
    {
      title: 'a click on the lens tests the relay below it',
      async run({ bench, relay }) {
        await bench.openFile('working.env');
        await bench.page.locator('.codelens-decoration a', { hasText: 'Test SMTP Relay' }).click();
        await bench.answerDialog('Continue');
        const panel = await bench.outputWith('Time: ');
        assert.ok(!panel.includes(relay.password));
      },
    },
    {
      title: 'a missing password is asked for behind dots, and kept after a click',
      async run({ bench, relay }) {
        const { page } = bench;
        const lens = page.locator('.codelens-decoration a', { hasText: 'Test SMTP Relay' });
        await bench.openFile('asked.env');
        await lens.click();
        const input = page.locator('.quick-input-widget:visible input[type="password"]');
        await input.fill(relay.password);
        await page.keyboard.press('Enter');
        // The same relay and way of signing in as in the test before, so there is no question.
        await bench.outputWith('Time: ');
        await page.locator('.notification-toast .monaco-button', { hasText: 'Keep Password' }).click();
        await page.locator('.notification-toast').waitFor({ state: 'hidden' });
        await page.locator('.part.panel .action-label[aria-label^="Clear Output"]').first().click();
        await lens.click();
        await bench.outputWith('Time: ');
      },
    },
    {
      title: 'main.cf has colours: a comment inside a continuation is one, the value around it is not',
      async run({ bench }) {
        await bench.openFile('extra.cf');
        const classOf = async (text: string) => bench.page.locator('.view-line span span', { hasText: text }).first().getAttribute('class');
        const comment = await classOf('not');
        assert.notEqual(comment, await classOf('192.0.2.0/24'));
        assert.equal(await classOf('127.0.0.0/8'), await classOf('192.0.2.0/24'));
        assert.equal(await classOf('mynetworks'), await classOf('biff'));
        assert.notEqual(await classOf('biff'), comment);
      },
    },
    {
      title: 'the status bar shows the relay, and a click tests it',
      async run({ bench, relay }) {
        await bench.openFile('working.env');
        const item = bench.page.locator('.part.statusbar .statusbar-item', { hasText: `localhost:${relay.ports.submission}` });
        await item.click();
        await bench.page.locator('.part.panel .output-view-container, .part.panel .output-view').first().waitFor();
        await bench.outputWith('Time: ');
      },
    },
  ],
};
