import { isUnset } from '../../discover/values.ts';
import { setValue } from '../../parse/edit.ts';
import type { Entry } from '../../parse/types.ts';
import { defineRule } from '../define.ts';
import { readerOf } from '../support/appKeys.ts';
import { toBase64 } from '../support/base64.ts';
import { yaml } from '../support/examples.ts';
import { mailEntries } from '../support/mailEntries.ts';
import { isPatternFile } from '../support/relays.ts';

/** RFC 4648 §4 with its padding; Go's decoder passes over line ends and nothing else. */
const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;
/** What a template or a tool puts in before the object is sent. */
const FILLED_IN = /\{\{|\$[{(]|^<.*>$|^\$\w+$|^__\w+__$|%\w+%|^ENC\[|\.\.\./;

/** Plain text in the `data` of a Secret. */
export const malformedSecretData = defineRule<Entry>({
  meta: {
    id: 'syntax/malformed-secret-data',
    severity: 'error',
    since: '0.1.0',
    kinds: ['yaml'],
    listens: ['host', 'port', 'user', 'password'],
    title: 'Plain text where a Secret takes base64',
    why: 'Everything under "data" of a Kubernetes Secret is base64. The API server refuses the object with "illegal base64 data"; plain text belongs under "stringData".',
    bad: yaml('secret.yaml', 'apiVersion: v1\nkind: Secret\nmetadata:\n  name: wiki\ndata:\n  SMTP_HOST: bWFpbC5hY21lLmlv\n  SMTP_USER: robot@acme.io\n'),
    ok: yaml('secret.yaml', 'apiVersion: v1\nkind: Secret\nmetadata:\n  name: wiki\nstringData:\n  SMTP_HOST: mail.acme.io\n  SMTP_USER: robot@acme.io\n'),
    references: [{ title: 'Kubernetes: Secrets', url: 'https://kubernetes.io/docs/concepts/configuration/secret/#restriction-names-data' }],
    fix: 'unsafe',
  },
  *run({ file, settings }) {
    if (isPatternFile(file.path)) return;
    const reader = readerOf(file);
    for (const { entry } of mailEntries(settings)) {
      const { value } = entry;
      const isWritten = reader.isEncoded(entry) && !isUnset(entry) && !FILLED_IN.test(value);
      if (isWritten && !BASE64.test(value.replace(/[\r\n]/g, ''))) yield entry;
    }
  },
  word: (entry) => ({
    at: entry.valueSpan,
    message: `the value of "${entry.key}" is not base64, and Kubernetes refuses the Secret. encode it, or move it to "stringData"`,
  }),
  fixes: (entry, { file }) => [
    { title: `Write the value of ${entry.key} as base64`, safety: 'unsafe', isPreferred: true, edits: [setValue(file, entry, toBase64(entry.value))] },
  ],
});
