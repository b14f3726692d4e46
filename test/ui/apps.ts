import assert from 'node:assert/strict';
import { join } from 'node:path';
import type { Workbench } from '../../src/tools/workbench.ts';
import { fileWith, type UiTopic } from './topic.ts';

const MAIL_JS = `import nodemailer from 'nodemailer';

export const mailer = nodemailer.createTransport({
  host: 'smtp.gmail.com',
  port: 587,
  secure: true,
  auth: { user: 'shop@example.com', pass: process.env.MAIL_PASSWORD },
});
`;

/** What shows that there are fixes at the cursor. */
const BULB = '[class*="codicon-gutter-lightbulb"], .lightBulbWidget';

/** Opens a file, goes to its port, and chooses the fix that keeps it. */
async function keepPort587(bench: Workbench, file: string, line: number, column: number): Promise<void> {
  const { page } = bench;
  await bench.openFile(file);
  await page.locator('.squiggly-warning, .squiggly-error').first().waitFor();
  await page.locator('.codelens-decoration a').first().waitFor();
  await bench.goTo(line, column);
  await page.locator(BULB).first().waitFor();
  await page.keyboard.press('Control+.');
  await page.locator('.action-widget .action', { hasText: 'Keep port 587' }).first().click();
  await page.keyboard.press('Control+S');
}

/** Writing and fixing the files of applications. */
export const apps: UiTopic = {
  files: () => ({
    'laravel/.env': 'MAIL_MAILER=smtp\n\n',
    'fresh/.env': '\n',
    'n8n/docker-compose.yml':
      'services:\n  n8n:\n    image: n8nio/n8n\n    environment:\n      N8N_EMAIL_MODE: smtp\n      N8N_SMTP_HOST: smtp.office365.com\n      \n',
    'fixing/docker-compose.yml':
      'services:\n  n8n:\n    image: n8nio/n8n\n    environment:\n      N8N_SMTP_HOST: smtp.office365.com\n      N8N_SMTP_PORT: 587\n      N8N_SMTP_SSL: "true"\n      N8N_SMTP_USER: shop@example.com\n      N8N_SMTP_PASS: ${SMTP_PASSWORD}\n',
    'src/mailer.js': MAIL_JS,
    'metabase/.env':
      'MB_EMAIL_SMTP_HOST=smtp.sendgrid.net\nMB_EMAIL_SMTP_PORT=587\nMB_EMAIL_SMTP_SECURITY=tls\nMB_EMAIL_SMTP_USERNAME=apikey\nMB_EMAIL_SMTP_PASSWORD=\n',
  }),
  tests: [
    {
      title: 'apps: keys and values of a .env are completed by keyboard, one after the other',
      async run({ bench, folder }) {
        const { page } = bench;
        const focused = (text: string) => page.locator('.suggest-widget.visible .monaco-list-row.focused', { hasText: text });
        await bench.openFile('laravel/.env');
        await bench.goTo(2, 1);
        await page.keyboard.type('MAIL_HO');
        assert.ok((await bench.suggestions()).includes('MAIL_HOST'));
        await focused('MAIL_HOST').waitFor();
        await page.keyboard.press('Enter');
        // The servers are offered at once.
        await page.locator('.suggest-widget.visible .monaco-list-row').first().waitFor();
        await page.keyboard.type('sendgrid');
        await focused('smtp.sendgrid.net').waitFor();
        await page.keyboard.press('Enter');
        await page.keyboard.press('End');
        await page.keyboard.press('Enter');
        await page.keyboard.type('MAIL_PO');
        await bench.suggestions();
        await focused('MAIL_PORT').waitFor();
        await page.keyboard.press('Enter');
        await page.locator('.suggest-widget.visible .monaco-list-row', { hasText: 'STARTTLS' }).first().waitFor();
        await focused('587').waitFor();
        await page.keyboard.press('Enter');
        await page.keyboard.press('Control+S');
        await fileWith(join(folder, 'laravel/.env'), /^MAIL_HOST=smtp\.sendgrid\.net\nMAIL_PORT=587$/m);
      },
    },
    {
      title: 'apps: "relay through …" writes what an empty .env needs',
      async run({ bench, folder }) {
        const { page } = bench;
        await bench.openFile('fresh/.env');
        await bench.goTo(1, 1);
        await page.keyboard.type('relay');
        await bench.suggestions();
        await page.keyboard.type(' through sendg');
        await page.locator('.suggest-widget.visible .monaco-list-row.focused', { hasText: 'Twilio SendGrid' }).waitFor();
        await page.keyboard.press('Enter');
        await page.keyboard.press('Control+S');
        await fileWith(join(folder, 'fresh/.env'), /^SMTP_HOST=smtp\.sendgrid\.net\nSMTP_PORT=587\nSMTP_SECURE=false\nSMTP_USER=apikey\nSMTP_PASS=password\n/);
      },
    },
    {
      title: 'apps: a key is completed in YAML, in its place and form',
      async run({ bench, folder }) {
        const { page } = bench;
        await bench.openFile('n8n/docker-compose.yml');
        await page.locator('.codelens-decoration a').first().waitFor();
        await bench.goTo(7, 7);
        await page.keyboard.type('N8N_SMTP_SS');
        await bench.suggestions();
        await page.locator('.suggest-widget.visible .monaco-list-row.focused', { hasText: 'N8N_SMTP_SSL' }).waitFor();
        await page.keyboard.press('Enter');
        await page.keyboard.press('Escape');
        await page.keyboard.press('Escape');
        await page.keyboard.press('Control+S');
        await fileWith(join(folder, 'n8n/docker-compose.yml'), /^ {6}N8N_SMTP_SSL: "false"$/m);
      },
    },
    {
      title: 'apps: the hover tells what a word means to the app',
      async run({ bench }) {
        await bench.openFile('metabase/.env');
        await bench.page.locator('.codelens-decoration a').first().waitFor();
        const hover = await bench.hoverAt(3, 'MB_EMAIL_SMTP_SECURITY=t'.length + 1);
        assert.match(hover, /Metabase/);
        assert.match(hover, /tls\s+STARTTLS if the server offers it/);
        assert.match(hover, /Not set: no TLS/);
      },
    },
    {
      title: 'apps: a quick fix in a compose file keeps its quotes',
      async run({ bench, folder }) {
        await keepPort587(bench, 'fixing/docker-compose.yml', 6, 23);
        await fileWith(join(folder, 'fixing/docker-compose.yml'), /^ {6}N8N_SMTP_SSL: "false"$/m);
      },
    },
    {
      title: 'apps: a quick fix in createTransport changes the literal',
      async run({ bench, folder }) {
        await keepPort587(bench, 'src/mailer.js', 5, 10);
        await fileWith(join(folder, 'src/mailer.js'), /^ {2}secure: false,$/m);
      },
    },
  ],
};
