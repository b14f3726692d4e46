import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { DemoRelay } from './demo/relay.ts';
import type { Picture } from './postfixPictures.ts';
import type { Workbench } from './workbench.ts';

/** Writes the settings that the reports tell of: one that works, one that speaks TLS to a port that starts in clear text. */
export async function writeReportFolders(folder: string, { host, ports, user, password }: DemoRelay): Promise<void> {
  const settings = (secure: boolean) =>
    `# The shop sends its orders through this relay.\nSMTP_HOST=${host}\nSMTP_PORT=${ports.submission}\nSMTP_SECURE=${secure}\nSMTP_USER=${user}\nSMTP_PASS=${password}\nSMTP_FROM=${user}\n`;
  for (const [name, secure] of [
    ['works/.env', false],
    ['fails/.env', true],
  ] as const) {
    await mkdir(dirname(join(folder, name)), { recursive: true });
    await writeFile(join(folder, name), settings(secure));
  }
}

/** Tests the relay of a file and opens the report of that run beside it. */
async function showFor(bench: Workbench, name: string, outcome: 'passed' | 'failed'): Promise<void> {
  await bench.openFile(name);
  await bench.page.locator('.codelens-decoration a').first().click();
  const agree = bench.dialog.locator('.monaco-button', { hasText: 'Continue' });
  const finished = bench.page.locator('.part.statusbar .statusbar-item', { hasText: `SMTP test ${outcome}` });
  await agree.or(bench.page.locator('.part.panel .view-lines')).first().waitFor();
  if (await agree.isVisible()) await bench.answerDialog('Continue');
  await finished.waitFor();
  await bench.page.locator('.notification-toast').first().waitFor({ state: 'hidden' });
  await bench.page.keyboard.press('Control+J');
  await bench.page.locator('.part.panel').waitFor({ state: 'hidden' });
  await bench.runCommand('Relay Doctor: Show Test Report');
  const pick = bench.page.locator('.quick-input-widget:visible .monaco-list-row', { hasText: name });
  await pick.or(bench.page.locator('iframe.webview.ready')).first().waitFor();
  if (await pick.isVisible()) await pick.click();
  await bench.report.locator('h1').waitFor();
}

/** In the order in which they are taken; the first finds no run. */
export const REPORT_PICTURES: readonly Picture[] = [
  {
    name: 'report-empty',
    async prepare(bench) {
      await bench.openFile('works/.env');
      await bench.page.locator('.codelens-decoration a').first().waitFor();
      await bench.runCommand('Relay Doctor: Show Test Report');
      await bench.report.locator('h1').waitFor();
    },
  },
  { name: 'report-passed', prepare: (bench) => showFor(bench, 'works/.env', 'passed') },
  {
    name: 'report-passed-below',
    async prepare(bench) {
      await showFor(bench, 'works/.env', 'passed');
      await bench.report.locator('#timeline').evaluate((element) => (element as unknown as { scrollIntoView(): void }).scrollIntoView());
    },
  },
  { name: 'report-failed', prepare: (bench) => showFor(bench, 'fails/.env', 'failed') },
  {
    name: 'report-compared',
    async prepare(bench) {
      await showFor(bench, 'fails/.env', 'failed');
      await bench.report.getByRole('button', { name: 'Compare with Last Run' }).click();
      await bench.report.locator('#compare').waitFor();
    },
  },
];
