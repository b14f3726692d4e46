import type { ConfigFile, Entry } from '../../parse/types.ts';
import { defineRule } from '../define.ts';
import { yaml } from '../support/examples.ts';
import { mailEntries, quoteFix } from '../support/mailEntries.ts';
import { objectKindOf } from '../support/manifests.ts';

/** Maps of text in Kubernetes' objects. */
const TEXT_MAPS: Readonly<Record<string, string>> = { ConfigMap: 'data', Secret: 'stringData' };

/** A number or a boolean where Kubernetes takes text only. */
export const unquotedScalar = defineRule<Entry>({
  meta: {
    id: 'syntax/unquoted-scalar',
    severity: 'error',
    since: '0.1.0',
    kinds: ['yaml'],
    listens: ['port', 'security', 'user', 'password'],
    title: 'Number or boolean where Kubernetes takes text',
    why: 'The value of an environment variable and everything in a ConfigMap is text. For an unquoted number, "true" or "false" the API server refuses the whole object: "cannot unmarshal number into Go struct field EnvVar.value of type string".',
    bad: yaml('deployment.yaml', 'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: wiki\ndata:\n  SMTP_HOST: mail.acme.io\n  SMTP_PORT: 587\n'),
    ok: yaml('deployment.yaml', 'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: wiki\ndata:\n  SMTP_HOST: mail.acme.io\n  SMTP_PORT: "587"\n'),
    references: [
      {
        title: 'Kubernetes: define environment variables for a container',
        url: 'https://kubernetes.io/docs/tasks/inject-data-application/define-environment-variable-container/',
      },
      { title: 'Kubernetes: ConfigMaps', url: 'https://kubernetes.io/docs/concepts/configuration/configmap/' },
    ],
    fix: 'safe',
  },
  *run({ file, settings }) {
    for (const { entry } of mailEntries(settings)) {
      const isPlain = (entry.scalar === 'number' || entry.scalar === 'boolean') && entry.quote === '';
      if (isPlain && isTextOnly(file, entry)) yield entry;
    }
  },
  word: (entry) => ({
    at: entry.valueSpan,
    message: `the value of "${entry.key}" is a ${entry.scalar}, and Kubernetes takes text only: it refuses the object. put it in quotes`,
  }),
  fixes: ({ key, valueSpan }) => [quoteFix(key, valueSpan)],
});

function isTextOnly(file: ConfigFile, entry: Entry): boolean {
  const kind = objectKindOf(file, entry);
  if (kind === undefined) return false;
  // Custom resources have schemas of their own.
  if (entry.form === 'name-value') return entry.path.includes('containers') || entry.path.includes('initContainers');
  return entry.path.length >= 2 && entry.path.at(-2) === TEXT_MAPS[kind];
}
