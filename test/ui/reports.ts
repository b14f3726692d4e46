import assert from 'node:assert/strict';
import type { DemoRelay } from '../../src/tools/demo/relay.ts';
import type { Workbench } from '../../src/tools/workbench.ts';
import type { UiTopic } from './topic.ts';

function dotenv({ host, ports, user, password }: DemoRelay, secure: boolean): string {
  return `SMTP_HOST=${host}\nSMTP_PORT=${ports.submission}\nSMTP_SECURE=${secure}\nSMTP_USER=${user}\nSMTP_PASS=${password}\nSMTP_FROM=${user}\n`;
}

async function testFile(bench: Workbench, name: string, outcome: 'passed' | 'failed'): Promise<void> {
  const { page } = bench;
  await bench.openFile(name);
  await page.locator('.codelens-decoration a').first().click();
  const agree = bench.dialog.locator('.monaco-button', { hasText: 'Continue' });
  await agree.or(page.locator('.part.panel .view-lines')).first().waitFor();
  if (await agree.isVisible()) await bench.answerDialog('Continue');
  await page.locator('.part.statusbar .statusbar-item', { hasText: `SMTP test ${outcome}` }).waitFor();
  await page.locator('.notification-toast').first().waitFor({ state: 'hidden' });
}

async function showReport(bench: Workbench, name: string): Promise<void> {
  const { page } = bench;
  await bench.runCommand('Relay Doctor: Show Test Report');
  const pick = page.locator('.quick-input-widget:visible .monaco-list-row', { hasText: name });
  await pick.or(page.locator('iframe.webview.ready')).first().waitFor();
  if (await pick.isVisible()) await pick.click();
  await bench.report.getByRole('heading', { level: 1 }).waitFor();
}

/** The report panel as a person meets it who has a keyboard, or who hears it. */
export const reports: UiTopic = {
  files: (relay) => ({ 'report-broken.env': dotenv(relay, true), 'report-working.env': dotenv(relay, false) }),
  tests: [
    {
      title: 'the report of a failed test has landmarks, headings, names and no violation of its policy',
      async run({ bench, relay }) {
        const complaints: string[] = [];
        bench.page.on('console', (message) => {
          if (/Content Security Policy|Refused to/.test(message.text())) complaints.push(message.text());
        });
        await testFile(bench, 'report-broken.env', 'failed');
        await showReport(bench, 'report-broken.env');
        const { report } = bench;
        await report.getByRole('main').waitFor();
        assert.match((await report.getByRole('heading', { level: 1 }).textContent()) ?? '', /begins in clear text/);
        for (const name of ['Next step', 'Checklist', 'Timeline', 'Transcript']) await report.getByRole('region', { name }).first().waitFor();
        for (const name of ['Test Again', 'Open Setting', 'Copy Report', 'Compare with Last Run']) await report.getByRole('button', { name }).waitFor();
        await report.getByRole('table', { name: /^Timeline, \d+ ms in all$/ }).waitFor();
        await report.getByRole('rowheader', { name: 'TLS handshake' }).waitFor();
        assert.match((await report.getByRole('status').textContent()) ?? '', /^Test failed: /);
        assert.ok(!((await report.locator('body').textContent()) ?? '').includes(relay.password));
        assert.deepEqual(complaints, []);
      },
    },
    {
      title: 'Tab walks through the report from its headline, with the focus to be seen, and Enter presses',
      async run({ bench }) {
        const { page, report } = bench;
        await testFile(bench, 'report-working.env', 'passed');
        await showReport(bench, 'report-working.env');
        const focused = report.locator(':focus');
        await report.locator('h1:focus').waitFor();
        const walked: string[] = [];
        for (let step = 0; step < 5; step += 1) {
          await page.keyboard.press('Tab');
          walked.push(((await focused.getAttribute('aria-label')) ?? (await focused.textContent()) ?? '').trim());
          const outline = await focused.evaluate(
            (element) => (globalThis as unknown as { getComputedStyle(one: unknown): { outlineStyle: string } }).getComputedStyle(element).outlineStyle,
          );
          assert.equal(outline, 'solid', walked.at(-1));
        }
        assert.deepEqual(walked, ['Test Again', 'Open Setting', 'Copy Report', 'Compare with Last Run', 'Details of Connect']);
        await page.keyboard.press('Enter');
        await report.locator('#step-connect[open]').waitFor();
        await page.keyboard.press('Shift+Tab');
        await page.keyboard.press('Shift+Tab');
        await page.keyboard.press('Enter');
        await report.getByText('Report copied as Markdown').first().waitFor();
        // The page was drawn anew: what was open is, and the focus has not moved.
        await report.locator('#step-connect[open]').waitFor();
        await report.locator('#do-copy:focus').waitFor();
        assert.match((await report.getByRole('status').textContent()) ?? '', /^Report copied/);
        await page.keyboard.press('Tab');
        await page.keyboard.press('Enter');
        await report.locator('#compare-title:focus').waitFor();
      },
    },
    {
      title: 'the report is there again after the window was loaded anew',
      async run({ bench }) {
        const { page, report } = bench;
        await testFile(bench, 'report-working.env', 'passed');
        await showReport(bench, 'report-working.env');
        const headline = await report.getByRole('heading', { level: 1 }).textContent();
        const loaded = page.waitForEvent('load');
        await bench.runCommand('Developer: Reload Window');
        await loaded;
        await page.locator('.monaco-workbench .part.statusbar').waitFor();
        await report.getByRole('heading', { level: 1, name: headline ?? '' }).waitFor();
        await report.getByRole('button', { name: 'Test Again' }).waitFor();
      },
    },
    {
      title: 'a narrow report does not scroll sideways',
      async run({ bench }) {
        const { page, report } = bench;
        const size = page.viewportSize()!;
        await testFile(bench, 'report-working.env', 'passed');
        await showReport(bench, 'report-working.env');
        try {
          await page.setViewportSize({ width: 760, height: 700 });
          const overflow = await report.locator('html').evaluate((element) => {
            const { scrollWidth, clientWidth } = element as unknown as { scrollWidth: number; clientWidth: number };
            return scrollWidth - clientWidth;
          });
          assert.equal(overflow, 0);
        } finally {
          await page.setViewportSize(size);
        }
      },
    },
    {
      title: '"Explain Mail Error…" takes a line and lands on the cause',
      async run({ bench }) {
        const { page, report } = bench;
        await bench.openFile('report-working.env');
        await bench.runCommand('Relay Doctor: Explain Mail Error…');
        await page.locator('.quick-input-widget:visible .monaco-list-row', { hasText: 'Type or Paste One Line' }).click();
        const input = page.locator('.quick-input-widget:visible input[type="text"]');
        await input.fill('Error: Invalid login: 535 5.7.8 Error: authentication failed');
        await page.keyboard.press('Enter');
        await report.getByRole('heading', { name: "The server's own words" }).waitFor();
        assert.match((await report.locator('body').textContent()) ?? '', /auth\/credentials/);
      },
    },
  ],
};
