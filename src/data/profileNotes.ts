import type { KeyRole } from './appProfile.types.ts';

/** What a key is for: the roles of a profile, and the keys that switch something. */
export type KeyPurpose = KeyRole | 'tls' | 'enabled' | 'auth' | 'verify' | 'timeout';

/** Something about an app that surprises people who know others. */
export interface ProfileNote {
  readonly profiles: readonly string[];
  /** The keys at which it is told. */
  readonly at: readonly KeyPurpose[];
  readonly text: string;
}

const NODEMAILER_URL = '`smtp://` switches TLS from the first byte off, on port 465 too, where the connection then hangs; `?secure=true` does not change that.';
const FROM_THE_PORT = 'There is no key for TLS: 465 is TLS from the first byte, every other port upgrades if the server offers it.';
const IMPLICIT_IS_DEFAULT = 'TLS from the first byte is the default here: with port 587 it has to be switched off.';
const STARTTLS_IS_DEFAULT = 'STARTTLS is on unless switched off, and with SSL it does not work: SSL needs STARTTLS to be off.';
const HOST_AND_PORT = 'The port belongs into this value: `host:port`.';

/** Where an app does something else than its key's name, its documentation or its neighbours suggest. Checked 2026-11. */
export const PROFILE_NOTES: readonly ProfileNote[] = [
  {
    profiles: ['odoo'],
    at: ['tls', 'port'],
    text: 'In Odoo `smtp_ssl` means STARTTLS: this file has no way to TLS from the first byte, so port 465 never works.',
  },
  {
    profiles: ['django-environ'],
    at: ['url'],
    text: 'Here `smtps://` means STARTTLS, so on port 465 it hangs; TLS from the first byte is `smtp+ssl://`.',
  },
  { profiles: ['nodemailer', 'nextauth', 'nest-mailer', 'strapi', 'payload'], at: ['url'], text: NODEMAILER_URL },
  {
    profiles: ['nodemailer', 'nest-mailer', 'strapi', 'payload'],
    at: ['tls'],
    text: 'Names count letter by letter: `requireTls`, `ignoreTls` and `secureConnection` are passed over in silence.',
  },
  { profiles: ['symfony'], at: ['url'], text: 'Without a port `smtp://` goes to port 465 with TLS from the first byte, unless the host is `localhost`.' },
  {
    profiles: ['laravel', 'laravel-config'],
    at: ['tls'],
    text: 'From 11.36 on there are two schemes, `smtp` and `smtps`: `tls`, `ssl` and `starttls` throw when it sends. From 9 to 11.35 only port 465 made a difference.',
  },
  {
    profiles: ['laravel', 'laravel-config'],
    at: ['url'],
    text: 'The scheme names the transport, so only `smtp://` works: `smtps://` throws, as does an empty value. TLS from the first byte comes with port 465; without a port the one beside it counts.',
  },
  {
    profiles: ['gitea', 'gitea-ini'],
    at: ['tls', 'port'],
    text: '`smtp+starttls` goes on in clear text if the server offers no STARTTLS, `smtp` never upgrades, and without a protocol an unusual port means `smtps`.',
  },
  {
    profiles: ['alertmanager', 'alertmanager-receiver'],
    at: ['tls'],
    text: '`require_tls: false` means never TLS, even if the server offers it. `force_implicit_tls: false` on port 465 means STARTTLS.',
  },
  { profiles: ['airflow', 'airflow-cfg', 'superset'], at: ['tls'], text: STARTTLS_IS_DEFAULT },
  { profiles: ['n8n', 'outline'], at: ['tls', 'port'], text: IMPLICIT_IS_DEFAULT },
  { profiles: ['outline'], at: ['tls', 'verify'], text: '`SMTP_SECURE=false` also switches the checking of certificates off.' },
  { profiles: ['appwrite'], at: ['tls', 'port'], text: 'Empty means never TLS, on port 587 too.' },
  {
    profiles: ['nextcloud-docker'],
    at: ['tls', 'port'],
    text: 'Without a port any value, `tls` too, makes it dial 465 with TLS from the first byte.',
  },
  { profiles: ['gotrue', 'supabase', 'nextauth'], at: ['port'], text: FROM_THE_PORT },
  { profiles: ['formbricks'], at: ['tls', 'port'], text: 'Port 465 is TLS from the first byte whatever the switch says. Switches are `0` and `1`.' },
  {
    profiles: ['listmonk', 'mattermost', 'phpmailer', 'grafana', 'grafana-ini'],
    at: ['tls'],
    text: 'Spelling and case count: a word that it does not know is no error, but means less protection.',
  },
  {
    profiles: ['git-send-email', 'git-send-email-identity'],
    at: ['tls'],
    text: 'Only `tls` and `ssl` are known: `starttls` is no error and means clear text.',
  },
  { profiles: ['dma'], at: ['tls'], text: '`STARTTLS` does nothing without `SECURETRANSFER`; `SECURETRANSFER` alone is TLS from the first byte.' },
  { profiles: ['james'], at: ['tls', 'port'], text: 'With `sslEnable` it tries 465 with TLS first, and falls back to plain SMTP on 25.' },
  {
    profiles: ['stalwart-remote', 'stalwart-route'],
    at: ['tls', 'port'],
    text: 'The default of TLS from the first byte changed: on up to 0.15, though the port is 25 then, and off from 0.16 on. Better say it.',
  },
  {
    profiles: ['dotnet-mail-settings', 'haraka-forward', 'log4net'],
    at: ['tls', 'port'],
    text: 'TLS means STARTTLS here, and TLS from the first byte is impossible: port 465 never works.',
  },
  {
    profiles: ['quarkus'],
    at: ['tls', 'verify', 'port'],
    text: '`trust-all=true` also switches TLS from the first byte on. Without a port it dials 25, whatever the documentation says.',
  },
  { profiles: ['vaultwarden'], at: ['tls'], text: 'The old `SMTP_EXPLICIT_TLS=true` means TLS from the first byte, against its name.' },
  { profiles: ['sentry'], at: ['host', 'from'], text: '`SENTRY_MAIL_HOST` is the domain of the sender, not the server.' },
  {
    profiles: ['nextcloud-docker'],
    at: ['from', 'user'],
    text: '`MAIL_FROM_ADDRESS` is the part before the `@` only, `MAIL_DOMAIN` the rest. The user name is `SMTP_NAME`, not `SMTP_USER`.',
  },
  { profiles: ['nextcloud'], at: ['from'], text: '`mail_from_address` is the part before the `@` only, `mail_domain` the rest.' },
  { profiles: ['mastodon'], at: ['user'], text: 'The user name is `SMTP_LOGIN`; `SMTP_USER` and `SMTP_USERNAME` are not read.' },
  { profiles: ['sonarqube-bitnami'], at: ['tls'], text: 'The image turns `ssl` into STARTTLS.' },
  {
    profiles: ['django'],
    at: ['port', 'tls'],
    text: 'The port is 25 whatever the switches say, unless it is set; only `MAILERS`, from Django 6.1 on, picks 465 or 587 by them.',
  },
  { profiles: ['django-mailers'], at: ['port'], text: 'Not set, the port follows the switches: 465 with `use_ssl`, 587 with `use_tls`, else 25.' },
  {
    profiles: ['rails', 'action-mailer', 'mail-gem', 'mastodon', 'chatwoot', 'redmine', 'gitlab-omnibus', 'gitlab-omnibus-env', 'gitlab-helm'],
    at: ['tls'],
    text: 'TLS from the first byte together with STARTTLS is an error from version 2.9 of the mail gem on; before, TLS won in silence.',
  },
  { profiles: ['keycloak'], at: ['user', 'password', 'auth'], text: 'User name and password are only used with `auth` set to `"true"`.' },
  { profiles: ['keycloak', 'keycloak-terraform'], at: ['tls'], text: '`starttls` is STARTTLS if the server offers it: nothing here insists on it.' },
  { profiles: ['mattermost'], at: ['user', 'password', 'auth'], text: 'User name and password are only used with `EnableSMTPAuth`.' },
  { profiles: ['msmtp'], at: ['user', 'password', 'auth'], text: 'User name and password are only used with `auth on`.' },
  { profiles: ['mattermost'], at: ['tls'], text: 'It does not look whether STARTTLS worked; only the sign-in then refuses clear text.' },
  {
    profiles: ['librechat'],
    at: ['tls'],
    text: '`starttls` is meant to insist on STARTTLS, but the option behind it is misspelt: it goes on in clear text if the server offers none.',
  },
  {
    profiles: ['spring-boot', 'micronaut', 'javamail', 'grails'],
    at: ['tls'],
    text: '`starttls.enable` upgrades only if the server offers it; `starttls.required` insists.',
  },
  {
    profiles: ['grafana', 'grafana-ini', 'alertmanager', 'alertmanager-receiver', 'ntfy', 'signoz', 'signoz-alertmanager', 'zitadel', 'limesurvey'],
    at: ['host'],
    text: HOST_AND_PORT,
  },
  { profiles: ['zitadel'], at: ['host', 'tls', 'user'], text: 'Read at the first start only: changing it later has no effect.' },
];

/** What to tell about an app at a key with this purpose. */
export function notesFor(profile: string, purpose: KeyPurpose): readonly string[] {
  return PROFILE_NOTES.filter(({ profiles, at }) => profiles.includes(profile) && at.includes(purpose)).map(({ text }) => text);
}
