import { compareVersions } from '../../data/versions.ts';
import type { RelaySetting } from '../../discover/types.ts';
import { isUnset } from '../../discover/values.ts';
import { removeEntry, renameKey, setValue } from '../../parse/edit.ts';
import type { Entry } from '../../parse/types.ts';
import { APP_KINDS } from '../../parse/types.ts';
import { defineRule } from '../define.ts';
import { appKeysOf, entriesFor } from '../support/appKeys.ts';
import { yaml } from '../support/examples.ts';
import { severityFor } from '../support/relays.ts';
import type { Fix, RuleContext } from '../types.ts';

interface State {
  readonly setting: RelaySetting;
  readonly entry: Entry;
  readonly message: string;
  readonly severity: 'warning' | 'information';
  readonly fix?: Fix;
}

/** A key that the app has given another name. */
export const deprecatedKey = defineRule<State>({
  meta: {
    id: 'relay/deprecated-key',
    severity: 'warning',
    since: '0.1.0',
    kinds: APP_KINDS,
    listens: ['host', 'port', 'url'],
    title: 'Key from an older version of the app',
    why: 'An app that renames a setting reads the old name for some releases and then no more, and an update stops the mail without an error.',
    bad: yaml('configuration.yml', "notifier:\n  smtp:\n    host: 'mail.acme.io'\n    port: 587\n    sender: 'auth@acme.io'\n"),
    ok: yaml('configuration.yml', "notifier:\n  smtp:\n    address: 'submission://mail.acme.io:587'\n    sender: 'auth@acme.io'\n"),
    references: [
      { title: 'Authelia: SMTP notifications', url: 'https://www.authelia.com/configuration/notifications/smtp/' },
      { title: 'Laravel 7: upgrade guide', url: 'https://laravel.com/docs/7.x/upgrade' },
      { title: 'Django: migrating to MAILERS', url: 'https://docs.djangoproject.com/en/dev/howto/mailers-migration/' },
    ],
    fix: 'unsafe',
  },
  *run(context) {
    const { settings } = context;
    for (const setting of settings) {
      const found =
        setting.profile === 'authelia' ? inAuthelia(setting) : setting.profile === 'django' ? inDjango(setting, context) : renamed(setting, context);
      if (found) yield found;
    }
  },
  word: ({ setting, entry, message, severity }) => ({ at: entry.keySpan, severity: severityFor(setting, severity), message, tag: 'deprecated' }),
  fixes: ({ fix }) => (fix ? [fix] : []),
});

/** Host and port became one address in Authelia 4.38. */
function inAuthelia(setting: RelaySetting): State | undefined {
  const { host, port, url, file } = setting;
  if (url || !host) return undefined;
  const { entry } = host;
  const name = entry.key.replace(/host$/i, (end) => (end === 'HOST' ? 'ADDRESS' : 'address'));
  const number = port?.value ?? setting.effectivePort ?? 25;
  const scheme = number === 465 ? 'submissions' : number === 587 ? 'submission' : 'smtp';
  const canMove = !host.templated && !port?.templated && entry.form === 'pair' && !entry.inherited && entry !== port?.entry;
  const fix: Fix = {
    title: `Replace by ${name}`,
    safety: 'unsafe',
    isPreferred: true,
    edits: [renameKey(file, entry, name), setValue(file, entry, `${scheme}://${host.value}:${number}`), ...(port ? [removeEntry(file, port.entry)] : [])],
  };
  return {
    setting,
    entry,
    severity: 'information',
    message: `Authelia took "${entry.key}" and the port together into "${name}" in version 4.38 and will drop the old keys`,
    ...(canMove && { fix }),
  };
}

/** The first Django with `MAILERS`, which takes the place of all `EMAIL_*` settings. */
const MAILERS_SINCE = '6.1';

/** Settings beside `MAILERS`, unless Django is too old to know it; without it, what 6.1 and later only still take. */
function inDjango(setting: RelaySetting, { file, settings, project }: RuleContext): State | undefined {
  const { host } = setting;
  const version = project?.version('pypi:django');
  if (!host || (version !== undefined && compareVersions(version, MAILERS_SINCE) < 0)) return undefined;
  const { entry } = host;
  const found = { setting, entry };
  if (settings.some(({ profile }) => profile === 'django-mailers')) {
    return {
      ...found,
      severity: 'warning',
      message: `"${entry.key}" is not used beside "MAILERS", and reading it is an error in Django 6.1. the server belongs into its OPTIONS`,
    };
  }
  // Elsewhere than in the settings themselves the names of variables are the project's own.
  if (version === undefined || file.kind !== 'python') return undefined;
  return { ...found, severity: 'information', message: `"${entry.key}" is deprecated since Django 6.1 and works for now. "MAILERS" takes its place` };
}

/** Variables that a library has renamed; said only where a lock file shows the version. */
function renamed(setting: RelaySetting, { file, project }: RuleContext): State | undefined {
  const isLaravel = setting.profile === 'laravel';
  if (!isLaravel && setting.profile !== 'symfony') return undefined;
  const [old, name] = isLaravel ? ['MAIL_DRIVER', 'MAIL_MAILER'] : ['MAILER_URL', 'MAILER_DSN'];
  const keys = appKeysOf(setting);
  const entry = isLaravel ? keys?.found.get(old) : keys && entriesFor(keys, 'url').find(({ key }) => key === old);
  if (!keys || !entry || isUnset(entry) || keys.found.has(name) || Object.hasOwn(keys.profile.unusedKeys ?? {}, old)) return undefined;
  const version = project?.version(isLaravel ? 'composer:laravel/framework' : 'composer:symfony/mailer');
  if (version === undefined || (isLaravel && Number.parseInt(version, 10) < 7)) return undefined;
  return {
    setting,
    entry,
    severity: 'information',
    message: `"${old}" is called "${name}" ${isLaravel ? 'since Laravel 7' : "in Symfony's own mailer"}, and the configuration that comes with it reads no other`,
    fix: { title: `Rename it to ${name}`, safety: 'unsafe', isPreferred: true, edits: [renameKey(file, entry, name)] },
  };
}
