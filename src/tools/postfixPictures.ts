import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Workbench } from './workbench.ts';

/** A picture, and what a person does before it is taken. */
export interface Picture {
  readonly name: string;
  prepare(bench: Workbench): Promise<void>;
}

const MAIN_CF = `# Postfix of the shop: sends through a submission service
compatibility_level = 3.6
myhostname = mail.example.net
mydomain = example.net
myorigin = $mydomain
mydestination = $myhostname, localhost.$mydomain, localhost
office = 192.0.2.0/24
mynetworks = 127.0.0.0/8 [::1]/128 $office

relayhost = [smtp.mailgun.org]:587
smtp_sasl_auth_enable = yes
smtp_sasl_password_maps = texthash:/etc/postfix/sasl_passwd
smtp_sasl_security_options = noanonymous
smtp_tls_security_level = encrypt

smtpd_relay_restrictions = permit_mynetworks, reject_unauth_destination
smtpd_recipient_restrictions = permit_mynetworks, reject_non_fqdn_recipient
bounce_queue_lifetime = 1d
message_size_limit = 20480000
`;

const UNTIDY_CF = `myhostname=mail.example.net
mydestination   =$myhostname,localhost
  # the office, and nobody else
mynetworks=127.0.0.0/8 [::1]/128
      192.0.2.0/24
smtpd_recipient_restrictions=permit_mynetworks, reject_non_fqdn_recipient, reject_unknown_recipient_domain, reject_rbl_client zen.example.org, reject




biff =no
`;

const FILES: Readonly<Record<string, string>> = {
  'postfix/main.cf': MAIN_CF,
  'postfix/sasl_passwd': '# relay               user:password\nsmtp.mailgun.org:587    postmaster@mg.example.net:not-a-real-one\n',
  'broken/main.cf': MAIN_CF.replace('[smtp.mailgun.org]:587', 'smtp.gmail.com:25'),
  'new/main.cf': 'myhostname = mail.example.net\nmydestination = $myhostname, localhost\ninet_interfaces = loopback-only\n\n',
  'untidy/main.cf': UNTIDY_CF,
};

/** Writes the files that the pictures show. */
export async function writePostfixFolders(folder: string): Promise<void> {
  for (const [name, text] of Object.entries(FILES)) {
    await mkdir(join(folder, name, '..'), { recursive: true });
    await writeFile(join(folder, name), text);
  }
}

const lineOf = (file: string, start: string) => FILES[file]!.split('\n').findIndex((line) => line.startsWith(start)) + 1;

async function openPostfix(bench: Workbench, line: string): Promise<void> {
  await bench.openFile('postfix/main.cf');
  await bench.page.locator('.codelens-decoration a').first().waitFor();
  await bench.page.locator('.squiggly-error').first().waitFor();
  await bench.goTo(lineOf('postfix/main.cf', line), 3);
}

async function typeInNewFile(bench: Workbench, text: string): Promise<void> {
  await bench.openFile('new/main.cf');
  await bench.goTo(4, 1);
  await bench.page.keyboard.type(text);
  await bench.suggestions();
}

/** Reading and writing Postfix files. */
export const POSTFIX_PICTURES: readonly Picture[] = [
  {
    name: 'postfix-hover',
    async prepare(bench) {
      await openPostfix(bench, 'mynetworks');
      await bench.hoverAt(lineOf('postfix/main.cf', 'mynetworks'), 3);
    },
  },
  {
    name: 'postfix-relay-through',
    async prepare(bench) {
      await typeInNewFile(bench, 'relay');
      await bench.page.keyboard.type(' through g');
      await bench.page.locator('.suggest-widget.visible .monaco-list-row', { hasText: 'Gmail' }).first().waitFor();
      await bench.page.keyboard.press('ArrowDown');
      // Shows the settings that will be written, here and in the lists that follow.
      await bench.page.keyboard.press('Control+Space');
      await bench.page.locator('.suggest-details:visible', { hasText: 'relayhost' }).waitFor();
    },
  },
  { name: 'postfix-names', prepare: (bench) => typeInNewFile(bench, 'smtp_tls') },
  {
    name: 'postfix-values',
    async prepare(bench) {
      await typeInNewFile(bench, 'smtp_tls_security_level = ');
      await bench.page.locator('.suggest-widget.visible .monaco-list-row', { hasText: 'dane-only' }).waitFor();
    },
  },
  { name: 'postfix-untidy', prepare: (bench) => bench.openFile('untidy/main.cf') },
  {
    name: 'postfix-tidy',
    async prepare(bench) {
      await bench.openFile('untidy/main.cf');
      await bench.runCommand('Format Document');
      await bench.page.locator('.view-line', { hasText: /^biff.=.no$/ }).waitFor();
    },
  },
  {
    name: 'postfix-outline',
    async prepare(bench) {
      await openPostfix(bench, 'smtp_sasl_security');
      await bench.page.keyboard.press('Control+Shift+O');
      await bench.page.locator('.quick-input-list .monaco-list-row', { hasText: 'relayhost' }).waitFor();
    },
  },
  {
    name: 'postfix-broken-relay',
    async prepare(bench) {
      await bench.openFile('broken/main.cf');
      await bench.page.locator('.squiggly-warning').first().waitFor();
      await bench.goTo(lineOf('broken/main.cf', 'relayhost'), 'relayhost = smtp.gmail.com:2'.length);
      await bench.page.keyboard.press('Control+.');
      await bench.page.locator('.action-widget .action', { hasText: '587' }).first().waitFor();
    },
  },
  {
    name: 'postfix-password',
    async prepare(bench) {
      await openPostfix(bench, 'relayhost');
      await bench.goTo(lineOf('postfix/main.cf', 'relayhost'), 20);
      await bench.page.keyboard.press('Control+.');
      await bench.page.locator('.action-widget .action', { hasText: 'Go to the entry' }).first().waitFor();
    },
  },
  {
    name: 'postfix-entry',
    async prepare(bench) {
      await bench.openFile('postfix/sasl_passwd');
      await bench.hoverAt(2, 5);
    },
  },
  {
    name: 'postfix-rename',
    async prepare(bench) {
      await openPostfix(bench, 'office');
      await bench.page.keyboard.press('F2');
      await bench.page.locator('.rename-box input.rename-input').waitFor();
    },
  },
  {
    name: 'postfix-hints',
    async prepare(bench) {
      await openPostfix(bench, 'myorigin');
      await bench.page.locator('.view-line', { hasText: /\$office.*=.192/ }).waitFor();
    },
  },
];
