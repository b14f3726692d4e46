/**
 * The words of which people make the names of mail settings, for keys of apps that we don't know. Measured on
 * the environment files and compose templates of public repositories, 2026-11.
 */

/** Words that only mail has. */
export const STRONG_FAMILY: ReadonlySet<string> = new Set(['smtp', 'smtps', 'smarthost', 'relayhost', 'mailhub', 'nodemailer', 'swiftmailer', 'phpmailer']);
/** Words that also name accounts, senders and features. */
export const WEAK_FAMILY: ReadonlySet<string> = new Set(['mail', 'email', 'mailer', 'emails', 'mails']);

/** Words written together that are two. */
export const COMPOUNDS: Readonly<Record<string, readonly string[]>> = {
  smtphost: ['smtp', 'host'],
  smtpserver: ['smtp', 'server'],
  smtpport: ['smtp', 'port'],
  smtpuser: ['smtp', 'user'],
  smtpusername: ['smtp', 'username'],
  smtppass: ['smtp', 'pass'],
  smtppassword: ['smtp', 'password'],
  smtpsecure: ['smtp', 'secure'],
  smtpfrom: ['smtp', 'from'],
  smtpurl: ['smtp', 'url'],
  mailserver: ['mail', 'server'],
  mailhost: ['mail', 'host'],
  mailport: ['mail', 'port'],
  emailhost: ['email', 'host'],
  emailport: ['email', 'port'],
};

/** Two words that are one: `START_TLS`, `USER_NAME`. */
export const FOLDS: Readonly<Record<string, string>> = {
  'start tls': 'starttls',
  'user name': 'username',
  'host name': 'hostname',
  'port number': 'port',
  'relay host': 'relayhost',
  'smart host': 'smarthost',
  'e mail': 'email',
  'pass word': 'password',
};

export type WordRole = 'host' | 'port' | 'user' | 'password' | 'tls' | 'url' | 'from' | 'helo' | 'auth' | 'service' | 'enabled';

export const ROLE_WORDS: Readonly<Record<string, WordRole>> = {
  host: 'host',
  hostname: 'host',
  server: 'host',
  addr: 'host',
  relay: 'host',
  smarthost: 'host',
  relayhost: 'host',
  mailhub: 'host',
  port: 'port',
  user: 'user',
  username: 'user',
  login: 'user',
  usr: 'user',
  account: 'user',
  uname: 'user',
  pass: 'password',
  password: 'password',
  passwd: 'password',
  pwd: 'password',
  passphrase: 'password',
  token: 'password',
  secret: 'password',
  tls: 'tls',
  ssl: 'tls',
  secure: 'tls',
  security: 'tls',
  encryption: 'tls',
  starttls: 'tls',
  crypto: 'tls',
  protocol: 'tls',
  scheme: 'tls',
  url: 'url',
  dsn: 'url',
  uri: 'url',
  helo: 'helo',
  ehlo: 'helo',
  domain: 'helo',
  auth: 'auth',
  authentication: 'auth',
  service: 'service',
};

/** Roles that these words have in names that only mail has; elsewhere they belong to sessions and APIs. */
export const STRONG_ROLE_WORDS: ReadonlySet<string> = new Set(['token', 'secret', 'account', 'helo', 'ehlo', 'domain']);

/** Words that name a sender wherever they stand. */
export const SENDER_WORDS: ReadonlySet<string> = new Set(['from', 'sender', 'noreply']);

/** Words that say how, not what: the word before them tells the role. */
export const FILLER_WORDS: ReadonlySet<string> = new Set([
  'enabled',
  'enable',
  'file',
  'default',
  'use',
  'auto',
  'kind',
  'type',
  'connection',
  'name',
  'mode',
  'method',
  'opportunistic',
  'require',
  'required',
  'ignore',
  'is',
  'value',
]);

/** Words after which a key is not about outgoing mail's server. */
export const VETO_WORDS: ReadonlySet<string> = new Set([
  'imap',
  'imaps',
  'pop',
  'pop3',
  'inbound',
  'incoming',
  'bounce',
  'jmap',
  'dkim',
  'template',
  'templates',
  'subject',
  'subjects',
  'verification',
  'verify',
  'verified',
  'confirm',
  'confirmation',
  'autoconfirm',
  'urlpath',
  'urlpaths',
  'limit',
  'frequency',
  'allow',
  'allowed',
  'whitelist',
  'whitelisted',
  'blacklist',
  'db',
  'database',
  'redis',
  'ldap',
  'sieve',
  'mysql',
  'postgres',
  'pg',
  'listen',
  'listener',
  'bind',
  'reject',
  'unauthorized',
  'skip',
  'cert',
  'certificate',
  'ca',
  'cipher',
  'ciphers',
  'timeout',
  'webhook',
  'reply',
  'replyto',
  'key',
  'disable',
  'disabled',
  'mock',
  'web',
  'ui',
  'api',
  'graph',
  'azure',
  'oauth',
  'oauth2',
  'queue',
  'regex',
]);

/** Words that veto unless a strong family word stands with them: `TEST_EMAIL_USER`, but not `TEST_SMTP_HOST`. */
export const SOFT_VETO_WORDS: ReadonlySet<string> = new Set([
  'admin',
  'invite',
  'signup',
  'register',
  'init',
  'test',
  'mailgun',
  'sendgrid',
  'ses',
  'awsses',
  'postmark',
  'resend',
  'force',
  'system',
  'push',
  'messenger',
  'gateway',
  'support',
  'contact',
]);

/** Key prefixes of mail servers and catchers: their ports are their own. */
export const LISTENER_PREFIX = /^(MP_|MH_|GREENMAIL_|ROUNDCUBEMAIL_DEFAULT|MAILDEV_|MAILPIT_|MAILHOG_|SMTPD_|POSTFIXADMIN_|FAKESMTP_)/;

/** Names of maps that only structure a mail setting: `smtp.auth.user`, `email.options.host`. */
export const WRAPPER_WORDS: ReadonlySet<string> = new Set([
  'auth',
  'authentication',
  'credentials',
  'options',
  'transport',
  'transports',
  'transportoptions',
  'provideroptions',
  'config',
  'configuration',
  'settings',
  'server',
  'connection',
  'security',
  'tls',
  'ssl',
  'outgoing',
  'account',
  'default',
  'defaults',
  'from',
  'sender',
  'client',
  'params',
]);

/** Maps whose keys are names of things, not meanings: a Compose service called `mail` is no mail setting. */
export const INVENTORY_KEYS: ReadonlySet<string> = new Set([
  'services',
  'networks',
  'volumes',
  'secrets',
  'configs',
  'containers',
  'deployments',
  'applications',
  'routers',
  'middlewares',
  'releases',
  'dependencies',
  'hosts',
  'jobs',
  'labels',
  'annotations',
  'properties',
]);
