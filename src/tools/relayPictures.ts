import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { DemoRelay } from './demo/relay.ts';
import type { Picture } from './postfixPictures.ts';
import type { Workbench } from './workbench.ts';

/** Writes relays of several kinds into several files. Only `live/` is tested: the others name servers of others. */
export async function writeRelayFolders(folder: string, { host, ports, user, password }: DemoRelay): Promise<void> {
  const service = (name: string, port: number, more: Readonly<Record<string, string>>) => [
    `  ${name}:`,
    '    environment:',
    `      SMTP_HOST: ${host}`,
    `      SMTP_PORT: "${port}"`,
    ...Object.entries(more).map(([key, value]) => `      ${key}: ${value}`),
  ];
  const account = { SMTP_USER: user, SMTP_PASS: password };
  const files = {
    'live/compose.yml': [
      'services:',
      ...service('web', ports.submission, account),
      ...service('jobs', ports.submission, { ...account, SMTP_SECURE: '"true"' }),
      ...service('reports', ports.implicitTls, { SMTP_USER: user, SMTP_SECURE: '"true"' }),
      '',
    ].join('\n'),
    'shop/.env': 'MAIL_MAILER=smtp\nMAIL_HOST=smtp.sendgrid.net\nMAIL_PORT=587\nMAIL_USERNAME=apikey\nMAIL_PASSWORD=${SENDGRID_KEY}\n',
    'shop/.env.testing': 'MAIL_MAILER=smtp\nMAIL_HOST=sandbox.smtp.mailtrap.io\nMAIL_PORT=2525\n',
    'blog/.env': 'SMTP_HOST=smtp.gmail.com\nSMTP_PORT=465\nSMTP_USER=blog@gmail.com\n',
    'postfix/main.cf': 'relayhost = [smtp.gmail.com]:587\nsmtp_tls_security_level = encrypt\n',
  };
  for (const [name, text] of Object.entries(files)) {
    await mkdir(dirname(join(folder, name)), { recursive: true });
    await writeFile(join(folder, name), text);
  }
}

/** Opens the Relays view by its icon and returns its rows. */
export async function showRelays({ page }: Workbench): Promise<ReturnType<Workbench['page']['locator']>> {
  const rows = page.locator('.part.sidebar .monaco-list-row');
  const title = page.locator('.part.sidebar .composite.title h2', { hasText: 'Relay Doctor' });
  if (!(await title.isVisible())) await page.locator('.part.activitybar a.action-label[aria-label^="Relay Doctor"]').click();
  await title.waitFor();
  await rows.first().waitFor();
  return rows;
}

/** The marks themselves are drawn by style sheets, but a screen reader is told of them. */
const markedRows = ({ page }: Workbench, how: 'passed' | 'failed') => page.locator(`.part.sidebar .monaco-list-row[aria-label*="last test ${how}"]`);

async function testCompose(bench: Workbench): Promise<void> {
  const rows = await showRelays(bench);
  const file = rows.filter({ hasText: 'compose.yml' });
  await file.hover();
  await file.locator('a.action-label[aria-label^="Test All Relays"]').click();
  const failed = markedRows(bench, 'failed');
  await bench.dialog.or(failed).first().waitFor();
  if (await bench.dialog.isVisible()) await bench.answerDialog('Continue');
  await failed.first().waitFor();
  await markedRows(bench, 'passed').first().waitFor();
}

/** In the order in which they are taken. */
export const RELAY_PICTURES: readonly Picture[] = [
  {
    name: 'relays-view',
    async prepare(bench) {
      await testCompose(bench);
      await markedRows(bench, 'failed').click();
      await bench.page.locator('.tab.active', { hasText: 'compose.yml' }).waitFor();
    },
  },
  {
    name: 'relays-tooltip',
    async prepare(bench) {
      await showRelays(bench);
      // It may rest on the row already, which tells the row nothing.
      await bench.page.mouse.move(800, 600);
      await markedRows(bench, 'failed').locator('.label-name').hover();
      await bench.page
        .locator('.monaco-hover:visible', { hasText: /Next\sstep/ })
        .first()
        .waitFor();
    },
  },
  {
    name: 'relays-menu',
    async prepare(bench) {
      await showRelays(bench);
      await markedRows(bench, 'failed').click({ button: 'right' });
      await bench.page.locator('.context-view .action-label', { hasText: 'Show Test Report' }).first().waitFor();
    },
  },
  {
    name: 'relays-explorer',
    async prepare(bench) {
      const { page } = bench;
      await bench.runCommand('Testing: Focus on Test Explorer View');
      const rows = page.locator('.test-explorer .monaco-list-row');
      const file = rows.filter({ hasText: 'compose.yml' });
      await file.hover();
      await file.locator('a.action-label[aria-label^="Run Test"]').first().click();
      const untested = file.locator('.codicon-testing-error-icon');
      await bench.dialog.or(untested).first().waitFor();
      if (await bench.dialog.isVisible()) await bench.answerDialog('Continue');
      await untested.waitFor();
      await file.click();
      await page.keyboard.press('ArrowRight');
      await page.locator('.test-explorer .codicon-testing-failed-icon').first().click();
      await page.keyboard.press('ArrowRight');
      await bench.openFile('live/compose.yml');
    },
  },
];
