import type { AppProfile, SchemeRule } from '../appProfile.types.ts';
import { AT_465, nodemailerSecure, SMTP_DEFAULTS, twoSwitches } from './patterns.ts';

/** Authelia's address schemes (authelia internal/configuration/schema/types_address.go). */
const AUTHELIA_SCHEMES: Readonly<Record<string, SchemeRule>> = {
  smtp: { mode: 'unspecified', effective: 'by-keys', port: 25 },
  submission: { mode: 'starttls-required', port: 587 },
  submissions: { mode: 'implicit-tls', port: 465 },
};

const ALERTMANAGER_SILENT = { mode: 'starttls-required', implicitPorts: AT_465 } as const;

/** Servers and monitoring that keep their mail settings in YAML or JSON files of their own. */
export const SERVER_PROFILES: readonly AppProfile[] = [
  {
    id: 'alertmanager',
    title: 'Alertmanager',
    confidence: 'exact',
    keys: {
      host: ['global.smtp_smarthost'],
      user: ['global.smtp_auth_username'],
      password: ['global.smtp_auth_password', 'global.smtp_auth_secret'],
      passwordFile: ['global.smtp_auth_password_file', 'global.smtp_auth_secret_file'],
      from: ['global.smtp_from'],
      helo: ['global.smtp_hello'],
    },
    tls: {
      rules: [
        { keys: ['global.smtp_force_implicit_tls'], on: 'implicit-tls', off: 'starttls-required' },
        {
          keys: ['global.smtp_require_tls'],
          on: { mode: 'starttls-required', effective: 'by-port' },
          off: { mode: 'none', effective: 'none', implicitPorts: AT_465 },
        },
      ],
      silent: ALERTMANAGER_SILENT,
    },
    portInHost: true,
    verify: { keys: ['global.smtp_tls_config.insecure_skip_verify'], off: ['true'] },
    sources: ['prometheus/alertmanager notify/email/email.go, docs/configuration.md'],
  },
  {
    id: 'alertmanager-receiver',
    title: 'Alertmanager',
    confidence: 'exact',
    keys: {
      host: ['receivers.*.email_configs.*.smarthost'],
      user: ['receivers.*.email_configs.*.auth_username'],
      password: ['receivers.*.email_configs.*.auth_password', 'receivers.*.email_configs.*.auth_secret'],
      // The operator's AlertmanagerConfig writes the same keys in camelCase and names a Secret.
      passwordFile: [
        'receivers.*.email_configs.*.auth_password_file',
        'receivers.*.email_configs.*.auth_secret_file',
        'receivers.*.email_configs.*.auth_password.name',
      ],
      from: ['receivers.*.email_configs.*.from'],
      helo: ['receivers.*.email_configs.*.hello'],
    },
    tls: {
      rules: [
        { keys: ['receivers.*.email_configs.*.force_implicit_tls'], on: 'implicit-tls', off: 'starttls-required' },
        {
          keys: ['receivers.*.email_configs.*.require_tls'],
          on: { mode: 'starttls-required', effective: 'by-port' },
          off: { mode: 'none', effective: 'none', implicitPorts: AT_465 },
        },
      ],
      silent: ALERTMANAGER_SILENT,
    },
    portInHost: true,
    verify: { keys: ['receivers.*.email_configs.*.tls_config.insecure_skip_verify'], off: ['true'] },
    sources: ['prometheus/alertmanager notify/email/email.go, docs/configuration.md', 'prometheus-operator AlertmanagerConfig'],
  },
  {
    id: 'authelia',
    title: 'Authelia',
    confidence: 'exact',
    keys: {
      url: ['notifier.smtp.address', 'AUTHELIA_NOTIFIER_SMTP_ADDRESS'],
      host: ['notifier.smtp.host', 'AUTHELIA_NOTIFIER_SMTP_HOST'],
      port: ['notifier.smtp.port', 'AUTHELIA_NOTIFIER_SMTP_PORT'],
      user: ['notifier.smtp.username', 'AUTHELIA_NOTIFIER_SMTP_USERNAME'],
      password: ['notifier.smtp.password', 'AUTHELIA_NOTIFIER_SMTP_PASSWORD'],
      passwordFile: ['AUTHELIA_NOTIFIER_SMTP_PASSWORD_FILE'],
      from: ['notifier.smtp.sender', 'AUTHELIA_NOTIFIER_SMTP_SENDER'],
      helo: ['notifier.smtp.identifier'],
    },
    tls: {
      rules: [
        { keys: ['notifier.smtp.disable_starttls', 'AUTHELIA_NOTIFIER_SMTP_DISABLE_STARTTLS'], on: 'none' },
        { keys: ['notifier.smtp.disable_require_tls', 'AUTHELIA_NOTIFIER_SMTP_DISABLE_REQUIRE_TLS'], on: 'starttls-opportunistic' },
      ],
      silent: { mode: 'starttls-required', implicitPorts: AT_465 },
    },
    schemes: AUTHELIA_SCHEMES,
    defaultPort: SMTP_DEFAULTS,
    verify: { keys: ['notifier.smtp.tls.skip_verify'], off: ['true'] },
    unusedKeys: {
      'notifier.smtp.host': 'notifier.smtp.address',
      'notifier.smtp.port': 'notifier.smtp.address',
      'notifier.smtp.user': 'notifier.smtp.username',
      'notifier.smtp.pass': 'notifier.smtp.password',
      'notifier.smtp.from': 'notifier.smtp.sender',
    },
    sources: ['authelia/authelia docs smtp.md, internal/notification/smtp_notifier.go'],
  },
  {
    id: 'kratos',
    title: 'Ory Kratos',
    confidence: 'exact',
    keys: {
      url: ['courier.smtp.connection_uri', 'COURIER_SMTP_CONNECTION_URI'],
      from: ['courier.smtp.from_address', 'COURIER_SMTP_FROM_ADDRESS'],
      helo: ['courier.smtp.local_name'],
    },
    tls: { rules: [], silent: { mode: 'starttls-required' } },
    schemes: { smtp: { mode: 'unspecified', effective: 'starttls-required' }, smtps: { mode: 'implicit-tls' } },
    query: { disable_starttls: { true: 'none' } },
    sources: ['ory/kratos courier/smtp.go'],
  },
  {
    id: 'keycloak',
    title: 'Keycloak',
    kinds: ['json', 'yaml'],
    confidence: 'exact',
    keys: {
      host: ['smtpServer.host'],
      port: ['smtpServer.port'],
      user: ['smtpServer.user'],
      password: ['smtpServer.password'],
      from: ['smtpServer.from'],
    },
    detect: { any: ['smtpServer.starttls', 'smtpServer.ssl', 'smtpServer.auth', 'smtpServer.from', 'smtpServer.envelopeFrom', 'smtpServer.fromDisplayName'] },
    tls: twoSwitches(['smtpServer.ssl'], ['smtpServer.starttls'], 'starttls-opportunistic', 'none'),
    defaultPort: SMTP_DEFAULTS,
    auth: { keys: ['smtpServer.auth'], on: ['true'], byDefault: { on: 'true', otherwise: 'does not sign in' } },
    unusedKeys: { 'smtpServer.username': 'smtpServer.user', 'smtpServer.tls': 'smtpServer.starttls' },
    sources: ['keycloak/keycloak DefaultEmailSenderProvider.java'],
  },
  {
    id: 'keycloak-terraform',
    title: 'Keycloak',
    kinds: ['hcl'],
    confidence: 'exact',
    keys: {
      host: ['smtpServer.host'],
      port: ['smtpServer.port'],
      // A block of its own, which switches sign-in on by being there.
      user: ['smtpServer.auth.username'],
      password: ['smtpServer.auth.password'],
      from: ['smtpServer.from'],
    },
    detect: { any: ['smtpServer.starttls', 'smtpServer.ssl', 'smtpServer.auth.username', 'smtpServer.from'] },
    tls: twoSwitches(['smtpServer.ssl'], ['smtpServer.starttls'], 'starttls-opportunistic', 'none'),
    defaultPort: SMTP_DEFAULTS,
    sources: ['keycloak/keycloak DefaultEmailSenderProvider.java', 'keycloak/terraform-provider-keycloak docs/resources/realm.md'],
  },
  {
    id: 'mattermost',
    title: 'Mattermost',
    confidence: 'exact',
    keys: {
      host: ['EmailSettings.SMTPServer', 'MM_EMAILSETTINGS_SMTPSERVER'],
      port: ['EmailSettings.SMTPPort', 'MM_EMAILSETTINGS_SMTPPORT'],
      user: ['EmailSettings.SMTPUsername', 'MM_EMAILSETTINGS_SMTPUSERNAME'],
      password: ['EmailSettings.SMTPPassword', 'MM_EMAILSETTINGS_SMTPPASSWORD'],
      from: ['EmailSettings.FeedbackEmail', 'MM_EMAILSETTINGS_FEEDBACKEMAIL'],
    },
    detect: {
      any: [
        'EmailSettings.ConnectionSecurity',
        'EmailSettings.EnableSMTPAuth',
        'EmailSettings.SMTPUsername',
        'EmailSettings.FeedbackEmail',
        'MM_EMAILSETTINGS_SMTPSERVER',
      ],
    },
    tls: {
      rules: [
        {
          keys: ['EmailSettings.ConnectionSecurity', 'MM_EMAILSETTINGS_CONNECTIONSECURITY'],
          values: { TLS: 'implicit-tls', STARTTLS: 'starttls-required' },
          isCaseSensitive: true,
          other: { mode: 'none', effective: 'none', says: 'Mattermost only knows "TLS" and "STARTTLS" in capitals, anything else means no TLS' },
        },
      ],
      silent: { mode: 'none' },
    },
    auth: {
      keys: ['EmailSettings.EnableSMTPAuth', 'MM_EMAILSETTINGS_ENABLESMTPAUTH'],
      on: ['true'],
      // Variables only change what config.json says.
      byDefault: { on: 'true', isBoolean: true, otherwise: 'does not sign in', whole: '(^|/)config\\.json$' },
    },
    unusedKeys: { 'EmailSettings.SMTPHost': 'EmailSettings.SMTPServer', 'EmailSettings.SMTPUser': 'EmailSettings.SMTPUsername' },
    enabled: { keys: ['EmailSettings.SendEmailNotifications'], off: ['false'] },
    verify: { keys: ['EmailSettings.SkipServerCertificateVerification', 'MM_EMAILSETTINGS_SKIPSERVERCERTIFICATEVERIFICATION'], off: ['true'] },
    sources: ['mattermost/mattermost server/platform/shared/mail/mail.go'],
  },
  {
    id: 'immich',
    title: 'Immich',
    confidence: 'exact',
    keys: {
      host: ['notifications.smtp.transport.host'],
      port: ['notifications.smtp.transport.port'],
      user: ['notifications.smtp.transport.username'],
      password: ['notifications.smtp.transport.password'],
      from: ['notifications.smtp.from'],
    },
    tls: nodemailerSecure('notifications.smtp.transport.secure'),
    defaultPort: 587,
    enabled: { keys: ['notifications.smtp.enabled'], off: ['false'], byDefault: { on: 'true', isBoolean: true, otherwise: 'sends no mail' } },
    verify: { keys: ['notifications.smtp.transport.ignoreCert'], off: ['true'] },
    sources: ['immich-app/immich server/src/config.ts'],
  },
  {
    id: 'jenkins',
    title: 'Jenkins Mailer',
    confidence: 'exact',
    keys: {
      host: ['unclassified.mailer.smtpHost'],
      port: ['unclassified.mailer.smtpPort'],
      user: ['unclassified.mailer.authentication.username'],
      password: ['unclassified.mailer.authentication.password'],
      from: ['unclassified.location.adminAddress'],
    },
    tls: {
      ...twoSwitches(['unclassified.mailer.useSsl'], ['unclassified.mailer.useTls'], 'starttls-required', 'none'),
      conflicts: [
        { keys: [['unclassified.mailer.useSsl'], ['unclassified.mailer.useTls']], says: 'useSsl and useTls are both on, and Jenkins then fails to connect' },
      ],
    },
    defaultPort: { 'implicit-tls': 465, 'starttls-required': 587, 'starttls-opportunistic': 25, none: 25 },
    sources: ['jenkinsci/mailer-plugin Mailer.java'],
  },
  {
    id: 'gitlab-helm',
    title: 'GitLab (Helm chart)',
    confidence: 'exact',
    keys: {
      host: ['global.smtp.address'],
      port: ['global.smtp.port'],
      user: ['global.smtp.user_name'],
      password: ['global.smtp.password.secret'],
      from: ['global.email.from'],
      helo: ['global.smtp.domain'],
    },
    tls: {
      rules: [
        { keys: ['global.smtp.tls'], on: 'implicit-tls' },
        { keys: ['global.smtp.starttls_auto'], on: 'starttls-opportunistic', off: 'none' },
      ],
      silent: { mode: 'none' },
      conflicts: [{ keys: [['global.smtp.tls'], ['global.smtp.starttls_auto']], says: 'tls and starttls_auto are both on, which the chart refuses' }],
    },
    defaultPort: 25,
    enabled: { keys: ['global.smtp.enabled'], off: ['false'] },
    verify: { keys: ['global.smtp.openssl_verify_mode'], off: ['none'] },
    sources: ['gitlab-org/charts/gitlab MR 3158'],
  },
  {
    id: 'redmine',
    title: 'Redmine',
    confidence: 'exact',
    keys: {
      host: ['email_delivery.smtp_settings.address'],
      port: ['email_delivery.smtp_settings.port'],
      user: ['email_delivery.smtp_settings.user_name'],
      password: ['email_delivery.smtp_settings.password'],
      helo: ['email_delivery.smtp_settings.domain'],
    },
    tls: {
      rules: [
        { keys: ['email_delivery.smtp_settings.tls', 'email_delivery.smtp_settings.ssl'], on: 'implicit-tls' },
        { keys: ['email_delivery.smtp_settings.enable_starttls'], on: 'starttls-required' },
        { keys: ['email_delivery.smtp_settings.enable_starttls_auto'], on: 'starttls-opportunistic', off: 'none' },
      ],
      silent: { mode: 'starttls-opportunistic' },
    },
    defaultPort: 25,
    sources: ['redmine config/configuration.yml.example'],
  },
  {
    id: 'zabbix',
    title: 'Zabbix',
    confidence: 'dialect',
    detect: { any: ['media_types.*.smtp_security', 'media_types.*.smtp_email', 'media_types.*.smtp_helo'] },
    keys: {
      host: ['media_types.*.smtp_server'],
      port: ['media_types.*.smtp_port'],
      user: ['media_types.*.username'],
      password: ['media_types.*.password'],
      from: ['media_types.*.smtp_email'],
      helo: ['media_types.*.smtp_helo'],
    },
    tls: {
      rules: [
        {
          keys: ['media_types.*.smtp_security'],
          values: { none: 'none', starttls: 'starttls-required', ssl_or_tls: 'implicit-tls' },
        },
      ],
      silent: { mode: 'none' },
    },
    defaultPort: 25,
    sources: ['zabbix.com media type export'],
  },
];
