import type { PasswordInfo, RelaySetting } from '../../discover/types.ts';
import { defineRule } from '../define.ts';
import { yaml } from '../support/examples.ts';
import { keyName } from '../support/keyName.ts';
import { objectKindOf } from '../support/manifests.ts';
import { isTracked } from '../support/ownFile.ts';
import { isPatternFile, remoteRelays } from '../support/relays.ts';

interface State {
  readonly setting: RelaySetting;
  readonly password: PasswordInfo;
  readonly kind: string;
}

/** A password in an object of Kubernetes that is not made for one. */
export const unsafeConfigMap = defineRule<State>({
  meta: {
    id: 'secrets/unsafe-config-map',
    severity: 'information',
    since: '0.1.0',
    kinds: ['yaml'],
    listens: ['password'],
    title: 'Password outside of a Secret',
    why: 'Everybody who may read ConfigMaps and Deployments sees the password, and every tool prints it. A Secret has rights of its own, can be encrypted at rest, and a variable takes its value from there by "secretKeyRef".',
    bad: yaml(
      'config.yaml',
      'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: wiki\ndata:\n  SMTP_HOST: mail.acme.io\n  SMTP_USER: robot@acme.io\n  SMTP_PASSWORD: k4Tz9vQ8Horse\n',
    ),
    ok: yaml(
      'config.yaml',
      'apiVersion: v1\nkind: Secret\nmetadata:\n  name: wiki\nstringData:\n  SMTP_HOST: mail.acme.io\n  SMTP_USER: robot@acme.io\n  SMTP_PASSWORD: k4Tz9vQ8Horse\n',
    ),
    references: [{ title: 'Kubernetes: good practices for Secrets', url: 'https://kubernetes.io/docs/concepts/security/secrets-good-practices/' }],
    fix: 'none',
  },
  *run(context) {
    if (isPatternFile(context.file.path)) return;
    for (const setting of remoteRelays(context)) {
      const { password } = setting;
      const kind = password?.source === 'literal' ? objectKindOf(context.file, password.entry) : undefined;
      const isPublic = kind === 'ConfigMap' || (kind !== undefined && password!.entry.form === 'name-value');
      // A file that git has is the graver thing about the same password.
      if (isPublic && isTracked(context) !== true) yield { setting, password: password!, kind };
    }
  },
  word: ({ password, kind }) => ({
    at: password.entry.keySpan,
    message: `"${keyName(password.entry)}" puts a password into a ${kind}, where it is shown to everybody who may look. keep it in a Secret`,
  }),
});
