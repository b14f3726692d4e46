import assert from 'node:assert/strict';
import { showRelays } from '../../src/tools/relayPictures.ts';
import type { UiTopic } from './topic.ts';

/** Testing relays from the activity bar. */
export const relaysView: UiTopic = {
  files: (relay) => ({
    'view/quick.env': `SMTP_HOST=${relay.host}\nSMTP_PORT=${relay.ports.implicitTls}\nSMTP_SECURE=true\nSMTP_USER=${relay.user}\nSMTP_PASS=${relay.password}\nSMTP_FROM=${relay.user}\n`,
    'view/closed.env': `SMTP_HOST=${relay.host}\nSMTP_PORT=1\n`,
  }),
  tests: [
    {
      title: 'the icon in the activity bar lists the relays, and the beaker on a row tests one without opening anything',
      async run({ bench, relay }) {
        const { page } = bench;
        const rows = await showRelays(bench);
        const row = rows.filter({ hasText: `localhost:${relay.ports.implicitTls}` });
        await row.hover();
        await row.locator('a.action-label[aria-label^="Test SMTP Relay"]').click();
        const passed = page.locator(`.part.sidebar .monaco-list-row[aria-label^="localhost:${relay.ports.implicitTls},"][aria-label*="last test passed"]`);
        await bench.dialog.or(passed).first().waitFor();
        if (await bench.dialog.isVisible()) await bench.answerDialog('Continue');
        await passed.waitFor();
        assert.equal(await page.locator('.part.panel').isVisible(), false, 'the panel has opened');
        assert.equal(await page.locator('.notification-toast').count(), 0, 'a notification has come');
      },
    },
    {
      title: 'a row is reached and tested by keyboard, and Enter opens its line',
      async run({ bench }) {
        const { page } = bench;
        await showRelays(bench);
        await page.locator('.part.sidebar .monaco-list-row[aria-label^="localhost:1,"]').click();
        await page.locator('.tab.active', { hasText: 'closed.env' }).waitFor();
        await page.keyboard.press('Shift+F10');
        await page.locator('.monaco-menu .action-label', { hasText: 'Test SMTP Relay' }).first().waitFor();
        await page.keyboard.press('ArrowDown');
        await page.keyboard.press('Enter');
        await bench.answerDialog('Continue');
        await page.locator('.part.sidebar .monaco-list-row[aria-label^="localhost:1,"][aria-label*="last test failed"]').waitFor();
      },
    },
    {
      title: 'the Test Explorer runs a relay and lists its stages',
      async run({ bench, relay }) {
        const { page } = bench;
        // The extension is awake from here on, and has tests to offer.
        await showRelays(bench);
        await page.locator('.part.activitybar a.action-label[aria-label^="Testing"]').click();
        const rows = page.locator('.test-explorer .monaco-list-row');
        const file = rows.filter({ hasText: 'quick.env' });
        await file.waitFor();
        await file.click();
        await page.keyboard.press('ArrowRight');
        const item = rows.filter({ hasText: `localhost:${relay.ports.implicitTls}` });
        await item.hover();
        await item.locator('a.action-label[aria-label^="Run Test"]').first().click();
        const passed = item.locator('.codicon-testing-passed-icon');
        await bench.dialog.or(passed).first().waitFor();
        if (await bench.dialog.isVisible()) await bench.answerDialog('Continue');
        await passed.waitFor();
        // The results below list its stages.
        await page.locator('.part.panel .monaco-list-row', { hasText: 'RCPT TO' }).first().waitFor();
      },
    },
  ],
};
