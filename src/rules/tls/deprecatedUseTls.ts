import type { PostfixMain } from '../../discover/postfixMain.ts';
import type { Entry } from '../../parse/types.ts';
import type { TextEdit } from '../../text/span.ts';
import { defineRule } from '../define.ts';
import { mainCf } from '../support/examples.ts';
import { removedSetting } from '../support/masterEdit.ts';
import { isLegacyTlsSwitch } from '../support/parameters.ts';
import { isYes } from '../support/postfixClient.ts';
import { isHere, scopedValues } from '../support/postfixScopes.ts';
import { postconf5, postfixReadme } from '../support/references.ts';

interface State {
  readonly entry: Entry;
  readonly levelName: string;
  /** The level that says the same; undefined when the line has no effect. */
  readonly level: string | undefined;
  /** An empty line for the level, which the new value has to go into. */
  readonly levelEntry: Entry | undefined;
}

/** A yes/no switch from before Postfix 2.3 in place of a TLS level. */
export const deprecatedUseTls = defineRule<State>({
  meta: {
    id: 'tls/deprecated-use-tls',
    severity: 'information',
    since: '0.1.0',
    kinds: ['postfix-main', 'postfix-master'],
    listens: ['smtp_use_tls', 'smtp_enforce_tls', 'smtpd_use_tls', 'smtpd_enforce_tls', 'lmtp_use_tls', 'lmtp_enforce_tls'],
    title: 'TLS switch from before Postfix 2.3',
    why: 'One level took the place of two switches. While the level is set the switches are ignored, so a "yes" here may promise TLS that nobody uses. From 3.9 on "postconf" warns that support will end.',
    bad: mainCf('smtp_use_tls = yes\n'),
    ok: mainCf('smtp_tls_security_level = may\n'),
    references: [postconf5('smtp_use_tls'), postfixReadme('DEPRECATION_README')],
    fix: 'safe',
  },
  *run(context) {
    for (const { entry, value, parameters, service } of scopedValues(context, isLegacyTlsSwitch)) {
      if (!/^(yes|no)$/i.test(value)) continue;
      const levelName = entry.key.replace(/_.*/, '_tls_security_level');
      const current = parameters.get(levelName);
      if (!current.isKnown) continue;
      const isDecisive = current.value.trim() === '';
      // "no" takes back what main.cf says: no level means the same with any value of the other switch.
      if (service && isDecisive && !isYes(value) && isYes(context.folder?.parameters?.get(entry.key).value ?? 'yes')) continue;
      const level = isDecisive && isYes(value) ? sameLevel(entry.key, parameters) : undefined;
      yield { entry, levelName, level, levelEntry: isHere(context, current.entry) ? current.entry : undefined };
    }
  },
  word: ({ entry, levelName, level }, { file }) => ({
    at: entry.keySpan,
    severity: level ? 'information' : 'hint',
    message: level
      ? `"${entry.key}" is deprecated. "${levelName}${file.kind === 'postfix-master' ? '=' : ' = '}${level}" says the same`
      : `"${entry.key}" is deprecated and changes nothing here`,
    tag: level ? 'deprecated' : 'unnecessary',
  }),
  fixes({ entry, levelName, level, levelEntry }, { file }) {
    const remove = removedSetting(file, entry);
    if (!level) return [{ title: `Remove "${entry.key}"`, safety: 'safe', edits: [remove] }];
    const edits: TextEdit[] = levelEntry
      ? [remove, { span: levelEntry.valueSpan, newText: level }]
      : [
          { span: entry.keySpan, newText: levelName },
          { span: entry.valueSpan, newText: level },
        ];
    return [{ title: `Replace by ${levelName} = ${level}`, safety: 'safe', edits }];
  },
});

/** The level that has the switch's effect; undefined when the stronger switch beside it decides (smtp_tls_policy.c, smtpd.c). */
function sameLevel(name: string, main: PostfixMain): string | undefined {
  const service = name.slice(0, name.indexOf('_'));
  if (name.endsWith('_use_tls')) return isYes(main.get(`${service}_enforce_tls`).value) ? undefined : 'may';
  if (service === 'smtpd') return 'encrypt';
  return isYes(main.get(`${service}_tls_enforce_peername`).value) ? 'verify' : 'encrypt';
}
