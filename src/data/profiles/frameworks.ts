import type { AppProfile, SchemeRule } from '../appProfile.types.ts';
import { AT_465, djangoPair, mailGemVersions, nodemailerSecure, railsSwitches, SUBMISSION_DEFAULTS, twoSwitches } from './patterns.ts';

/** Symfony's reading of a DSN: the port decides for `smtp` (symfony/mailer EsmtpTransportFactory). */
const SYMFONY_SCHEMES: Readonly<Record<string, SchemeRule>> = {
  smtp: { mode: 'unspecified', effective: 'by-port' },
  smtps: { mode: 'implicit-tls', port: 465 },
};
const SYMFONY_QUERY = { auto_tls: { false: 'none', 0: 'none' }, require_tls: { true: 'starttls-required', 1: 'starttls-required' } } as const;

/** Nodemailer's reading of a URL: `smtp` switches implicit TLS off, even on 465 (nodemailer lib/shared). */
const NODEMAILER_QUERY = { requireTLS: { true: 'starttls-required' }, ignoreTLS: { true: 'none' } } as const;

const RAILS_SWITCHES = railsSwitches(['SMTP_TLS', 'SMTP_SSL'], ['SMTP_ENABLE_STARTTLS'], ['SMTP_ENABLE_STARTTLS_AUTO', 'SMTP_STARTTLS_AUTO']);

const LARAVEL_SCHEMES = { smtps: 'implicit-tls', smtp: { mode: 'unspecified', effective: 'by-port' } } as const;
const LARAVEL_REFUSES = 'Laravel throws "scheme is not supported" when it sends';

const QUARKUS_TLS = ['quarkus.mailer.tls', 'quarkus.mailer.ssl', 'QUARKUS_MAILER_TLS', 'QUARKUS_MAILER_SSL'] as const;

/** JavaMail's keys behind Spring's prefix, and as environment variables. */
const SPRING = (key: string): readonly string[] => [
  `spring.mail.properties.mail.smtp.${key}`,
  `spring.mail.properties.mail.smtps.${key}`,
  `SPRING_MAIL_PROPERTIES_MAIL_SMTP_${key.toUpperCase().replaceAll('.', '_')}`,
];

export const FRAMEWORK_PROFILES: readonly AppProfile[] = [
  {
    id: 'laravel',
    title: 'Laravel',
    confidence: 'exact',
    detect: { any: ['MAIL_MAILER', 'MAIL_DRIVER', 'MAIL_SCHEME', 'MAIL_ENCRYPTION', 'MAIL_EHLO_DOMAIN', 'APP_KEY'], none: ['MAIL_SERVER'] },
    keys: {
      host: ['MAIL_HOST'],
      port: ['MAIL_PORT'],
      url: ['MAIL_URL'],
      user: ['MAIL_USERNAME'],
      password: ['MAIL_PASSWORD'],
      from: ['MAIL_FROM_ADDRESS', 'MAIL_FROM'],
      helo: ['MAIL_EHLO_DOMAIN'],
    },
    tls: {
      rules: [
        {
          keys: ['MAIL_SCHEME'],
          values: LARAVEL_SCHEMES,
          refuses: LARAVEL_REFUSES,
        },
        {
          // What the word asks for, and what Laravel 9 to 11 makes of it; from 11.36 on it reads MAIL_SCHEME only.
          keys: ['MAIL_ENCRYPTION'],
          values: {
            tls: {
              mode: 'starttls-required',
              effective: 'by-port',
              says: 'MAIL_ENCRYPTION=tls asks for STARTTLS; since version 9 Laravel only upgrades if the server offers it, and from 11.36 on it does not read this key',
            },
            starttls: { mode: 'starttls-required', effective: 'by-port' },
            ssl: { mode: 'implicit-tls', effective: 'by-port' },
            null: {
              mode: 'none',
              effective: 'by-port',
              says: 'MAIL_ENCRYPTION=null asks for no TLS; since version 9 Laravel still upgrades if the server offers STARTTLS',
            },
          },
        },
      ],
      silent: { mode: 'starttls-opportunistic', implicitPorts: AT_465 },
    },
    schemes: SYMFONY_SCHEMES,
    query: SYMFONY_QUERY,
    defaultPort: 2525,
    enabled: { keys: ['MAIL_MAILER', 'MAIL_DRIVER'], on: ['smtp', 'failover', 'roundrobin'] },
    verify: { keys: ['MAIL_VERIFY_PEER'], off: ['false', '0'] },
    versions: [
      {
        library: 'composer:symfony/mailer',
        from: '7.2',
        changes: {
          tls: {
            rules: [
              { keys: ['MAIL_SCHEME'], values: LARAVEL_SCHEMES, refuses: LARAVEL_REFUSES },
              {
                keys: ['MAIL_ENCRYPTION'],
                values: { tls: { mode: 'starttls-required', effective: 'by-port' } },
                refuses: 'Laravel before 11.36 then gives Symfony Mailer an empty scheme, which that refuses from version 7.2 on',
              },
            ],
            silent: { mode: 'starttls-opportunistic', implicitPorts: AT_465 },
          },
        },
      },
      {
        library: 'composer:laravel/framework',
        from: '11.36',
        changes: {
          title: 'Laravel from 11.36 on',
          tls: {
            rules: [{ keys: ['MAIL_SCHEME'], values: LARAVEL_SCHEMES, refuses: LARAVEL_REFUSES }],
            silent: { mode: 'starttls-opportunistic', implicitPorts: AT_465 },
          },
          unusedKeys: { MAIL_ENCRYPTION: 'MAIL_SCHEME', MAIL_DRIVER: 'MAIL_MAILER' },
        },
      },
      {
        library: 'composer:laravel/framework',
        before: '9',
        changes: {
          title: 'Laravel up to 8',
          tls: {
            rules: [{ keys: ['MAIL_ENCRYPTION'], values: { tls: 'starttls-required', ssl: 'implicit-tls', null: 'none' } }],
            silent: { mode: 'starttls-required' },
          },
          unusedKeys: { MAIL_SCHEME: 'MAIL_ENCRYPTION' },
        },
      },
    ],
    sources: ['laravel/framework src/Illuminate/Mail/MailManager.php, tags v8.0.0 to v13', 'laravel/laravel config/mail.php eb8085cf7'],
  },
  {
    id: 'symfony',
    title: 'Symfony Mailer',
    confidence: 'exact',
    keys: { url: ['MAILER_DSN', 'MAILER_URL', 'framework.mailer.dsn', 'framework.mailer.transports.*'], from: ['MAILER_FROM', 'MAILER_SENDER'] },
    tls: { rules: [], silent: { mode: 'starttls-opportunistic', implicitPorts: AT_465 } },
    // Without a port it is TLS at once, on 465, but for the very name "localhost" (EsmtpTransport's constructor).
    schemes: {
      ...SYMFONY_SCHEMES,
      smtp: { mode: 'unspecified', effective: 'by-port', port: 465, local: { effective: 'starttls-opportunistic', port: 25 } },
    },
    query: SYMFONY_QUERY,
    versions: [
      { library: 'composer:symfony/mailer', before: '7.1', changes: { query: { auto_tls: {}, require_tls: {} } } },
      { library: 'composer:symfony/mailer', from: '7.1', before: '7.3', changes: { query: { ...SYMFONY_QUERY, require_tls: {} } } },
    ],
    sources: ['symfony/mailer Transport/Smtp/EsmtpTransportFactory.php, Dsn.php, branch 7.1', 'symfony.com/releases/7.3'],
  },
  {
    id: 'nextauth',
    title: 'NextAuth',
    confidence: 'exact',
    keys: {
      url: ['EMAIL_SERVER'],
      host: ['EMAIL_SERVER_HOST'],
      port: ['EMAIL_SERVER_PORT'],
      user: ['EMAIL_SERVER_USER'],
      password: ['EMAIL_SERVER_PASSWORD'],
      from: ['EMAIL_FROM'],
    },
    tls: nodemailerSecure('EMAIL_SERVER_SECURE'),
    query: NODEMAILER_QUERY,
    defaultPort: SUBMISSION_DEFAULTS,
    sources: ['nextauthjs/next-auth providers/nodemailer.ts', 'calcom packages/lib/serverConfig.ts'],
  },
  {
    id: 'django',
    title: 'Django',
    confidence: 'exact',
    detect: {
      any: ['EMAIL_USE_TLS', 'EMAIL_USE_SSL', 'EMAIL_HOST_USER', 'EMAIL_HOST_PASSWORD', 'EMAIL_BACKEND', 'DJANGO_SECRET_KEY', 'DJANGO_SETTINGS_MODULE'],
      file: '(^|/)settings(/[^/]+|[^/]*)\\.py$',
    },
    keys: {
      host: ['EMAIL_HOST'],
      port: ['EMAIL_PORT'],
      user: ['EMAIL_HOST_USER'],
      password: ['EMAIL_HOST_PASSWORD'],
      from: ['DEFAULT_FROM_EMAIL', 'EMAIL_DEFAULT_FROM', 'SERVER_EMAIL', 'EMAIL_FROM'],
    },
    tls: djangoPair('EMAIL_USE_TLS', 'EMAIL_USE_SSL'),
    defaultPort: 25,
    enabled: {
      keys: ['EMAIL_BACKEND'],
      off: [
        'console',
        'dummy',
        'file',
        'filebased',
        'locmem',
        'django.core.mail.backends.console.emailbackend',
        'django.core.mail.backends.dummy.emailbackend',
        'django.core.mail.backends.filebased.emailbackend',
        'django.core.mail.backends.locmem.emailbackend',
      ],
    },
    timeout: { keys: ['EMAIL_TIMEOUT'], default: 'none' },
    unusedKeys: { EMAIL_USER: 'EMAIL_HOST_USER', EMAIL_PASSWORD: 'EMAIL_HOST_PASSWORD' },
    sources: ['django core/mail/backends/smtp.py, 4.2 to 6.1'],
  },
  {
    id: 'django-environ',
    title: 'django-environ',
    confidence: 'exact',
    keys: { url: ['EMAIL_URL'], from: ['DEFAULT_FROM_EMAIL'] },
    tls: { rules: [], silent: { mode: 'none' } },
    schemes: {
      smtp: { mode: 'unspecified', effective: 'none', port: 25 },
      'smtp+tls': { mode: 'starttls-required', port: 25 },
      // The library sets EMAIL_USE_TLS for this scheme, which is STARTTLS.
      smtps: { mode: 'implicit-tls', effective: 'starttls-required', port: 25 },
      // Without a port smtplib takes its own default for TLS at once.
      'smtp+ssl': { mode: 'implicit-tls', port: 465 },
    },
    query: { tls: { true: 'starttls-required' }, ssl: { true: 'implicit-tls' } },
    sources: ['joke2k/django-environ environ/environ.py'],
  },
  {
    id: 'flask-mail',
    title: 'Flask-Mail',
    confidence: 'exact',
    detect: { any: ['MAIL_USE_TLS', 'MAIL_USE_SSL', 'MAIL_DEFAULT_SENDER', 'MAIL_SUPPRESS_SEND'] },
    keys: {
      host: ['MAIL_SERVER'],
      port: ['MAIL_PORT'],
      user: ['MAIL_USERNAME'],
      password: ['MAIL_PASSWORD'],
      from: ['MAIL_DEFAULT_SENDER'],
    },
    tls: {
      ...twoSwitches(['MAIL_USE_SSL'], ['MAIL_USE_TLS'], 'starttls-required', 'none'),
      conflicts: [
        {
          keys: [['MAIL_USE_TLS'], ['MAIL_USE_SSL']],
          says: 'MAIL_USE_TLS and MAIL_USE_SSL are both on: Flask-Mail then sends STARTTLS inside TLS, which servers refuse',
        },
      ],
    },
    defaultPort: 25,
    unusedKeys: { MAIL_HOST: 'MAIL_SERVER' },
    sources: ['pallets-eco/flask-mail src/flask_mail/__init__.py'],
  },
  {
    id: 'fastapi-mail',
    title: 'FastAPI-Mail',
    confidence: 'exact',
    detect: { any: ['MAIL_STARTTLS', 'MAIL_SSL_TLS', 'USE_CREDENTIALS', 'MAIL_TLS', 'MAIL_SSL'] },
    keys: { host: ['MAIL_SERVER'], port: ['MAIL_PORT'], user: ['MAIL_USERNAME'], password: ['MAIL_PASSWORD'], from: ['MAIL_FROM'] },
    tls: {
      ...twoSwitches(['MAIL_SSL_TLS', 'MAIL_SSL'], ['MAIL_STARTTLS', 'MAIL_TLS'], 'starttls-required', 'none'),
      conflicts: [{ keys: [['MAIL_STARTTLS'], ['MAIL_SSL_TLS']], says: 'MAIL_STARTTLS and MAIL_SSL_TLS are both on, which aiosmtplib refuses' }],
    },
    auth: { keys: ['USE_CREDENTIALS'], off: ['false', '0'] },
    verify: { keys: ['VALIDATE_CERTS'], off: ['false', '0'] },
    unusedKeys: { MAIL_HOST: 'MAIL_SERVER' },
    versions: [
      {
        library: 'pypi:fastapi-mail',
        before: '1.2',
        changes: {
          tls: twoSwitches(['MAIL_SSL'], ['MAIL_TLS'], 'starttls-required', 'none'),
          unusedKeys: { MAIL_STARTTLS: 'MAIL_TLS', MAIL_SSL_TLS: 'MAIL_SSL', MAIL_HOST: 'MAIL_SERVER' },
        },
      },
      {
        library: 'pypi:fastapi-mail',
        from: '1.2',
        changes: {
          tls: {
            ...twoSwitches(['MAIL_SSL_TLS'], ['MAIL_STARTTLS'], 'starttls-required', 'none'),
            conflicts: [{ keys: [['MAIL_STARTTLS'], ['MAIL_SSL_TLS']], says: 'MAIL_STARTTLS and MAIL_SSL_TLS are both on, which aiosmtplib refuses' }],
          },
          unusedKeys: { MAIL_TLS: 'MAIL_STARTTLS', MAIL_SSL: 'MAIL_SSL_TLS', MAIL_HOST: 'MAIL_SERVER' },
        },
      },
    ],
    sources: ['sabuhish/fastapi-mail config.py, connection.py, issue 146'],
  },
  {
    id: 'rails',
    title: 'Ruby on Rails',
    confidence: 'dialect',
    detect: {
      any: [
        'SMTP_ENABLE_STARTTLS_AUTO',
        'SMTP_ENABLE_STARTTLS',
        'SMTP_AUTHENTICATION',
        'SMTP_OPENSSL_VERIFY_MODE',
        'SMTP_USER_NAME',
        'RAILS_ENV',
        'RAILS_MASTER_KEY',
        'SECRET_KEY_BASE',
      ],
    },
    keys: {
      host: ['SMTP_ADDRESS', 'SMTP_SERVER', 'SMTP_HOST'],
      port: ['SMTP_PORT'],
      user: ['SMTP_USER_NAME', 'SMTP_USERNAME', 'SMTP_USER', 'SMTP_LOGIN'],
      password: ['SMTP_PASSWORD', 'SMTP_PASS'],
      from: ['MAILER_SENDER_EMAIL', 'SMTP_FROM', 'SMTP_FROM_ADDRESS', 'MAILER_FROM', 'MAIL_FROM'],
      helo: ['SMTP_DOMAIN'],
    },
    tls: RAILS_SWITCHES,
    versions: mailGemVersions(RAILS_SWITCHES),
    defaultPort: 25,
    verify: { keys: ['SMTP_OPENSSL_VERIFY_MODE'], off: ['none'] },
    sources: ['mikel/mail lib/mail/network/delivery_methods/smtp.rb 2.7.1 to 2.9'],
  },
  {
    id: 'spring-boot',
    title: 'Spring Boot',
    confidence: 'exact',
    keys: {
      host: ['spring.mail.host', 'SPRING_MAIL_HOST'],
      port: ['spring.mail.port', 'SPRING_MAIL_PORT'],
      user: ['spring.mail.username', 'SPRING_MAIL_USERNAME'],
      password: ['spring.mail.password', 'SPRING_MAIL_PASSWORD'],
      from: ['spring.mail.properties.mail.smtp.from', 'SPRING_MAIL_PROPERTIES_MAIL_SMTP_FROM'],
      helo: ['spring.mail.properties.mail.smtp.localhost'],
    },
    tls: {
      rules: [
        {
          keys: [
            'spring.mail.properties.mail.smtp.ssl.enable',
            'spring.mail.properties.mail.smtps.ssl.enable',
            'spring.mail.ssl.enabled',
            'SPRING_MAIL_PROPERTIES_MAIL_SMTP_SSL_ENABLE',
          ],
          on: 'implicit-tls',
        },
        {
          // The way from before ssl.enable, still in many guides: a factory that makes TLS sockets.
          keys: ['spring.mail.properties.mail.smtp.socketFactory.class', 'SPRING_MAIL_PROPERTIES_MAIL_SMTP_SOCKETFACTORY_CLASS'],
          values: { 'javax.net.ssl.sslsocketfactory': 'implicit-tls' },
          isOpen: true,
        },
        { keys: ['spring.mail.protocol', 'SPRING_MAIL_PROTOCOL'], values: { smtps: 'implicit-tls' }, neutral: ['smtp'] },
        {
          keys: [
            'spring.mail.properties.mail.smtp.starttls.required',
            'spring.mail.properties.mail.smtps.starttls.required',
            'SPRING_MAIL_PROPERTIES_MAIL_SMTP_STARTTLS_REQUIRED',
          ],
          on: 'starttls-required',
        },
        {
          keys: [
            'spring.mail.properties.mail.smtp.starttls.enable',
            'spring.mail.properties.mail.smtps.starttls.enable',
            'SPRING_MAIL_PROPERTIES_MAIL_SMTP_STARTTLS_ENABLE',
          ],
          on: 'starttls-opportunistic',
          off: 'none',
        },
      ],
      silent: { mode: 'none' },
    },
    defaultPort: { 'implicit-tls': 465, 'starttls-required': 25, 'starttls-opportunistic': 25, none: 25 },
    overlays: 'documents',
    verify: { keys: SPRING('ssl.trust'), off: ['*'] },
    timeout: { keys: [...SPRING('connectiontimeout'), ...SPRING('timeout'), ...SPRING('writetimeout')], default: 'none' },
    unusedKeys: {
      'spring.mail.smtp.auth': 'spring.mail.properties.mail.smtp.auth',
      'spring.mail.smtp.starttls.enable': 'spring.mail.properties.mail.smtp.starttls.enable',
      'spring.mail.properties.smtp.auth': 'spring.mail.properties.mail.smtp.auth',
      'spring.mail.properties.smtp.starttls.enable': 'spring.mail.properties.mail.smtp.starttls.enable',
      'spring.mail.starttls.enable': 'spring.mail.properties.mail.smtp.starttls.enable',
      'spring.mail.user': 'spring.mail.username',
      'spring.mail.pass': 'spring.mail.password',
      'spring.mail.properties.mail.starttls.enable': 'spring.mail.properties.mail.smtp.starttls.enable',
      'spring.mail.from': undefined,
    },
    // No switch for sign-in: with user and password at hand, `mail.smtp.auth=false` does not keep SMTPTransport from using them.
    sources: ['spring-boot MailProperties.java', 'eclipse-ee4j/angus-mail smtp package-info.java and SMTPTransport.java'],
  },
  {
    id: 'quarkus',
    title: 'Quarkus',
    confidence: 'exact',
    keys: {
      host: ['quarkus.mailer.host', 'QUARKUS_MAILER_HOST'],
      port: ['quarkus.mailer.port', 'QUARKUS_MAILER_PORT'],
      user: ['quarkus.mailer.username', 'QUARKUS_MAILER_USERNAME'],
      password: ['quarkus.mailer.password', 'QUARKUS_MAILER_PASSWORD'],
      from: ['quarkus.mailer.from', 'QUARKUS_MAILER_FROM'],
    },
    tls: {
      rules: [
        { keys: QUARKUS_TLS, on: 'implicit-tls' },
        {
          keys: ['quarkus.mailer.tls-configuration-name', 'QUARKUS_MAILER_TLS_CONFIGURATION_NAME'],
          values: {},
          other: {
            mode: 'unspecified',
            effective: 'implicit-tls',
            says: 'naming a tls-configuration-name also switches TLS from the first byte on unless tls says otherwise',
          },
        },
        {
          keys: ['quarkus.mailer.trust-all', 'QUARKUS_MAILER_TRUST_ALL'],
          also: { keys: QUARKUS_TLS, is: true, default: true },
          on: { mode: 'unspecified', effective: 'implicit-tls', says: 'trust-all=true also switches TLS from the first byte on unless tls says otherwise' },
        },
        {
          keys: ['quarkus.mailer.start-tls', 'QUARKUS_MAILER_START_TLS'],
          values: { required: 'starttls-required', optional: 'starttls-opportunistic', disabled: 'none' },
        },
      ],
      silent: { mode: 'starttls-opportunistic' },
    },
    defaultPort: 25,
    overlays: 'percent',
    unusedKeys: { 'quarkus.mailer.user': 'quarkus.mailer.username', 'quarkus.mailer.starttls': 'quarkus.mailer.start-tls' },
    enabled: { keys: ['quarkus.mailer.mock', 'QUARKUS_MAILER_MOCK'], off: ['true'] },
    auth: { keys: ['quarkus.mailer.login', 'QUARKUS_MAILER_LOGIN'], off: ['disabled', 'none'] },
    verify: { keys: ['quarkus.mailer.trust-all', 'QUARKUS_MAILER_TRUST_ALL'], off: ['true'] },
    sources: ['quarkusio/quarkus MailerRuntimeConfig.java, Mailers.java'],
  },
  {
    id: 'directus',
    title: 'Directus',
    confidence: 'exact',
    detect: { any: ['EMAIL_TRANSPORT', 'EMAIL_SMTP_IGNORE_TLS'] },
    keys: {
      host: ['EMAIL_SMTP_HOST'],
      port: ['EMAIL_SMTP_PORT'],
      user: ['EMAIL_SMTP_USER'],
      password: ['EMAIL_SMTP_PASSWORD'],
      from: ['EMAIL_FROM'],
      helo: ['EMAIL_SMTP_NAME'],
    },
    tls: {
      rules: [
        { keys: ['EMAIL_SMTP_IGNORE_TLS'], on: 'none' },
        { keys: ['EMAIL_SMTP_SECURE'], on: 'implicit-tls', off: 'starttls-opportunistic' },
      ],
      silent: { mode: 'starttls-opportunistic', implicitPorts: AT_465 },
    },
    defaultPort: 587,
    enabled: { keys: ['EMAIL_TRANSPORT'], on: ['smtp'], byDefault: { on: 'smtp', otherwise: 'hands mail to a local sendmail' } },
    sources: ['directus/directus api/src/mailer.ts'],
  },
];
