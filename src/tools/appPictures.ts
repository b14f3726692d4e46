import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Picture } from './postfixPictures.ts';
import type { Workbench } from './workbench.ts';

const FILES: Readonly<Record<string, string>> = {
  'metabase/.env': `# Metabase: dashboards by mail
MB_SITE_NAME=Numbers
MB_EMAIL_SMTP_HOST=smtp.sendgrid.net
MB_EMAIL_SMTP_PORT=587
MB_EMAIL_SMTP_SECURITY=tls
MB_EMAIL_SMTP_USERNAME=apikey
MB_EMAIL_SMTP_PASSWORD=
MB_EMAIL_FROM_ADDRESS=numbers@example.net
`,
  'shop/.env': 'APP_NAME=Shop\nAPP_ENV=production\n\nMAIL_MAILER=smtp\nMAIL_HOST=smtp.sendgrid.net\nMAIL_PORT=\n\n\n',
  'flows/docker-compose.yml': `services:
  n8n:
    image: n8nio/n8n
    environment:
      N8N_EMAIL_MODE: smtp
      N8N_SMTP_HOST: smtp.office365.com
      N8N_SMTP_PORT: 587
      N8N_SMTP_SSL: "true"
      N8N_SMTP_USER: flows@example.net
      N8N_SMTP_PASS: \${SMTP_PASSWORD}
      
    ports:
      - "5678:5678"
`,
  'api/mailer.js': `import nodemailer from 'nodemailer';

export const mailer = nodemailer.createTransport({
  host: 'smtp.gmail.com',
  port: 587,
  secure: true,
  auth: { user: 'shop@example.net', pass: process.env.MAIL_PASSWORD },
});
`,
};

/** Writes the files that the pictures show. */
export async function writeAppFolders(folder: string): Promise<void> {
  for (const [name, text] of Object.entries(FILES)) {
    await mkdir(dirname(join(folder, name)), { recursive: true });
    await writeFile(join(folder, name), text);
  }
}

async function open(bench: Workbench, name: string): Promise<void> {
  await bench.openFile(name);
  await bench.page.locator('.codelens-decoration a').first().waitFor();
}

async function fixAt(bench: Workbench, name: string, line: number, column: number): Promise<void> {
  await open(bench, name);
  await bench.page.locator('.squiggly-warning, .squiggly-error').first().waitFor();
  await bench.goTo(line, column);
  await bench.page.locator('[class*="codicon-gutter-lightbulb"], .lightBulbWidget').first().waitFor();
  await bench.page.keyboard.press('Control+.');
  await bench.page.locator('.action-widget .action', { hasText: '587' }).first().waitFor();
}

/** The list with the documentation of the focused item beside it. */
async function listWithDetails(bench: Workbench): Promise<void> {
  await bench.suggestions();
  const details = bench.page.locator('.suggest-details-container:visible, .suggest-details:visible');
  if (!(await details.first().isVisible())) await bench.page.keyboard.press('Control+Space');
  await details.first().waitFor();
}

/** Reading, writing and fixing the files of applications. */
export const APP_PICTURES: readonly Picture[] = [
  {
    name: 'app-hover',
    async prepare(bench) {
      await open(bench, 'metabase/.env');
      await bench.hoverAt(5, 5);
    },
  },
  {
    name: 'app-ports',
    async prepare(bench) {
      await open(bench, 'shop/.env');
      await bench.goTo(6, 'MAIL_PORT='.length + 1);
      await listWithDetails(bench);
    },
  },
  {
    name: 'app-keys',
    async prepare(bench) {
      await open(bench, 'flows/docker-compose.yml');
      await bench.goTo(11, 7);
      await listWithDetails(bench);
    },
  },
  {
    name: 'app-relay-through',
    async prepare(bench) {
      await open(bench, 'shop/.env');
      await bench.goTo(8, 1);
      await bench.page.keyboard.type('relay');
      await bench.suggestions();
      await bench.page.keyboard.type(' through postm');
      await bench.page.locator('.suggest-widget.visible .monaco-list-row.focused', { hasText: 'Postmark' }).waitFor();
      await listWithDetails(bench);
    },
  },
  {
    name: 'app-compose-fix',
    prepare: (bench) => fixAt(bench, 'flows/docker-compose.yml', 7, 23),
  },
  {
    name: 'app-program-fix',
    prepare: (bench) => fixAt(bench, 'api/mailer.js', 5, 10),
  },
];
