import type { AppProfile } from '../appProfile.types.ts';
import { AT_465, SUBMISSION_DEFAULTS } from './patterns.ts';

const INI = ['ini'] as const;

/** Gitea's and Forgejo's mailer below a place (modules/setting/mailer.go). */
function gitea(place: string): Pick<AppProfile, 'keys' | 'tls' | 'enabled' | 'verify' | 'defaultPort' | 'confidence' | 'title' | 'sources'> {
  return {
    title: 'Gitea',
    confidence: 'exact',
    keys: {
      host: [`${place}.SMTP_ADDR`, `${place}.HOST`],
      port: [`${place}.SMTP_PORT`],
      user: [`${place}.USER`],
      password: [`${place}.PASSWD`],
      from: [`${place}.FROM`],
      helo: [`${place}.HELO_HOSTNAME`],
    },
    tls: {
      rules: [
        {
          keys: [`${place}.PROTOCOL`, `${place}.MAILER_TYPE`],
          values: {
            smtps: 'implicit-tls',
            'smtp+starttls': {
              mode: 'starttls-opportunistic',
              effective: 'starttls-opportunistic',
              says: 'smtp+starttls falls back to clear text in Gitea where the server does not offer STARTTLS',
            },
            'smtp+startls': 'starttls-opportunistic',
            smtp: { mode: 'none', effective: 'none', says: 'smtp never upgrades in Gitea, whatever the server offers' },
          },
          neutral: ['smtp+unix', 'sendmail', 'dummy'],
        },
        { keys: [`${place}.IS_TLS_ENABLED`], on: 'implicit-tls', off: 'starttls-opportunistic' },
      ],
      silent: { mode: 'starttls-opportunistic', implicitPorts: AT_465 },
    },
    enabled: { keys: [`${place}.ENABLED`], off: ['false'], byDefault: { on: 'true', otherwise: 'sends no mail', whole: '(^|/)app\\.ini$' } },
    verify: { keys: [`${place}.FORCE_TRUST_SERVER_CERT`, `${place}.SKIP_VERIFY`], off: ['true'] },
    defaultPort: SUBMISSION_DEFAULTS,
    sources: ['go-gitea/gitea modules/setting/mailer.go, services/mailer/sender/smtp.go'],
  };
}

/** Grafana's `[smtp]` below a place (pkg/services/notifications/smtp.go). */
function grafana(place: string): Pick<AppProfile, 'keys' | 'tls' | 'enabled' | 'verify' | 'portInHost' | 'confidence' | 'title' | 'sources'> {
  return {
    title: 'Grafana',
    confidence: 'exact',
    keys: {
      host: [`${place}.host`],
      user: [`${place}.user`],
      password: [`${place}.password`],
      passwordFile: [`${place}.password__file`],
      from: [`${place}.from_address`],
      helo: [`${place}.ehlo_identity`],
    },
    tls: {
      rules: [
        {
          keys: [`${place}.startTLS_policy`],
          values: {
            OpportunisticStartTLS: { mode: 'starttls-opportunistic', effective: 'by-port' },
            MandatoryStartTLS: { mode: 'starttls-required', effective: 'starttls-required', implicitPorts: AT_465 },
            NoStartTLS: { mode: 'none', effective: 'none', implicitPorts: AT_465 },
          },
          isCaseSensitive: true,
          other: { mode: 'unspecified', effective: 'by-port', says: 'Grafana does not know this policy and upgrades if the server offers STARTTLS' },
        },
      ],
      silent: { mode: 'starttls-opportunistic', implicitPorts: AT_465 },
    },
    portInHost: true,
    enabled: {
      keys: [`${place}.enabled`],
      off: ['false', '0'],
      byDefault: { on: 'true', otherwise: 'sends no mail', whole: '(^|/)(grafana|custom)\\.ini$' },
    },
    verify: { keys: [`${place}.skip_verify`], off: ['true', '1'] },
    sources: ['grafana/grafana pkg/services/notifications/smtp.go, conf/defaults.ini'],
  };
}

const GITEA_INI = gitea('mailer');
const STALWART_TLS = (place: string): AppProfile['tls'] => ({
  rules: [{ keys: [`${place}.tls.implicit`], on: 'implicit-tls', off: 'starttls-opportunistic' }],
  silent: { mode: 'implicit-tls' },
});

/** From 0.16 on an upstream is reached by STARTTLS unless it says otherwise; before, by TLS from the first byte, on port 25 even. */
const STALWART_VERSIONS = (place: string): AppProfile['versions'] =>
  ['stalwartlabs/stalwart', 'stalwartlabs/mail-server'].map((image) => ({
    library: `image:${image}` as const,
    from: '0.16',
    changes: { tls: { ...STALWART_TLS(place), silent: { mode: 'starttls-opportunistic' } } },
  }));

/** Servers that keep their mail settings in files of their own: INI, TOML, and the same keys in charts. */
export const FILE_PROFILES: readonly AppProfile[] = [
  {
    id: 'gitea-ini',
    kinds: INI,
    ...GITEA_INI,
    unusedKeys: {
      PASSWORD: 'PASSWD',
      USERNAME: 'USER',
      SMTP_HOST: 'SMTP_ADDR',
      PORT: 'SMTP_PORT',
      SMTP_USER: 'USER',
      SMTP_PASSWORD: 'PASSWD',
      SMTP_PASSWD: 'PASSWD',
    },
  },
  { id: 'gitea-nix', kinds: ['nix'], ...gitea('services.gitea.settings.mailer') },
  { id: 'forgejo-nix', kinds: ['nix'], ...gitea('services.forgejo.settings.mailer'), title: 'Forgejo' },
  { id: 'gitea-helm', kinds: ['yaml', 'json'], ...gitea('gitea.config.mailer') },
  {
    id: 'grafana-ini',
    kinds: INI,
    detect: {
      any: ['smtp.startTLS_policy', 'smtp.skip_verify', 'smtp.from_address', 'smtp.ehlo_identity', 'smtp.from_name', 'smtp.cert_file'],
      file: '(^|/)(grafana[^/]*|custom|defaults|sample)\\.ini|grafana/[^/]+\\.ini',
    },
    ...grafana('smtp'),
    unusedKeys: { port: 'host', username: 'user', from: 'from_address', start_tls_policy: 'startTLS_policy', tls: 'startTLS_policy', pass: 'password' },
  },
  { id: 'grafana-nix', kinds: ['nix'], ...grafana('services.grafana.settings.smtp') },
  { id: 'grafana-helm', kinds: ['yaml', 'json', 'toml'], ...grafana('grafana.ini.smtp') },
  {
    id: 'listmonk',
    title: 'listmonk',
    confidence: 'exact',
    detect: { any: ['smtp.*.tls_type', 'smtp.*.auth_protocol', 'smtp.*.hello_hostname', 'smtp.*.max_msg_retries'] },
    keys: {
      host: ['smtp.*.host'],
      port: ['smtp.*.port'],
      user: ['smtp.*.username'],
      password: ['smtp.*.password'],
      helo: ['smtp.*.hello_hostname'],
    },
    tls: {
      rules: [
        {
          keys: ['smtp.*.tls_type'],
          values: { TLS: 'implicit-tls', STARTTLS: 'starttls-required', none: 'none' },
          isCaseSensitive: true,
          other: { mode: 'none', effective: 'none', says: 'listmonk only knows "TLS" and "STARTTLS" in capitals, anything else means no TLS' },
        },
      ],
      silent: { mode: 'none' },
    },
    enabled: { keys: ['smtp.*.enabled'], off: ['false'] },
    auth: { keys: ['smtp.*.auth_protocol'], off: ['none'] },
    verify: { keys: ['smtp.*.tls_skip_verify'], off: ['true'] },
    sources: ['knadh/listmonk internal/messenger/email/email.go'],
  },
  {
    id: 'stalwart-remote',
    title: 'Stalwart',
    confidence: 'exact',
    kinds: ['toml'],
    detect: { any: ['remote.*.tls.implicit', 'remote.*.protocol', 'remote.*.auth.username', 'remote.*.auth.secret', 'remote.*.tls.allow-invalid-certs'] },
    keys: {
      host: ['remote.*.address'],
      port: ['remote.*.port'],
      user: ['remote.*.auth.username'],
      password: ['remote.*.auth.secret'],
    },
    tls: STALWART_TLS('remote.*'),
    versions: STALWART_VERSIONS('remote.*'),
    defaultPort: 25,
    enabled: { keys: ['remote.*.protocol'], off: ['lmtp'] },
    verify: { keys: ['remote.*.tls.allow-invalid-certs'], off: ['true'] },
    sources: ['stalwartlabs/stalwart tag v0.12.0 crates/common/src/config/smtp/queue.rs'],
  },
  {
    id: 'stalwart-route',
    title: 'Stalwart',
    confidence: 'exact',
    kinds: ['toml'],
    keys: {
      host: ['queue.route.*.address'],
      port: ['queue.route.*.port'],
      user: ['queue.route.*.auth.username'],
      password: ['queue.route.*.auth.secret'],
    },
    tls: STALWART_TLS('queue.route.*'),
    versions: STALWART_VERSIONS('queue.route.*'),
    defaultPort: 25,
    enabled: { keys: ['queue.route.*.protocol'], off: ['lmtp'] },
    verify: { keys: ['queue.route.*.tls.allow-invalid-certs'], off: ['true'] },
    unusedKeys: { 'queue.route.*.host': 'queue.route.*.address', 'queue.route.*.auth.user': 'queue.route.*.auth.username' },
    sources: ['stalwartlabs/stalwart tag v0.13.0 crates/common/src/config/smtp/queue.rs'],
  },
  {
    id: 'haraka-forward',
    title: 'Haraka',
    confidence: 'exact',
    kinds: INI,
    detect: { file: '(^|/)smtp_(forward|proxy)\\.ini' },
    keys: { host: ['host'], port: ['port'], user: ['auth_user'], password: ['auth_pass'] },
    auth: { keys: ['auth_type'], off: ['none'], byDefault: { on: 'plain', otherwise: 'does not sign in' } },
    tls: { rules: [{ keys: ['enable_tls'], on: 'starttls-opportunistic', off: 'none' }], silent: { mode: 'none' } },
    unsupported: ['implicit-tls', 'starttls-required'],
    defaultPort: 25,
    unusedKeys: { auth_username: 'auth_user', auth_password: 'auth_pass', user: 'auth_user', password: 'auth_pass', tls: 'enable_tls' },
    sources: ['haraka/Haraka plugins/queue/smtp_forward.js, docs/plugins/queue/smtp_forward.md'],
  },
  {
    id: 'discourse-conf',
    title: 'Discourse',
    confidence: 'exact',
    kinds: INI,
    detect: { file: '(^|/)discourse(_defaults)?\\.conf' },
    keys: {
      host: ['smtp_address'],
      port: ['smtp_port'],
      user: ['smtp_user_name'],
      password: ['smtp_password'],
      from: ['notification_email'],
      helo: ['smtp_domain'],
    },
    tls: {
      rules: [
        { keys: ['smtp_force_tls'], on: 'implicit-tls' },
        { keys: ['smtp_enable_start_tls'], on: 'starttls-opportunistic', off: 'none' },
      ],
      silent: { mode: 'starttls-opportunistic' },
    },
    defaultPort: 25,
    auth: { keys: ['smtp_authentication'], off: ['none'] },
    verify: { keys: ['smtp_openssl_verify_mode'], off: ['none'] },
    unusedKeys: { smtp_host: 'smtp_address', smtp_username: 'smtp_user_name' },
    sources: ['discourse/discourse config/discourse_defaults.conf'],
  },
];
