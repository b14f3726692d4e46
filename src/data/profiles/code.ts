import type { AppProfile, KeyRole, SchemeRule, TlsRules } from '../appProfile.types.ts';
import { AT_465, djangoPair, mailGemVersions, SMTP_DEFAULTS, SUBMISSION_DEFAULTS, silentImages } from './patterns.ts';

const SCRIPTS = ['javascript', 'typescript', 'tsx'] as const;
const PHP = ['php'] as const;
const PYTHON = ['python'] as const;
const RUBY = ['ruby'] as const;

/** `host` and `port` below each of several places. */
const at = (places: readonly string[], ...keys: readonly string[]): readonly string[] => places.flatMap((place) => keys.map((key) => `${place}.${key}`));

/** TLS and STARTTLS both on keep GitLab from being set up since 15.10.4 and 15.11; before, TLS won. */
const GITLAB_TLS: TlsRules = {
  rules: [
    { keys: ['gitlab_rails.smtp_tls', 'gitlab_rails.smtp_ssl'], on: 'implicit-tls' },
    { keys: ['gitlab_rails.smtp_enable_starttls_auto'], on: 'starttls-opportunistic', off: 'none' },
  ],
  silent: { mode: 'starttls-opportunistic' },
  conflicts: [
    {
      keys: [['gitlab_rails.smtp_tls', 'gitlab_rails.smtp_ssl'], ['gitlab_rails.smtp_enable_starttls_auto']],
      says: 'smtp_tls and smtp_enable_starttls_auto are both true, and GitLab refuses to reconfigure with that since 15.11',
    },
  ],
};

/** A nodemailer URL: the scheme says whether TLS comes first, even on 465 (nodemailer lib/shared/index.js). */
const NODEMAILER_QUERY = { requireTLS: { true: 'starttls-required' }, ignoreTLS: { true: 'none' } } as const;

/**
 * The options of nodemailer's SMTP transport, wherever an app keeps them. Names count letter by letter; `secure: false`
 * is no implicit TLS even on 465, and only without `secure` the port decides (nodemailer lib/smtp-connection/index.js).
 */
function nodemailer(
  places: readonly string[],
): Pick<AppProfile, 'keys' | 'tls' | 'verify' | 'enabled' | 'query' | 'isCaseSensitive' | 'kinds' | 'defaultPort' | 'unusedKeys'> {
  return {
    kinds: SCRIPTS,
    isCaseSensitive: true,
    keys: {
      host: at(places, 'host'),
      port: at(places, 'port'),
      url: at(places, 'url'),
      service: at(places, 'service'),
      user: at(places, 'auth.user'),
      password: at(places, 'auth.pass'),
      helo: at(places, 'name'),
    },
    tls: {
      rules: [
        { keys: at(places, 'secure'), on: 'implicit-tls' },
        { keys: at(places, 'ignoreTLS'), on: 'none' },
        { keys: at(places, 'requireTLS'), on: 'starttls-required' },
        { keys: at(places, 'secure'), off: 'starttls-opportunistic' },
      ],
      silent: { mode: 'starttls-opportunistic', implicitPorts: AT_465 },
    },
    query: NODEMAILER_QUERY,
    defaultPort: { ...SUBMISSION_DEFAULTS, none: 587 },
    enabled: { keys: at(places, 'jsonTransport', 'streamTransport', 'sendmail'), off: ['true'] },
    verify: { keys: at(places, 'tls.rejectUnauthorized'), off: ['false'] },
    unusedKeys: { secureConnection: 'secure', ssl: 'secure', useTLS: 'requireTLS', username: undefined, password: undefined },
  };
}

function withFrom(profile: ReturnType<typeof nodemailer>, ...from: readonly string[]): typeof profile {
  return { ...profile, keys: { ...profile.keys, from } };
}

/** PHPMailer's `SMTPSecure`: its two words in lower case; else it upgrades by itself unless told not to (PHPMailer src/PHPMailer.php). */
function phpMailerTls(secure: readonly string[], auto: readonly string[]): TlsRules {
  return {
    rules: [
      { keys: secure, values: { tls: 'starttls-required', ssl: 'implicit-tls' }, isCaseSensitive: true, other: { mode: 'unspecified', effective: 'by-port' } },
      ...(auto.length > 0 ? [{ keys: auto, off: 'none', on: { mode: 'unspecified', effective: 'starttls-opportunistic' } } as const] : []),
    ],
    silent: { mode: 'starttls-opportunistic' },
  };
}

/** PHP's stream names before a host (php.net/manual/en/transports.inet.php). */
const STREAM_SCHEMES = { ssl: 'implicit-tls', tls: 'implicit-tls' } as const;

/** symfony/mailer's reading of a DSN (EsmtpTransportFactory.php). */
const SYMFONY_SCHEMES: Readonly<Record<string, SchemeRule>> = {
  smtp: { mode: 'unspecified', effective: 'by-port' },
  smtps: { mode: 'implicit-tls', port: 465 },
};

/** symfony/mailer behind an app's own keys, with SwiftMailer's `encryption` from before. */
function symfonyTls(place: string): TlsRules {
  return {
    rules: [
      { keys: [`${place}.scheme`], values: { smtps: 'implicit-tls', smtp: { mode: 'unspecified', effective: 'by-port' } } },
      {
        keys: [`${place}.encryption`],
        values: {
          tls: { mode: 'starttls-required', effective: 'by-port' },
          ssl: { mode: 'implicit-tls', effective: 'by-port' },
          null: { mode: 'none', effective: 'by-port' },
        },
      },
    ],
    silent: { mode: 'starttls-opportunistic', implicitPorts: AT_465 },
  };
}

/** What Laravel hands on to symfony/mailer: its scheme, and from 7.1 and 7.3 on two switches. */
function laravelTls(): TlsRules {
  const { rules, silent } = symfonyTls('mailers.*');
  const [scheme, ...others] = rules;
  return {
    rules: [
      { ...(scheme as Extract<TlsRules['rules'][number], { readonly values: unknown }>), refuses: 'Laravel throws "scheme is not supported" when it sends' },
      { keys: ['mailers.*.require_tls'], on: { mode: 'starttls-required', effective: 'starttls-required', implicitPorts: AT_465 } },
      { keys: ['mailers.*.auto_tls'], off: { mode: 'none', effective: 'none', implicitPorts: AT_465 } },
      ...others,
    ],
    silent,
  };
}

/** Keys of the mail gem below each of several places. */
function mailGem(places: readonly string[]): Pick<AppProfile, 'keys' | 'tls' | 'verify' | 'defaultPort' | 'unusedKeys' | 'isCaseSensitive' | 'versions'> {
  const roles: Partial<Record<KeyRole, readonly string[]>> = {
    host: at(places, 'address'),
    port: at(places, 'port'),
    user: at(places, 'user_name'),
    password: at(places, 'password'),
    helo: at(places, 'domain'),
  };
  const [tls, starttls] = [at(places, 'tls', 'ssl'), at(places, 'enable_starttls', 'enable_starttls_auto')];
  const switches: TlsRules = {
    rules: [
      { keys: tls, on: 'implicit-tls' },
      {
        keys: at(places, 'enable_starttls'),
        values: { true: 'starttls-required', always: 'starttls-required', auto: 'starttls-opportunistic', false: 'none' },
        isOpen: true,
      },
      { keys: at(places, 'enable_starttls_auto'), on: 'starttls-opportunistic', off: 'none' },
    ],
    silent: { mode: 'starttls-opportunistic' },
    conflicts: [{ keys: [tls, starttls], says: 'TLS and STARTTLS are both on, which the mail gem refuses from version 2.9', isVersionBound: true }],
  };
  return {
    isCaseSensitive: true,
    keys: roles,
    unusedKeys: { username: 'user_name', user: 'user_name' },
    tls: switches,
    versions: mailGemVersions(switches),
    verify: { keys: at(places, 'openssl_verify_mode'), off: ['none'] },
    defaultPort: 25,
  };
}

const DJANGO_OFF = ['console', 'dummy', 'filebased', 'locmem'].map((name) => `django.core.mail.backends.${name}.emailbackend`);

/** Apps and libraries whose settings stand in source code, as src/parse/code reads it: the path ends with the call or the object. */
export const CODE_PROFILES: readonly AppProfile[] = [
  {
    id: 'nodemailer',
    title: 'Nodemailer',
    confidence: 'exact',
    ...withFrom(nodemailer(['createTransport', 'createTransporter', 'SMTPTransport', 'SMTPPool']), 'createTransport.1.from', 'createTransport.from'),
    sources: ['nodemailer lib/smtp-connection/index.js, lib/shared/index.js 8.0'],
  },
  {
    id: 'nest-mailer',
    title: 'Nest mailer',
    confidence: 'exact',
    ...withFrom(
      nodemailer(['MailerModule.forRoot.transport', 'MailerModule.forRootAsync.useFactory.transport']),
      'MailerModule.forRoot.defaults.from',
      'MailerModule.forRootAsync.useFactory.defaults.from',
    ),
    sources: ['nest-modules/mailer docs/mailer.md'],
  },
  {
    id: 'strapi',
    title: 'Strapi',
    confidence: 'exact',
    ...withFrom(nodemailer(['email.config.providerOptions']), 'email.config.settings.defaultFrom'),
    sources: ['strapi packages/providers/email-nodemailer README'],
  },
  {
    id: 'payload',
    title: 'Payload',
    confidence: 'exact',
    ...withFrom(nodemailer(['nodemailerAdapter.transportOptions']), 'nodemailerAdapter.defaultFromAddress'),
    sources: ['payloadcms packages/email-nodemailer README'],
  },
  {
    id: 'phpmailer',
    title: 'PHPMailer',
    confidence: 'exact',
    kinds: PHP,
    isCaseSensitive: true,
    detect: { any: ['*.SMTPSecure', '*.SMTPAuth', '*.SMTPAutoTLS', '*.SMTPDebug', '*.SMTPOptions', '*.isSMTP', '*.IsSMTP'] },
    keys: {
      host: ['*.Host'],
      port: ['*.Port'],
      user: ['*.Username'],
      password: ['*.Password'],
      from: ['*.setFrom', '*.From'],
      helo: ['*.Helo'],
    },
    tls: phpMailerTls(['*.SMTPSecure'], ['*.SMTPAutoTLS']),
    hostSchemes: { ssl: 'implicit-tls', tls: 'starttls-required' },
    portInHost: true,
    isPortInHostFirst: true,
    auth: { keys: ['*.SMTPAuth'], off: ['false', '0'] },
    defaultPort: 25,
    sources: ['PHPMailer/PHPMailer src/PHPMailer.php 6.9'],
  },
  {
    id: 'wp-mail-smtp',
    title: 'WP Mail SMTP',
    confidence: 'exact',
    keys: {
      host: ['WPMS_SMTP_HOST'],
      port: ['WPMS_SMTP_PORT'],
      user: ['WPMS_SMTP_USER'],
      password: ['WPMS_SMTP_PASS'],
      from: ['WPMS_MAIL_FROM'],
    },
    tls: phpMailerTls(['WPMS_SSL'], ['WPMS_SMTP_AUTOTLS']),
    auth: { keys: ['WPMS_SMTP_AUTH'], off: ['false', '0'] },
    enabled: { keys: ['WPMS_ON'], off: ['false', '0'], byDefault: { on: 'true', otherwise: 'ignores all its constants' } },
    defaultPort: 25,
    sources: ['awesomemotive/WP-Mail-SMTP src/Options.php, src/Processor.php'],
  },
  {
    id: 'wp-smtp-constants',
    title: 'WordPress with SMTP constants',
    confidence: 'dialect',
    kinds: PHP,
    detect: { any: ['SMTP_SECURE', 'SMTP_AUTH', 'SMTP_server', 'SMTP_username'], none: ['EMAIL_HOST'] },
    keys: {
      host: ['SMTP_HOST', 'SMTP_server', 'SMTP_SERVER'],
      port: ['SMTP_PORT'],
      user: ['SMTP_USER', 'SMTP_USERNAME', 'SMTP_username'],
      password: ['SMTP_PASS', 'SMTP_PASSWORD', 'SMTP_password'],
      from: ['SMTP_FROM'],
    },
    tls: phpMailerTls(['SMTP_SECURE'], []),
    auth: { keys: ['SMTP_AUTH'], off: ['false', '0'] },
    defaultPort: 25,
    sources: ['public wp-config.php files with a phpmailer_init hook, PHPMailer src/PHPMailer.php'],
  },
  {
    id: 'laravel-config',
    title: 'Laravel',
    confidence: 'exact',
    kinds: PHP,
    keys: {
      host: ['mailers.*.host'],
      port: ['mailers.*.port'],
      url: ['mailers.*.url'],
      user: ['mailers.*.username'],
      password: ['mailers.*.password'],
      helo: ['mailers.*.local_domain'],
    },
    tls: laravelTls(),
    schemes: SYMFONY_SCHEMES,
    query: {
      auto_tls: { false: 'none', 0: 'none' },
      require_tls: { true: 'starttls-required', 1: 'starttls-required' },
    },
    enabled: { keys: ['mailers.*.transport'], on: ['smtp'] },
    verify: { keys: ['mailers.*.verify_peer'], off: ['false', '0'] },
    defaultPort: SMTP_DEFAULTS,
    sources: ['laravel/framework src/Illuminate/Mail/MailManager.php, tags v10 to v13'],
  },
  {
    id: 'codeigniter',
    title: 'CodeIgniter',
    confidence: 'exact',
    kinds: ['php', 'dotenv'],
    keys: {
      host: ['Email.SMTPHost', 'config.SMTPHost', 'config.smtp_host'],
      port: ['Email.SMTPPort', 'config.SMTPPort', 'config.smtp_port'],
      user: ['Email.SMTPUser', 'config.SMTPUser', 'config.smtp_user'],
      password: ['Email.SMTPPass', 'config.SMTPPass', 'config.smtp_pass'],
      from: ['Email.fromEmail', 'config.fromEmail'],
    },
    tls: {
      rules: [
        {
          keys: ['Email.SMTPCrypto', 'config.SMTPCrypto', 'config.smtp_crypto'],
          values: { tls: 'starttls-required', ssl: 'implicit-tls' },
          isCaseSensitive: true,
        },
      ],
      silent: { mode: 'none', implicitPorts: AT_465 },
    },
    hostSchemes: STREAM_SCHEMES,
    enabled: { keys: ['Email.protocol', 'config.protocol'], on: ['smtp'], byDefault: { on: 'smtp', otherwise: "uses PHP's own mail function" } },
    defaultPort: 25,
    sources: ['codeigniter4/CodeIgniter4 system/Email/Email.php SMTPConnect()'],
  },
  {
    id: 'cakephp',
    title: 'CakePHP',
    confidence: 'exact',
    kinds: PHP,
    keys: {
      host: ['EmailTransport.*.host'],
      port: ['EmailTransport.*.port'],
      url: ['EmailTransport.*.url'],
      user: ['EmailTransport.*.username'],
      password: ['EmailTransport.*.password'],
      helo: ['EmailTransport.*.client'],
    },
    tls: { rules: [{ keys: ['EmailTransport.*.tls'], on: 'starttls-required', off: 'none' }], silent: { mode: 'none' } },
    hostSchemes: STREAM_SCHEMES,
    schemes: { smtp: { mode: 'unspecified', effective: 'none', port: 25 } },
    query: { tls: { true: 'starttls-required', 1: 'starttls-required' } },
    enabled: { keys: ['EmailTransport.*.className'], off: ['mail', 'debug'] },
    defaultPort: 25,
    sources: ['cakephp/cakephp src/Mailer/Transport/SmtpTransport.php 4.x'],
  },
  {
    id: 'yii',
    title: 'Yii',
    confidence: 'exact',
    kinds: PHP,
    keys: {
      host: ['mailer.transport.host'],
      port: ['mailer.transport.port'],
      url: ['mailer.transport.dsn'],
      user: ['mailer.transport.username'],
      password: ['mailer.transport.password'],
    },
    tls: symfonyTls('mailer.transport'),
    schemes: SYMFONY_SCHEMES,
    enabled: { keys: ['mailer.useFileTransport'], off: ['true'] },
    defaultPort: SMTP_DEFAULTS,
    sources: ['yiisoft/yii2-symfonymailer src/Mailer.php, README'],
  },
  {
    id: 'nextcloud',
    title: 'Nextcloud',
    confidence: 'exact',
    kinds: PHP,
    keys: {
      host: ['CONFIG.mail_smtphost'],
      port: ['CONFIG.mail_smtpport'],
      user: ['CONFIG.mail_smtpname'],
      password: ['CONFIG.mail_smtppassword'],
    },
    tls: {
      rules: [
        {
          keys: ['CONFIG.mail_smtpsecure'],
          values: {
            ssl: 'implicit-tls',
            tls: {
              mode: 'unspecified',
              effective: 'by-port',
              says: "mail_smtpsecure 'tls' has no meaning of its own any more: Nextcloud goes by the port and upgrades if the server offers it",
            },
          },
        },
      ],
      silent: { mode: 'starttls-opportunistic', implicitPorts: AT_465 },
    },
    enabled: { keys: ['CONFIG.mail_smtpmode'], on: ['smtp'] },
    auth: { keys: ['CONFIG.mail_smtpauth'], off: ['false', '0'] },
    defaultPort: 25,
    sources: ['nextcloud/server lib/private/Mail/Mailer.php'],
  },
  {
    id: 'swiftmailer',
    title: 'SwiftMailer',
    confidence: 'exact',
    kinds: PHP,
    keys: {
      host: ['Swift_SmtpTransport.host'],
      port: ['Swift_SmtpTransport.port'],
      user: ['Swift_SmtpTransport.setUsername'],
      password: ['Swift_SmtpTransport.setPassword'],
    },
    tls: {
      rules: [{ keys: ['Swift_SmtpTransport.encryption', 'Swift_SmtpTransport.setEncryption'], values: { tls: 'starttls-required', ssl: 'implicit-tls' } }],
      silent: { mode: 'none' },
    },
    defaultPort: 25,
    sources: ['swiftmailer/swiftmailer lib/classes/Swift/Transport/EsmtpTransport.php 6.3'],
  },
  {
    id: 'django-mailers',
    title: 'Django',
    confidence: 'exact',
    kinds: PYTHON,
    keys: {
      host: ['MAILERS.*.OPTIONS.host'],
      port: ['MAILERS.*.OPTIONS.port'],
      user: ['MAILERS.*.OPTIONS.username'],
      password: ['MAILERS.*.OPTIONS.password'],
    },
    tls: djangoPair('MAILERS.*.OPTIONS.use_tls', 'MAILERS.*.OPTIONS.use_ssl'),
    enabled: { keys: ['MAILERS.*.BACKEND'], off: DJANGO_OFF },
    defaultPort: { 'implicit-tls': 465, 'starttls-required': 587, none: 25 },
    timeout: { keys: ['MAILERS.*.OPTIONS.timeout'], default: 'none' },
    sources: ['docs.djangoproject.com/en/6.1/howto/mailers-migration'],
  },
  {
    id: 'superset',
    title: 'Superset',
    confidence: 'exact',
    kinds: PYTHON,
    detect: { any: ['SMTP_STARTTLS', 'SMTP_MAIL_FROM', 'SMTP_SSL_SERVER_AUTH'] },
    keys: { host: ['SMTP_HOST'], port: ['SMTP_PORT'], user: ['SMTP_USER'], password: ['SMTP_PASSWORD'], from: ['SMTP_MAIL_FROM'] },
    tls: {
      rules: [
        { keys: ['SMTP_SSL'], on: 'implicit-tls' },
        { keys: ['SMTP_STARTTLS'], on: 'starttls-required', off: 'none' },
      ],
      silent: { mode: 'starttls-required' },
      conflicts: [
        {
          keys: [['SMTP_SSL'], ['SMTP_STARTTLS']],
          isSecondDefault: true,
          says: 'SMTP_SSL and SMTP_STARTTLS (on by default) are both on: Superset then sends STARTTLS inside TLS, which fails',
        },
      ],
    },
    defaultPort: 25,
    sources: ['apache/superset superset/config.py, superset/utils/core.py'],
  },
  {
    id: 'smtplib',
    title: 'smtplib',
    confidence: 'exact',
    kinds: PYTHON,
    keys: {
      host: ['smtplib.SMTP.host'],
      port: ['smtplib.SMTP.port'],
      user: ['smtplib.SMTP.user'],
      password: ['smtplib.SMTP.password'],
      helo: ['smtplib.SMTP.local_hostname'],
    },
    tls: {
      rules: [
        { keys: ['smtplib.SMTP.class'], values: { smtp_ssl: 'implicit-tls' }, isOpen: true },
        { keys: ['smtplib.SMTP.starttls'], on: 'starttls-required' },
      ],
      silent: { mode: 'none' },
    },
    portInHost: true,
    takesNoKeys: true,
    defaultPort: { 'implicit-tls': 465, 'starttls-required': 25, none: 25 },
    sources: ['docs.python.org/3/library/smtplib.html'],
  },
  {
    id: 'python-logging',
    title: 'Python logging',
    confidence: 'exact',
    kinds: PYTHON,
    keys: {
      host: ['SMTPHandler.mailhost.0', 'SMTPHandler.mailhost'],
      port: ['SMTPHandler.mailhost.1'],
      user: ['SMTPHandler.credentials.0'],
      password: ['SMTPHandler.credentials.1'],
      from: ['SMTPHandler.fromaddr'],
    },
    // `secure`, a tuple and often an empty one, asks for STARTTLS.
    tls: { rules: [], silent: { mode: 'none' } },
    unsupported: ['implicit-tls'],
    defaultPort: 25,
    sources: ['docs.python.org/3/library/logging.handlers.html#smtphandler'],
  },
  {
    id: 'action-mailer',
    title: 'Ruby on Rails',
    confidence: 'exact',
    kinds: RUBY,
    ...mailGem(['action_mailer.smtp_settings', 'Base.smtp_settings']),
    enabled: { keys: ['action_mailer.delivery_method', 'Base.delivery_method'], on: ['smtp'] },
    sources: ['mikel/mail lib/mail/network/delivery_methods/smtp.rb 2.7.1 to 2.9', 'guides.rubyonrails.org/action_mailer_basics.html'],
  },
  {
    id: 'mail-gem',
    title: 'the mail gem',
    confidence: 'exact',
    kinds: RUBY,
    ...mailGem(['delivery_method', 'via_options']),
    sources: ['mikel/mail lib/mail/network/delivery_methods/smtp.rb 2.7.1 to 2.9'],
  },
  {
    id: 'gitlab-omnibus',
    title: 'GitLab Omnibus',
    confidence: 'exact',
    kinds: RUBY,
    keys: {
      host: ['gitlab_rails.smtp_address'],
      port: ['gitlab_rails.smtp_port'],
      user: ['gitlab_rails.smtp_user_name'],
      password: ['gitlab_rails.smtp_password'],
      from: ['gitlab_rails.gitlab_email_from'],
      helo: ['gitlab_rails.smtp_domain'],
    },
    tls: GITLAB_TLS,
    versions: silentImages(['gitlab/gitlab-ce', 'gitlab/gitlab-ee'], GITLAB_TLS, '15.10.4'),
    enabled: { keys: ['gitlab_rails.smtp_enable'], off: ['false'], byDefault: { on: 'true', otherwise: 'hands mail to a local sendmail' } },
    verify: { keys: ['gitlab_rails.smtp_openssl_verify_mode'], off: ['none'] },
    defaultPort: 25,
    sources: ['docs.gitlab.com/omnibus/settings/smtp', 'gitlab-org/omnibus-gitlab merge request 6863'],
  },
  {
    id: 'aiosmtplib',
    title: 'aiosmtplib',
    confidence: 'exact',
    kinds: PYTHON,
    keys: {
      host: ['aiosmtplib.send.hostname'],
      port: ['aiosmtplib.send.port'],
      user: ['aiosmtplib.send.username'],
      password: ['aiosmtplib.send.password'],
      from: ['aiosmtplib.send.sender'],
    },
    tls: {
      // Without `start_tls` it upgrades if the server offers it.
      rules: [
        { keys: ['aiosmtplib.send.use_tls'], on: 'implicit-tls' },
        { keys: ['aiosmtplib.send.start_tls'], on: 'starttls-required', off: 'none' },
      ],
      silent: { mode: 'starttls-opportunistic' },
    },
    defaultPort: { 'implicit-tls': 465, 'starttls-required': 587, 'starttls-opportunistic': 25, none: 25 },
    verify: { keys: ['aiosmtplib.send.validate_certs'], off: ['false'] },
    sources: ['cole/aiosmtplib docs/reference.rst, src/aiosmtplib/smtp.py'],
  },
];
