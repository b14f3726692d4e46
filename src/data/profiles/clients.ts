import type { AppProfile, SchemeRule, TlsRules } from '../appProfile.types.ts';
import { AT_465, SMTP_DEFAULTS } from './patterns.ts';

const INI = ['ini'] as const;

/** aerc's schemes, each alone and with the way of signing in behind it (aerc-smtp(5)). */
function aercSchemes(): Readonly<Record<string, SchemeRule>> {
  const smtp: SchemeRule = { mode: 'unspecified', effective: 'starttls-required', port: 587 };
  const smtps: SchemeRule = { mode: 'implicit-tls', port: 465 };
  const ways = ['', '+none', '+plain', '+login', '+oauthbearer', '+xoauth2'];
  const pairs = ways.flatMap((way): [string, SchemeRule][] => [
    [`smtp${way}`, smtp],
    [`smtps${way}`, smtps],
  ]);
  return { ...Object.fromEntries(pairs), 'smtp+insecure': { mode: 'none', port: 25 } };
}

/** git's `smtpEncryption`: two words, and plain text at any other (git-send-email(1)). */
function gitEncryption(key: string): TlsRules {
  return {
    rules: [
      {
        keys: [key],
        values: { ssl: 'implicit-tls', tls: 'starttls-required' },
        other: {
          mode: 'starttls-required',
          effective: 'none',
          says: 'git knows only "ssl" and "tls" as smtpEncryption: with any other word it sends in clear text',
        },
      },
    ],
    silent: { mode: 'none' },
  };
}

/** git's keys below a place, an identity's or the common one. */
function gitSendEmail(place: string): Pick<AppProfile, 'keys' | 'tls' | 'verify' | 'kinds' | 'defaultPort' | 'confidence' | 'unusedKeys'> {
  return {
    confidence: 'exact',
    kinds: INI,
    keys: {
      host: [`${place}.smtpServer`],
      port: [`${place}.smtpServerPort`],
      user: [`${place}.smtpUser`],
      password: [`${place}.smtpPass`],
      from: [`${place}.from`, `${place}.envelopeSender`],
      helo: [`${place}.smtpDomain`],
    },
    tls: gitEncryption(`${place}.smtpEncryption`),
    defaultPort: { 'implicit-tls': 465, 'starttls-required': 25, none: 25 },
    unusedKeys: { smtpPassword: 'smtpPass', smtpUsername: 'smtpUser', smtpPort: 'smtpServerPort', smtpHost: 'smtpServer' },
  };
}

/** Programs that hand mail over to a server, and mail clients. */
export const CLIENT_PROFILES: readonly AppProfile[] = [
  {
    id: 'msmtp',
    title: 'msmtp',
    confidence: 'exact',
    kinds: ['msmtp'],
    keys: {
      host: ['*.host'],
      port: ['*.port'],
      user: ['*.user'],
      password: ['*.password'],
      passwordCommand: ['*.passwordeval'],
      from: ['*.from'],
      helo: ['*.domain'],
    },
    tls: {
      rules: [
        { keys: ['*.tls'], on: 'implicit-tls', also: { keys: ['*.tls_starttls'], is: false, default: true } },
        { keys: ['*.tls'], on: 'starttls-required', off: 'none' },
      ],
      silent: { mode: 'none' },
    },
    defaultPort: SMTP_DEFAULTS,
    auth: { keys: ['*.auth'], off: ['off'], byDefault: { on: 'on', otherwise: 'does not sign in' } },
    verify: { keys: ['*.tls_certcheck'], off: ['off'] },
    unusedKeys: { username: 'user', pass: 'password', starttls: 'tls_starttls', ssl: 'tls' },
    sources: ['msmtp doc/msmtp.texi, src/conf.c'],
  },
  {
    id: 'ssmtp',
    title: 'sSMTP',
    confidence: 'exact',
    kinds: ['ssmtp'],
    ignoresCase: true,
    keys: { host: ['mailhub'], user: ['AuthUser'], password: ['AuthPass'], helo: ['hostname'] },
    tls: {
      rules: [
        { keys: ['UseSTARTTLS'], on: 'starttls-required' },
        { keys: ['UseTLS'], on: 'implicit-tls', off: 'none' },
      ],
      silent: { mode: 'none' },
    },
    portInHost: true,
    defaultPort: SMTP_DEFAULTS.none,
    unusedKeys: { AuthPassword: 'AuthPass', Port: undefined, MailPort: undefined, UseSSL: 'UseTLS' },
    sources: ['ssmtp.conf(5), ssmtp.c 2.64'],
  },
  {
    id: 'nullmailer',
    title: 'nullmailer',
    confidence: 'exact',
    kinds: ['nullmailer'],
    keys: { host: ['*.host'], port: ['*.port'], user: ['*.user'], password: ['*.pass'] },
    tls: {
      rules: [
        { keys: ['*.starttls'], on: 'starttls-required', isFlag: true, also: { keys: ['*.tls', '*.ssl'], is: false, default: false, isFlag: true } },
        { keys: ['*.tls', '*.ssl'], on: 'implicit-tls', isFlag: true },
      ],
      silent: { mode: 'none' },
    },
    defaultPort: SMTP_DEFAULTS,
    enabled: { keys: ['*.protocol'], on: ['smtp'] },
    sources: ['bruceg/nullmailer doc/nullmailer-send.8'],
  },
  {
    id: 'dma',
    title: 'DragonFly mail agent',
    confidence: 'exact',
    kinds: ['dma'],
    keys: { host: ['SMARTHOST'], port: ['PORT'], passwordFile: ['AUTHPATH'], from: ['MASQUERADE'], helo: ['MAILNAME'] },
    tls: {
      rules: [
        {
          keys: ['OPPORTUNISTIC_TLS'],
          on: 'starttls-opportunistic',
          isFlag: true,
          also: { keys: ['SECURETRANSFER'], is: true, default: false, isFlag: true },
        },
        { keys: ['STARTTLS'], on: 'starttls-required', isFlag: true, also: { keys: ['SECURETRANSFER'], is: true, default: false, isFlag: true } },
        { keys: ['SECURETRANSFER'], on: 'implicit-tls', isFlag: true },
        {
          keys: ['STARTTLS'],
          on: { mode: 'starttls-required', effective: 'none', says: 'STARTTLS alone does nothing in dma: without SECURETRANSFER it sends in clear text' },
          isFlag: true,
        },
      ],
      silent: { mode: 'none' },
    },
    defaultPort: 25,
    unusedKeys: { HOST: 'SMARTHOST', SMTPPORT: 'PORT' },
    sources: ['corecode/dma conf.c, crypto.c, dma.8'],
  },
  {
    id: 'git-send-email',
    title: 'git send-email',
    ...gitSendEmail('sendemail'),
    sources: ['git Documentation/git-send-email.adoc, config/sendemail.adoc'],
  },
  {
    id: 'git-send-email-identity',
    title: 'git send-email',
    ...gitSendEmail('sendemail.*'),
    sources: ['git Documentation/git-send-email.adoc, config/sendemail.adoc'],
  },
  {
    id: 'mutt',
    title: 'Mutt',
    confidence: 'exact',
    kinds: ['mutt'],
    keys: {
      url: ['smtp_url'],
      user: ['smtp_user'],
      password: ['smtp_pass'],
      passwordCommand: ['smtp_oauth_refresh_command'],
      from: ['from', 'envelope_from_address'],
      helo: ['hostname'],
    },
    tls: {
      rules: [
        { keys: ['ssl_force_tls'], on: 'starttls-required' },
        {
          keys: ['ssl_starttls'],
          values: { yes: 'starttls-opportunistic', 'ask-yes': 'starttls-opportunistic', 'ask-no': 'starttls-opportunistic', no: 'none' },
        },
      ],
      silent: { mode: 'starttls-opportunistic' },
    },
    schemes: { smtp: { mode: 'unspecified', effective: 'by-keys', port: 25 }, smtps: { mode: 'implicit-tls', port: 465 } },
    unusedKeys: { smtp_port: undefined, smtp_host: 'smtp_url', smtp_server: 'smtp_url' },
    sources: ['neomutt docs/config.c, send/smtp.c', 'muttrc(5)'],
  },
  {
    id: 'aerc',
    title: 'aerc',
    confidence: 'exact',
    kinds: INI,
    keys: { url: ['*.outgoing'], passwordCommand: ['*.outgoing-cred-cmd'], from: ['*.from'] },
    tls: { rules: [{ keys: ['*.smtp-starttls'], on: 'starttls-required', off: 'none' }], silent: { mode: 'starttls-required' } },
    schemes: aercSchemes(),
    sources: ['aerc-smtp(5) 0.21'],
  },
  {
    id: 'fake-sendmail',
    title: 'fake sendmail',
    confidence: 'dialect',
    kinds: INI,
    detect: { any: ['smtp_ssl', 'auth_username', 'force_sender', 'pop3_server', 'error_logfile'], file: '(^|/)sendmail\\.ini$', none: ['email_from'] },
    keys: { host: ['smtp_server'], port: ['smtp_port'], user: ['auth_username'], password: ['auth_password'], from: ['force_sender'], helo: ['hostname'] },
    tls: {
      rules: [
        {
          keys: ['smtp_ssl'],
          values: {
            ssl: 'implicit-tls',
            tls: 'starttls-required',
            none: 'none',
            auto: {
              mode: 'unspecified',
              effective: 'by-port',
              says: 'smtp_ssl=auto leaves it to the port: 465 is TLS from the first byte, elsewhere STARTTLS if offered',
            },
          },
        },
      ],
      silent: { mode: 'starttls-opportunistic', implicitPorts: AT_465 },
    },
    defaultPort: 25,
    unusedKeys: { smtp_user: 'auth_username', smtp_username: 'auth_username', smtp_password: 'auth_password', SMTP: 'smtp_server' },
    sources: ['sendmail.ini of fake sendmail for Windows 32, as XAMPP ships it'],
  },
  {
    id: 'php-ini',
    title: "PHP's mail()",
    confidence: 'exact',
    kinds: INI,
    detect: { any: ['smtp_port', 'sendmail_from', 'sendmail_path'], file: '(^|/)(php[^/]*\\.ini|\\.?user\\.ini)' },
    keys: { host: ['SMTP'], port: ['smtp_port'], from: ['sendmail_from'] },
    tls: { rules: [], silent: { mode: 'none' } },
    unsupported: ['implicit-tls', 'starttls-required', 'starttls-opportunistic'],
    defaultPort: 25,
    unusedKeys: {
      auth_username: undefined,
      auth_password: undefined,
      smtp_ssl: undefined,
      smtp_server: 'SMTP',
      smtp_username: undefined,
      smtp_password: undefined,
      username: undefined,
      password: undefined,
    },
    sources: ['php.net/manual/en/mail.configuration.php', 'php-src win32/sendmail.c'],
  },
  {
    id: 'dnf-automatic',
    title: 'dnf-automatic',
    confidence: 'exact',
    kinds: INI,
    keys: { host: ['email.email_host'], port: ['email.email_port'], from: ['email.email_from'] },
    tls: {
      rules: [{ keys: ['email.email_tls'], values: { starttls: 'starttls-required', yes: 'implicit-tls', no: 'none' }, other: 'none' }],
      silent: { mode: 'none' },
    },
    defaultPort: 25,
    unusedKeys: { email_user: undefined, email_password: undefined, email_username: undefined },
    sources: ['rpm-software-management/dnf dnf/automatic/emitter.py, pull request 1957'],
  },
  {
    id: 'ansible-mail',
    title: "Ansible's mail module",
    confidence: 'exact',
    kinds: ['yaml'],
    keys: {
      host: ['community.general.mail.host'],
      port: ['community.general.mail.port'],
      user: ['community.general.mail.username'],
      password: ['community.general.mail.password'],
      from: ['community.general.mail.from', 'community.general.mail.sender'],
      helo: ['community.general.mail.ehlohost'],
    },
    tls: {
      rules: [
        {
          keys: ['community.general.mail.secure'],
          values: {
            always: 'implicit-tls',
            starttls: 'starttls-required',
            never: 'none',
            try: {
              mode: 'starttls-opportunistic',
              effective: 'by-port',
              says: 'secure: try attempts TLS from the first byte, then STARTTLS, and goes on in clear text if neither works',
            },
          },
        },
      ],
      silent: { mode: 'starttls-opportunistic', implicitPorts: AT_465 },
    },
    defaultPort: 25,
    unusedKeys: { user: 'username', server: 'host', starttls: 'secure', tls: 'secure', ssl: 'secure' },
    sources: ['ansible-collections/community.general plugins/modules/mail.py'],
  },
  {
    id: 'odoo',
    title: 'Odoo',
    confidence: 'exact',
    kinds: INI,
    detect: {
      any: ['email_from', 'admin_passwd', 'addons_path', 'db_name', 'xmlrpc_port', 'http_port', 'limit_time_cpu', 'dbfilter'],
      file: 'odoo|openerp',
    },
    keys: { host: ['smtp_server'], port: ['smtp_port'], user: ['smtp_user'], password: ['smtp_password'], from: ['email_from'] },
    tls: {
      rules: [
        {
          keys: ['smtp_ssl'],
          on: { mode: 'starttls-required', effective: 'starttls-required', says: 'smtp_ssl = True means STARTTLS in Odoo, not TLS from the first byte' },
          off: 'none',
        },
      ],
      silent: { mode: 'none' },
    },
    unsupported: ['implicit-tls'],
    defaultPort: 25,
    unusedKeys: { smtp_host: 'smtp_server', smtp_pass: 'smtp_password', smtp_username: 'smtp_user', smtp_encryption: 'smtp_ssl', smtp_tls: 'smtp_ssl' },
    sources: ['odoo/odoo addons/base/models/ir_mail_server.py'],
  },
  {
    id: 'airflow-cfg',
    title: 'Airflow',
    confidence: 'exact',
    keys: {
      host: ['smtp.smtp_host'],
      port: ['smtp.smtp_port'],
      user: ['smtp.smtp_user'],
      password: ['smtp.smtp_password'],
      from: ['smtp.smtp_mail_from'],
    },
    detect: { any: ['smtp.smtp_mail_from', 'smtp.smtp_starttls', 'smtp.smtp_ssl'], file: '(^|[/\\\\])airflow[^/\\\\]*\\.cfg' },
    tls: {
      rules: [
        { keys: ['smtp.smtp_ssl'], on: 'implicit-tls' },
        { keys: ['smtp.smtp_starttls'], on: 'starttls-required', off: 'none' },
      ],
      silent: { mode: 'starttls-required' },
      conflicts: [
        {
          keys: [['smtp.smtp_ssl'], ['smtp.smtp_starttls']],
          isSecondDefault: true,
          says: 'smtp_ssl and smtp_starttls are both on (smtp_starttls by default): Airflow then sends STARTTLS inside TLS, which servers refuse',
        },
      ],
    },
    defaultPort: 25,
    unusedKeys: { smtp_username: 'smtp_user', smtp_tls: 'smtp_starttls' },
    sources: ['apache/airflow utils/email.py'],
  },
];
