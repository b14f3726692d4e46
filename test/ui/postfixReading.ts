import assert from 'node:assert/strict';
import type { UiTopic } from './topic.ts';

const MAIN_CF = `compatibility_level = 3.6
myhostname = mail.example.net
mydomain = example.net
myorigin = $mydomain
office = 192.0.2.0/24
mynetworks = 127.0.0.0/8 [::1]/128 $office
relayhost = [smtp.example.net]:587
smtp_tls_security_level = encrypt
smtpd_recipient_restrictions = permit_mynetworks, reject_unauth_destination
maximal_queue_lifetime = 432000s
`;

const MASTER_CF = `smtp      inet  n       -       y       -       -       smtpd
submission inet n       -       y       -       -       smtpd
  -o syslog_name=postfix/submission
`;

/** Marks that a reader of Markdown would never see. */
const RAW_MARKDOWN = /\*\*|\]\(|`|undefined/;

/** Reading main.cf and master.cf: what hovers, outline, breadcrumbs and hints say. */
export const postfixReading: UiTopic = {
  files: () => ({ 'reading/main.cf': MAIN_CF, 'reading/master.cf': MASTER_CF }),
  tests: [
    {
      title: 'Ctrl+K Ctrl+I on a parameter tells meaning, value here, default and manual',
      async run({ bench }) {
        await bench.openFile('reading/main.cf');
        const text = await bench.hoverAt(10, 3);
        assert.match(text, /^maximal_queue_lifetime · a time/);
        assert.match(text, /Here: 432000s \(5 days\), main\.cf line 10/);
        assert.match(text, /Default: 5d \(5 days\)/);
        assert.match(text, /Manual/);
        assert.doesNotMatch(text, RAW_MARKDOWN);
        const link = bench.page.locator('.monaco-hover:visible a', { hasText: 'Manual' });
        assert.match((await link.getAttribute('data-href')) ?? '', /postconf\.5\.html#maximal_queue_lifetime$/);
      },
    },
    {
      title: 'a parameter of the relay is explained before the relay, the relay before its own parameter',
      async run({ bench }) {
        await bench.openFile('reading/main.cf');
        const level = await bench.hoverAt(8, 3);
        assert.ok(level.indexOf('a TLS security level') < level.indexOf('Mail relay'), level);
        const host = await bench.hoverAt(7, 3);
        assert.ok(host.indexOf('Mail relay') < host.indexOf('a next hop'), host);
        assert.doesNotMatch(level + host, RAW_MARKDOWN);
      },
    },
    {
      title: 'the pointer over a $name shows value and origin, over a restriction its meaning',
      async run({ bench }) {
        await bench.openFile('reading/main.cf');
        const { page } = bench;
        const hover = page.locator('.monaco-hover:visible');
        await page
          .locator('.view-line span span', { hasText: /^office$/ })
          .last()
          .hover();
        await hover
          .filter({ hasText: 'defined by these files' })
          .filter({ hasText: /192\.0\.2\.0\/24.*main\.cf line 5/s })
          .waitFor();
        await page.locator('.view-line span span', { hasText: /^reject_unauth_destination$/ }).hover();
        await hover.filter({ hasText: 'reject_unauth_destination · restriction' }).waitFor();
      },
    },
    {
      title: 'in master.cf a column, a type and an override are explained',
      async run({ bench }) {
        await bench.openFile('reading/master.cf');
        assert.match(await bench.hoverAt(2, 33), /chroot · column of master\.cf/);
        assert.match(await bench.hoverAt(2, 13), /inet: TCP port/);
        assert.match(await bench.hoverAt(3, 8), /In submission\/inet: postfix\/submission, this file line 3/);
      },
    },
    {
      title: 'Ctrl+Shift+O lists the settings and goes to one, and the breadcrumbs name it',
      async run({ bench }) {
        const { page } = bench;
        await bench.openFile('reading/main.cf');
        await bench.goTo(1, 1);
        await page.keyboard.press('Control+Shift+O');
        const input = page.locator('.quick-input-widget:visible input[type="text"]');
        await page.locator('.quick-input-list .monaco-list-row', { hasText: 'relayhost' }).waitFor();
        assert.equal(await page.locator('.quick-input-list .monaco-list-row').count(), 10);
        await input.fill('@security');
        await page.locator('.quick-input-list .monaco-list-row.focused', { hasText: 'smtp_tls_security_level' }).waitFor();
        await page.keyboard.press('Enter');
        await page.locator('.part.statusbar', { hasText: 'Ln 8, Col 1' }).waitFor();
        await page.locator('.breadcrumbs-control .monaco-breadcrumb-item', { hasText: 'smtp_tls_security_level' }).waitFor();
      },
    },
    {
      title: 'the outline shows values, and in master.cf overrides below their service',
      async run({ bench }) {
        const { page } = bench;
        const rows = page.locator('.outline-pane .monaco-list-row');
        await bench.openFile('reading/main.cf');
        await bench.runCommand('Explorer: Focus on Outline View');
        await rows.filter({ hasText: 'myorigin$mydomain' }).waitFor();
        await bench.openFile('reading/master.cf');
        await rows.filter({ hasText: 'submissioninet smtpd' }).waitFor();
        await rows.filter({ hasText: 'syslog_namepostfix/submission' }).waitFor();
      },
    },
    {
      title: 'inlay hints show the value behind each $name',
      async run({ bench }) {
        await bench.openFile('reading/main.cf');
        await bench.page.locator('.view-line', { hasText: /myorigin.=.\$mydomain.*=.example\.net/ }).waitFor();
        await bench.page.locator('.view-line', { hasText: /\$office.*=.192\.0\.2\.0\/24/ }).waitFor();
      },
    },
  ],
};
