import { isUnset } from '../../discover/values.ts';
import { removeEntry } from '../../parse/edit.ts';
import type { Entry } from '../../parse/types.ts';
import { defineRule } from '../define.ts';
import { isPatternFile } from '../support/relays.ts';

/** Settings of Zulip's settings.py. Those of its container are keys that the app does not read, like any other's. */
const ZULIP = /^(EXTERNAL_HOST|ZULIP_ADMINISTRATOR|NOREPLY_EMAIL_ADDRESS)$/;
const PASSWORD = /^EMAIL_(HOST_)?PASSWORD$/;

/** A password in the settings of Zulip, which reads it from its secrets. */
export const unusedPassword = defineRule<Entry>({
  meta: {
    id: 'auth/unused-password',
    severity: 'warning',
    since: '0.1.0',
    kinds: ['python'],
    listens: ['password'],
    title: 'Password where the app does not read it',
    why: 'Zulip takes the password of its relay from zulip-secrets.conf, key "email_password", and overwrites whatever settings.py says. It signs in with an empty password, and the server answers 535.',
    bad: {
      kind: 'python',
      path: 'settings.py',
      text: 'EXTERNAL_HOST = "chat.acme.io"\nZULIP_ADMINISTRATOR = "admin@acme.io"\nEMAIL_HOST = "mail.acme.io"\nEMAIL_HOST_USER = "chat@acme.io"\nEMAIL_HOST_PASSWORD = "k4Tz9vQ8Horse"\nEMAIL_USE_TLS = True\nEMAIL_PORT = 587\n',
    },
    ok: {
      kind: 'python',
      path: 'settings.py',
      text: 'EXTERNAL_HOST = "chat.acme.io"\nZULIP_ADMINISTRATOR = "admin@acme.io"\nEMAIL_HOST = "mail.acme.io"\nEMAIL_HOST_USER = "chat@acme.io"\nEMAIL_USE_TLS = True\nEMAIL_PORT = 587\n',
    },
    references: [{ title: 'Zulip: outgoing email', url: 'https://zulip.readthedocs.io/en/stable/production/email.html' }],
    fix: 'unsafe',
  },
  *run({ file: { entries, path } }) {
    if (isPatternFile(path)) return;
    const signs = new Set(entries.flatMap(({ key }) => (ZULIP.test(key) ? [key] : [])));
    // Other projects have one of these names; two of them together are Zulip's.
    if (signs.size > 1) yield* entries.filter((entry) => PASSWORD.test(entry.key) && !isUnset(entry));
  },
  word: ({ key, keySpan }) => ({
    at: keySpan,
    tag: 'unnecessary',
    message: `Zulip does not read "${key}". put the password into zulip-secrets.conf as "email_password"`,
  }),
  fixes: (entry, { file }) => [{ title: `Remove ${entry.key}`, safety: 'unsafe', isPreferred: true, edits: [removeEntry(file, entry)] }],
});
