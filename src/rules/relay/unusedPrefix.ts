import type { RelaySetting } from '../../discover/types.ts';
import { renameKey } from '../../parse/edit.ts';
import { defineRule } from '../define.ts';
import { appKeysOf } from '../support/appKeys.ts';
import { properties } from '../support/examples.ts';
import { type JavaMailProperty, javaMailManual, javaMailProperties } from '../support/javaMail.ts';
import { remoteRelays, severityFor } from '../support/relays.ts';

interface State {
  readonly setting: RelaySetting;
  readonly protocol: 'smtp' | 'smtps';
  /** Properties of the other protocol. */
  readonly unread: readonly JavaMailProperty[];
}

/** Properties of Java mail under the name of a protocol that is not in use. */
export const unusedPrefix = defineRule<State>({
  meta: {
    id: 'relay/unused-prefix',
    severity: 'warning',
    since: '0.1.0',
    kinds: ['properties', 'yaml', 'dotenv'],
    listens: ['security'],
    title: 'Java mail properties of the other protocol',
    why: 'Java mail has two protocols, "smtp" and "smtps", and each reads only properties that carry its own name. Timeouts, trust and TLS settings under the other name are ignored without a word.',
    bad: properties(
      'application.properties',
      'spring.mail.host=mail.acme.io\nspring.mail.port=465\nspring.mail.protocol=smtps\nspring.mail.properties.mail.smtp.timeout=5000\n',
    ),
    ok: properties(
      'application.properties',
      'spring.mail.host=mail.acme.io\nspring.mail.port=465\nspring.mail.protocol=smtps\nspring.mail.properties.mail.smtps.timeout=5000\n',
    ),
    references: [javaMailManual],
    fix: 'unsafe',
  },
  *run(context) {
    for (const setting of remoteRelays(context)) {
      const protocol = protocolOf(setting);
      const unread = protocol ? javaMailProperties(setting).filter((property) => property.protocol !== protocol) : [];
      if (protocol && unread.length > 0) yield { setting, protocol, unread };
    }
  },
  word: ({ setting, protocol, unread: [first, ...others] }) => ({
    at: first!.entry.keySpan,
    severity: severityFor(setting, 'warning'),
    message: `the protocol is "${protocol}", which does not read "mail.${first!.protocol}.${first!.name}". its own properties begin with "mail.${protocol}."`,
    related: others.map(({ entry }) => ({ span: entry.keySpan, message: 'this one is not read either' })),
    tag: 'unnecessary',
  }),
  fixes({ protocol, unread }, { file }) {
    const other = protocol === 'smtp' ? 'smtps' : 'smtp';
    const pattern = new RegExp(`(mail[._])${other}([._])`, 'i');
    if (!unread.every(({ entry }) => pattern.test(entry.key))) return [];
    const rename = (key: string) =>
      key.replace(pattern, (_, before: string, after: string) => `${before}${/[A-Z]_$/.test(before) ? protocol.toUpperCase() : protocol}${after}`);
    const edits = unread.map(({ entry }) => renameKey(file, entry, rename(entry.key)));
    return [{ title: `Rename to mail.${protocol}`, safety: 'unsafe', isPreferred: true, edits }];
  },
});

/** The protocol in use; undefined where the file leaves it open. Spring's own default is `smtp`. */
function protocolOf(setting: RelaySetting): 'smtp' | 'smtps' | undefined {
  if (setting.profile !== 'spring-boot') return undefined;
  const found = appKeysOf(setting)?.found;
  const entry = found?.get('spring.mail.protocol') ?? found?.get('SPRING_MAIL_PROTOCOL');
  if (entry) return /^smtps?$/.test(entry.value.trim()) ? (entry.value.trim() as 'smtp' | 'smtps') : undefined;
  // Spring's other sources may set the protocol of an environment.
  return setting.file.kind === 'dotenv' ? undefined : 'smtp';
}
