import type { AppProfile, TlsRules } from '../appProfile.types.ts';
import { BY_PORT, SMTP_DEFAULTS } from './patterns.ts';

const ELIXIR = ['elixir'] as const;
const GO = ['go'] as const;
const POWERSHELL = ['powershell'] as const;

/** gen_smtp's options, as Swoosh and Bamboo hand them on: `ssl` is TLS at once, `tls` is about STARTTLS. */
const GEN_SMTP: TlsRules = {
  rules: [
    { keys: ['*.ssl'], on: 'implicit-tls' },
    { keys: ['*.tls'], values: { always: 'starttls-required', if_available: 'starttls-opportunistic', never: 'none' } },
  ],
  silent: { mode: 'starttls-opportunistic' },
  conflicts: [
    {
      keys: [['*.ssl'], ['*.tls']],
      says: 'ssl is on and tls is :always, so gen_smtp asks for STARTTLS inside TLS, which servers do not offer there, and gives up',
    },
  ],
};
const ELIXIR_MAILER = {
  confidence: 'exact',
  kinds: ELIXIR,
  isCaseSensitive: true,
  tls: GEN_SMTP,
  defaultPort: SMTP_DEFAULTS,
  auth: { keys: ['*.auth'], off: ['never'] },
  verify: { keys: ['*.tls_options.verify', '*.ssl_options.verify', '*.tls_verify'], off: ['verify_none'] },
  unusedKeys: { user: 'username', host: undefined, pass: 'password' },
} as const satisfies Partial<AppProfile>;

/** .NET's SmtpClient knows STARTTLS only. */
const START_TLS_ONLY = (key: string): TlsRules => ({ rules: [{ keys: [key], on: 'starttls-required', off: 'none' }], silent: { mode: 'none' } });

/** Apps and libraries whose settings stand in languages that src/parse/blocks reads, in Go and in PowerShell. */
export const BLOCK_PROFILES: readonly AppProfile[] = [
  {
    id: 'swoosh',
    title: 'Swoosh',
    ...ELIXIR_MAILER,
    detect: { any: ['*.adapter=swoosh.adapters.smtp', '*.no_mx_lookups', '*.username', '*.auth', '*.ssl', '*.tls'] },
    keys: { host: ['*.relay'], port: ['*.port'], user: ['*.username'], password: ['*.password'], helo: ['*.hostname'] },
    sources: ['swoosh/swoosh lib/swoosh/adapters/smtp.ex', 'gen-smtp/gen_smtp src/gen_smtp_client.erl'],
  },
  {
    id: 'bamboo',
    title: 'Bamboo',
    ...ELIXIR_MAILER,
    detect: { any: ['*.adapter=bamboo.smtpadapter', '*.no_mx_lookups'] },
    keys: { host: ['*.server'], port: ['*.port'], user: ['*.username'], password: ['*.password'], helo: ['*.hostname'] },
    sources: ['fewlinesco/bamboo_smtp lib/bamboo/adapters/smtp_adapter.ex', 'plausible/analytics config/runtime.exs'],
  },
  {
    id: 'play-mailer',
    title: 'Play',
    confidence: 'exact',
    kinds: ['hocon'],
    isCaseSensitive: true,
    keys: {
      host: ['play.mailer.host'],
      port: ['play.mailer.port'],
      user: ['play.mailer.user'],
      password: ['play.mailer.password'],
    },
    tls: {
      rules: [
        { keys: ['play.mailer.ssl'], on: 'implicit-tls' },
        { keys: ['play.mailer.tlsRequired'], on: 'starttls-required' },
        { keys: ['play.mailer.tls'], on: 'starttls-opportunistic' },
      ],
      silent: { mode: 'none' },
    },
    defaultPort: 25,
    enabled: { keys: ['play.mailer.mock'], off: ['true', 'yes', 'on'] },
    unusedKeys: { username: 'user', pass: 'password', starttls: 'tls' },
    sources: ['playframework/play-mailer src/main/resources/reference.conf'],
  },
  {
    id: 'msmtp-nix',
    title: 'msmtp',
    confidence: 'exact',
    kinds: ['nix'],
    keys: {
      host: ['programs.msmtp.accounts.*.host'],
      port: ['programs.msmtp.accounts.*.port'],
      user: ['programs.msmtp.accounts.*.user'],
      password: ['programs.msmtp.accounts.*.password'],
      passwordCommand: ['programs.msmtp.accounts.*.passwordeval'],
      from: ['programs.msmtp.accounts.*.from'],
    },
    tls: {
      rules: [
        {
          keys: ['programs.msmtp.accounts.*.tls'],
          on: 'implicit-tls',
          also: { keys: ['programs.msmtp.accounts.*.tls_starttls'], is: false, default: true },
        },
        { keys: ['programs.msmtp.accounts.*.tls'], on: 'starttls-required', off: 'none' },
      ],
      silent: { mode: 'none' },
    },
    defaultPort: SMTP_DEFAULTS,
    auth: { keys: ['programs.msmtp.accounts.*.auth'], off: ['off', 'false'] },
    verify: { keys: ['programs.msmtp.accounts.*.tls_certcheck'], off: ['off', 'false'] },
    unusedKeys: { username: 'user', starttls: 'tls_starttls', ssl: 'tls' },
    sources: ['NixOS/nixpkgs nixos/modules/programs/msmtp.nix', 'msmtp doc/msmtp.texi'],
  },
  {
    id: 'go-smtp',
    title: "Go's net/smtp",
    confidence: 'exact',
    kinds: GO,
    keys: { host: ['SendMail.host'], port: ['SendMail.port'], user: ['SendMail.user'], password: ['SendMail.password'] },
    // It upgrades where the server offers that, and refuses to sign in over clear text.
    tls: { rules: [], silent: { mode: 'starttls-opportunistic' } },
    unsupported: ['implicit-tls'],
    portInHost: true,
    takesNoKeys: true,
    sources: ['pkg.go.dev/net/smtp#SendMail'],
  },
  {
    id: 'gomail',
    title: 'gomail',
    confidence: 'exact',
    kinds: GO,
    keys: {
      host: ['*.NewDialer.host', '*.Dialer.Host'],
      port: ['*.NewDialer.port', '*.Dialer.Port'],
      user: ['*.NewDialer.user', '*.Dialer.Username'],
      password: ['*.NewDialer.password', '*.Dialer.Password'],
    },
    tls: { rules: [{ keys: ['*.SSL', '*.Dialer.SSL'], on: 'implicit-tls' }], silent: BY_PORT.silent },
    verify: { keys: ['*.TLSConfig.Config.InsecureSkipVerify', '*.Dialer.TLSConfig.Config.InsecureSkipVerify'], off: ['true'] },
    takesNoKeys: true,
    sources: ['go-gomail/gomail smtp.go v2'],
  },
  {
    id: 'go-mail',
    title: 'go-mail',
    confidence: 'exact',
    kinds: GO,
    keys: { host: ['NewClient.host'], port: ['NewClient.port'], user: ['NewClient.user'], password: ['NewClient.password'] },
    tls: {
      rules: [
        { keys: ['NewClient.ssl', 'NewClient.sslPort'], isFlag: true, on: 'implicit-tls' },
        {
          keys: ['NewClient.policy', 'NewClient.portPolicy'],
          values: { tlsmandatory: 'starttls-required', tlsopportunistic: 'starttls-opportunistic', notls: 'none' },
        },
      ],
      silent: { mode: 'starttls-required' },
    },
    takesNoKeys: true,
    sources: ['wneessen/go-mail client.go'],
  },
  {
    id: 'send-mailmessage',
    title: 'Send-MailMessage',
    confidence: 'exact',
    kinds: POWERSHELL,
    keys: {
      host: ['Send-MailMessage.SmtpServer', 'Send-MailMessage.ComputerName'],
      port: ['Send-MailMessage.Port'],
      password: ['Send-MailMessage.Credential'],
      from: ['Send-MailMessage.From'],
    },
    tls: START_TLS_ONLY('Send-MailMessage.UseSsl'),
    unsupported: ['implicit-tls'],
    defaultPort: 25,
    sources: ['learn.microsoft.com/powershell/module/microsoft.powershell.utility/send-mailmessage'],
  },
  {
    id: 'smtpclient-powershell',
    title: '.NET SmtpClient',
    confidence: 'exact',
    kinds: POWERSHELL,
    keys: { host: ['*.SmtpClient.host'], port: ['*.SmtpClient.port', '*.Port'], password: ['*.Credentials'] },
    tls: START_TLS_ONLY('*.EnableSsl'),
    unsupported: ['implicit-tls'],
    defaultPort: 25,
    sources: ['learn.microsoft.com/dotnet/api/system.net.mail.smtpclient'],
  },
];
