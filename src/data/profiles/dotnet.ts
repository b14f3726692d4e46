import type { AppProfile, TlsOutcome } from '../appProfile.types.ts';
import { AT_465, SMTP_DEFAULTS } from './patterns.ts';

/** MailKit's enumeration by name and by number (MailKit/Security/SecureSocketOptions.cs). */
export const SECURE_SOCKET_OPTIONS: Readonly<Record<string, TlsOutcome>> = {
  none: 'none',
  auto: { mode: 'starttls-opportunistic', effective: 'by-port' },
  sslonconnect: 'implicit-tls',
  starttls: 'starttls-required',
  starttlswhenavailable: 'starttls-opportunistic',
};

/** What .NET's programs and their log libraries read from XML. */
export const DOTNET_PROFILES: readonly AppProfile[] = [
  {
    id: 'dotnet-mail-settings',
    title: '.NET SmtpClient',
    confidence: 'exact',
    kinds: ['xml'],
    keys: {
      host: ['smtp.network.host'],
      port: ['smtp.network.port'],
      user: ['smtp.network.userName'],
      password: ['smtp.network.password'],
      from: ['smtp.from'],
      helo: ['smtp.network.clientDomain'],
    },
    // A file transform replaces the element as a whole, so the port counts as much as the switch.
    tls: { rules: [{ keys: ['smtp.network.enableSsl'], on: 'starttls-required', off: 'none' }], silent: { mode: 'none' } },
    unsupported: ['implicit-tls', 'starttls-opportunistic'],
    defaultPort: 25,
    enabled: { keys: ['smtp.deliveryMethod'], on: ['network'] },
    auth: { keys: ['smtp.network.defaultCredentials'], off: ['true'] },
    sources: ['dotnet/docs framework/configure-apps/file-schema/network/network-element-network-settings.md'],
  },
  {
    id: 'log4net',
    title: 'log4net',
    confidence: 'exact',
    kinds: ['xml'],
    detect: { any: ['appender.type', 'appender.EnableSsl', 'appender.authentication'], none: ['appender.class'] },
    keys: {
      host: ['appender.smtpHost'],
      port: ['appender.port'],
      user: ['appender.username'],
      password: ['appender.password'],
      from: ['appender.from'],
    },
    tls: {
      rules: [
        {
          keys: ['appender.transportSecurity'],
          values: {
            none: 'none',
            required: { mode: 'starttls-required', effective: 'starttls-required', implicitPorts: AT_465 },
            implicittls: 'implicit-tls',
            starttls: 'starttls-required',
            starttlswhenavailable: 'starttls-opportunistic',
          },
        },
        { keys: ['appender.EnableSsl'], on: { mode: 'starttls-required', effective: 'starttls-required', implicitPorts: AT_465 }, off: 'none' },
      ],
      silent: { mode: 'none' },
    },
    defaultPort: 25,
    auth: { keys: ['appender.authentication'], off: ['none', 'ntlm'] },
    sources: ['logging.apache.org/log4net SmtpAppender, log4net.Ext.Mail SmtpTransportSecurity'],
  },
  {
    id: 'nlog',
    title: 'NLog',
    confidence: 'exact',
    kinds: ['xml', 'json'],
    keys: {
      host: ['target.smtpServer', 'targets.*.smtpServer'],
      port: ['target.smtpPort', 'targets.*.smtpPort'],
      user: ['target.smtpUserName', 'targets.*.smtpUserName'],
      password: ['target.smtpPassword', 'targets.*.smtpPassword'],
      from: ['target.from', 'targets.*.from'],
    },
    tls: {
      rules: [
        { keys: ['target.secureSocketOption', 'targets.*.secureSocketOption'], values: SECURE_SOCKET_OPTIONS },
        { keys: ['target.enableSsl', 'targets.*.enableSsl'], on: 'starttls-required', off: 'none' },
      ],
      silent: { mode: 'none' },
    },
    defaultPort: 25,
    enabled: { keys: ['target.deliveryMethod', 'targets.*.deliveryMethod'], on: ['network'] },
    auth: { keys: ['target.smtpAuthentication', 'targets.*.smtpAuthentication'], off: ['none', 'ntlm'] },
    verify: { keys: ['target.skipCertificateValidation', 'targets.*.skipCertificateValidation'], off: ['true'] },
    sources: ['NLog wiki Mail-target'],
  },
  {
    id: 'smtp-client-section',
    title: '.NET with MailKit',
    confidence: 'dialect',
    kinds: ['json'],
    detect: {
      any: ['*.SecureSocketOptions', '*.SecureSocketOption'],
    },
    keys: {
      host: ['*.Host', '*.Server', '*.SmtpServer', '*.SmtpHost', '*.MailServer'],
      port: ['*.Port', '*.SmtpPort', '*.MailPort'],
      user: ['*.UserName', '*.User', '*.Mail', '*.SmtpUser', '*.SmtpUsername', '*.Login'],
      password: ['*.Password', '*.SmtpPassword', '*.SmtpPass', '*.Pass'],
      from: ['*.From', '*.SenderEmail', '*.FromEmail', '*.FromAddress', '*.EmailFrom'],
    },
    tls: {
      rules: [
        {
          keys: ['*.SecureSocketOptions', '*.SecureSocketOption'],
          values: {
            ...SECURE_SOCKET_OPTIONS,
            0: 'none',
            1: { mode: 'starttls-opportunistic', effective: 'by-port' },
            2: 'implicit-tls',
            3: 'starttls-required',
            4: 'starttls-opportunistic',
          },
        },
      ],
      silent: { mode: 'starttls-opportunistic', implicitPorts: AT_465 },
    },
    defaultPort: SMTP_DEFAULTS,
    sources: ['jstedfast/MailKit MailKit/Security/SecureSocketOptions.cs, MailKit/Net/Smtp/SmtpClient.cs'],
  },
];
