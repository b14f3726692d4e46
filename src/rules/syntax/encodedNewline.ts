import { setValue } from '../../parse/edit.ts';
import { defineRule } from '../define.ts';
import { readerOf } from '../support/appKeys.ts';
import { fromBase64 } from '../support/base64.ts';
import { yaml } from '../support/examples.ts';
import { type MailEntry, mailEntries } from '../support/mailEntries.ts';
import { severityFor } from '../support/relays.ts';

/** A line end that got into a Secret along with the value. */
export const encodedNewline = defineRule<MailEntry>({
  meta: {
    id: 'syntax/encoded-newline',
    severity: 'warning',
    since: '0.1.0',
    kinds: ['yaml'],
    listens: ['host', 'user', 'password'],
    title: 'Line end inside a base64 value',
    why: '"echo secret | base64" encodes the line end of echo as well. The app gets it as the last character of the password and the server answers 535, though the value looks right wherever it is shown. "printf %s" has no line end.',
    bad: yaml('secret.yaml', 'apiVersion: v1\nkind: Secret\nmetadata:\n  name: wiki\ndata:\n  SMTP_HOST: bWFpbC5hY21lLmlv\n  SMTP_USER: cm9ib3QK\n'),
    ok: yaml('secret.yaml', 'apiVersion: v1\nkind: Secret\nmetadata:\n  name: wiki\ndata:\n  SMTP_HOST: bWFpbC5hY21lLmlv\n  SMTP_USER: cm9ib3Q=\n'),
    references: [{ title: 'Kubernetes: managing Secrets', url: 'https://kubernetes.io/docs/tasks/configmap-secret/managing-secret-using-config-file/' }],
    fix: 'unsafe',
  },
  *run({ file, settings }) {
    const reader = readerOf(file);
    for (const found of mailEntries(settings)) {
      const text = reader.isEncoded(found.entry) ? fromBase64(found.entry.value) : undefined;
      // Certificates and whole files end their last line.
      if (text !== undefined && /^[^\r\n]+(\r?\n)+$/.test(text)) yield found;
    }
  },
  word: ({ setting, entry }) => ({
    at: entry.valueSpan,
    severity: severityFor(setting, 'warning'),
    message: `the value of "${entry.key}" ends with a line end once it is decoded, and the app takes it for a part. encode it without`,
  }),
  fixes: ({ entry }, { file }) => [
    {
      title: `Take the line end out of ${entry.key}`,
      safety: 'unsafe',
      isPreferred: true,
      edits: [setValue(file, entry, btoa((fromBase64(entry.value) ?? '').replace(/[\r\n]+$/, '')))],
    },
  ],
});
