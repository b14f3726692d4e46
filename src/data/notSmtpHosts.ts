/**
 * Hosts that people copy into the SMTP setting although no SMTP submission answers there, and the host that was meant.
 *
 * Receiving hosts: Thunderbird's ISPDB (autoconfig) and the providers' own client pages. API hosts: the providers'
 * API references. Checked 2026-11-20. Sorted by host.
 */
export interface NotSmtpHost {
  readonly host: string;
  /** What does answer there. */
  readonly serves: 'IMAP' | 'POP3' | 'an HTTP API' | 'a web site';
  /** The provider's SMTP host. */
  readonly smtp: string;
}

export const NOT_SMTP_HOSTS: readonly NotSmtpHost[] = [
  { host: 'api.brevo.com', serves: 'an HTTP API', smtp: 'smtp-relay.brevo.com' },
  { host: 'api.eu.mailgun.net', serves: 'an HTTP API', smtp: 'smtp.eu.mailgun.org' },
  { host: 'api.mailersend.com', serves: 'an HTTP API', smtp: 'smtp.mailersend.net' },
  { host: 'api.mailgun.net', serves: 'an HTTP API', smtp: 'smtp.mailgun.org' },
  { host: 'api.mailjet.com', serves: 'an HTTP API', smtp: 'in-v3.mailjet.com' },
  { host: 'api.postmarkapp.com', serves: 'an HTTP API', smtp: 'smtp.postmarkapp.com' },
  { host: 'api.resend.com', serves: 'an HTTP API', smtp: 'smtp.resend.com' },
  { host: 'api.sendgrid.com', serves: 'an HTTP API', smtp: 'smtp.sendgrid.net' },
  { host: 'api.smtp2go.com', serves: 'an HTTP API', smtp: 'mail.smtp2go.com' },
  { host: 'api.sparkpost.com', serves: 'an HTTP API', smtp: 'smtp.sparkpostmail.com' },
  { host: 'gmail.com', serves: 'a web site', smtp: 'smtp.gmail.com' },
  { host: 'imap-mail.outlook.com', serves: 'IMAP', smtp: 'smtp-mail.outlook.com' },
  { host: 'imap.aol.com', serves: 'IMAP', smtp: 'smtp.aol.com' },
  { host: 'imap.comcast.net', serves: 'IMAP', smtp: 'smtp.comcast.net' },
  { host: 'imap.daum.net', serves: 'IMAP', smtp: 'smtp.daum.net' },
  { host: 'imap.exmail.qq.com', serves: 'IMAP', smtp: 'smtp.exmail.qq.com' },
  { host: 'imap.fastmail.com', serves: 'IMAP', smtp: 'smtp.fastmail.com' },
  { host: 'imap.free.fr', serves: 'IMAP', smtp: 'smtp.free.fr' },
  { host: 'imap.gmail.com', serves: 'IMAP', smtp: 'smtp.gmail.com' },
  { host: 'imap.gmx.com', serves: 'IMAP', smtp: 'mail.gmx.com' },
  { host: 'imap.gmx.net', serves: 'IMAP', smtp: 'mail.gmx.net' },
  { host: 'imap.googlemail.com', serves: 'IMAP', smtp: 'smtp.gmail.com' },
  { host: 'imap.ionos.com', serves: 'IMAP', smtp: 'smtp.ionos.com' },
  { host: 'imap.ionos.de', serves: 'IMAP', smtp: 'smtp.ionos.de' },
  { host: 'imap.kolabnow.com', serves: 'IMAP', smtp: 'smtp.kolabnow.com' },
  { host: 'imap.laposte.net', serves: 'IMAP', smtp: 'smtp.laposte.net' },
  { host: 'imap.mail.com', serves: 'IMAP', smtp: 'smtp.mail.com' },
  { host: 'imap.mail.me.com', serves: 'IMAP', smtp: 'smtp.mail.me.com' },
  { host: 'imap.mail.ru', serves: 'IMAP', smtp: 'smtp.mail.ru' },
  { host: 'imap.mail.yahoo.com', serves: 'IMAP', smtp: 'smtp.mail.yahoo.com' },
  { host: 'imap.naver.com', serves: 'IMAP', smtp: 'smtp.naver.com' },
  { host: 'imap.one.com', serves: 'IMAP', smtp: 'send.one.com' },
  { host: 'imap.orange.fr', serves: 'IMAP', smtp: 'smtp.orange.fr' },
  { host: 'imap.qq.com', serves: 'IMAP', smtp: 'smtp.qq.com' },
  { host: 'imap.secureserver.net', serves: 'IMAP', smtp: 'smtpout.secureserver.net' },
  { host: 'imap.seznam.cz', serves: 'IMAP', smtp: 'smtp.seznam.cz' },
  { host: 'imap.strato.de', serves: 'IMAP', smtp: 'smtp.strato.de' },
  { host: 'imap.web.de', serves: 'IMAP', smtp: 'smtp.web.de' },
  { host: 'imap.yandex.com', serves: 'IMAP', smtp: 'smtp.yandex.com' },
  { host: 'imap.yandex.ru', serves: 'IMAP', smtp: 'smtp.yandex.ru' },
  { host: 'imap.zoho.com', serves: 'IMAP', smtp: 'smtp.zoho.com' },
  { host: 'imap.zoho.eu', serves: 'IMAP', smtp: 'smtp.zoho.eu' },
  { host: 'imap.zoho.in', serves: 'IMAP', smtp: 'smtp.zoho.in' },
  { host: 'imappro.zoho.com', serves: 'IMAP', smtp: 'smtppro.zoho.com' },
  { host: 'imappro.zoho.eu', serves: 'IMAP', smtp: 'smtppro.zoho.eu' },
  { host: 'imappro.zoho.in', serves: 'IMAP', smtp: 'smtppro.zoho.in' },
  { host: 'office365.com', serves: 'a web site', smtp: 'smtp.office365.com' },
  { host: 'outlook.com', serves: 'a web site', smtp: 'smtp-mail.outlook.com' },
  { host: 'pop-mail.outlook.com', serves: 'POP3', smtp: 'smtp-mail.outlook.com' },
  { host: 'pop.aol.com', serves: 'POP3', smtp: 'smtp.aol.com' },
  { host: 'pop.fastmail.com', serves: 'POP3', smtp: 'smtp.fastmail.com' },
  { host: 'pop.gmail.com', serves: 'POP3', smtp: 'smtp.gmail.com' },
  { host: 'pop.gmx.com', serves: 'POP3', smtp: 'mail.gmx.com' },
  { host: 'pop.gmx.net', serves: 'POP3', smtp: 'mail.gmx.net' },
  { host: 'pop.googlemail.com', serves: 'POP3', smtp: 'smtp.gmail.com' },
  { host: 'pop.ionos.com', serves: 'POP3', smtp: 'smtp.ionos.com' },
  { host: 'pop.ionos.de', serves: 'POP3', smtp: 'smtp.ionos.de' },
  { host: 'pop.laposte.net', serves: 'POP3', smtp: 'smtp.laposte.net' },
  { host: 'pop.mail.ru', serves: 'POP3', smtp: 'smtp.mail.ru' },
  { host: 'pop.mail.yahoo.com', serves: 'POP3', smtp: 'smtp.mail.yahoo.com' },
  { host: 'pop.naver.com', serves: 'POP3', smtp: 'smtp.naver.com' },
  { host: 'pop.one.com', serves: 'POP3', smtp: 'send.one.com' },
  { host: 'pop.orange.fr', serves: 'POP3', smtp: 'smtp.orange.fr' },
  { host: 'pop.qq.com', serves: 'POP3', smtp: 'smtp.qq.com' },
  { host: 'pop.secureserver.net', serves: 'POP3', smtp: 'smtpout.secureserver.net' },
  { host: 'pop.strato.de', serves: 'POP3', smtp: 'smtp.strato.de' },
  { host: 'pop.yandex.com', serves: 'POP3', smtp: 'smtp.yandex.com' },
  { host: 'pop.yandex.ru', serves: 'POP3', smtp: 'smtp.yandex.ru' },
  { host: 'pop.zoho.com', serves: 'POP3', smtp: 'smtp.zoho.com' },
  { host: 'pop.zoho.eu', serves: 'POP3', smtp: 'smtp.zoho.eu' },
  { host: 'pop.zoho.in', serves: 'POP3', smtp: 'smtp.zoho.in' },
  { host: 'pop3.seznam.cz', serves: 'POP3', smtp: 'smtp.seznam.cz' },
  { host: 'pop3.web.de', serves: 'POP3', smtp: 'smtp.web.de' },
  { host: 'secureimap.t-online.de', serves: 'IMAP', smtp: 'securesmtp.t-online.de' },
  { host: 'securepop.t-online.de', serves: 'POP3', smtp: 'securesmtp.t-online.de' },
  { host: 'sendgrid.net', serves: 'a web site', smtp: 'smtp.sendgrid.net' },
];

const byHost = new Map(NOT_SMTP_HOSTS.map((row) => [row.host, row]));

/** Amazon's API endpoints carry their region, so one row each would never be complete (SES endpoints and quotas). */
const SES_API = /^email\.([a-z]{2}(?:-gov)?-[a-z]+-\d)\.amazonaws\.com$/;

/** What is known of a host that is not an SMTP server; undefined for any other. Case and a closing dot don't matter. */
export function notSmtpHost(host: string): NotSmtpHost | undefined {
  const name = host.toLowerCase().replace(/\.$/, '');
  const region = SES_API.exec(name)?.[1];
  if (region) return { host: name, serves: 'an HTTP API', smtp: `email-smtp.${region}.amazonaws.com` };
  return byHost.get(name);
}
