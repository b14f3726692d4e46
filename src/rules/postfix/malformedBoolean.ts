import { defineRule } from '../define.ts';
import { mainCf } from '../support/examples.ts';
import { type JudgedValue, nameFault } from '../support/judgeable.ts';
import { scopedValues } from '../support/postfixScopes.ts';
import { isDecisive } from '../support/postfixText.ts';
import { mainCfFormat } from '../support/references.ts';

const YES = new Set(['true', 'on', '1', 'y', 'enable', 'enabled']);
const NO = new Set(['false', 'off', '0', 'n', 'disable', 'disabled', 'none']);

/** A switch that says something else than yes or no (mail_conf_bool(3)). */
export const malformedBoolean = defineRule<JudgedValue>({
  meta: {
    id: 'postfix/malformed-boolean',
    severity: 'error',
    since: '0.1.0',
    kinds: ['postfix-main', 'postfix-master'],
    listens: [],
    title: 'Neither yes nor no',
    why: 'Postfix takes "yes" and "no" only. At anything else, an empty value too, the program that reads the parameter stops with "bad boolean configuration", and mail waits in the queue.',
    bad: mainCf('smtp_sasl_auth_enable = true\n'),
    ok: mainCf('smtp_sasl_auth_enable = YES\nbiff = no\nsmtputf8_enable = $my_switch\n'),
    references: [mainCfFormat],
    fix: 'unsafe',
  },
  *run(context) {
    for (const judged of scopedValues(context, (_, type) => type === 'bool' || type === 'nbool')) {
      if (!/^(yes|no)$/i.test(judged.value)) yield judged;
    }
  },
  word: ({ entry, value }) => ({
    at: value === '' ? entry.keySpan : entry.valueSpan,
    message: `${nameFault({ entry, value })}. expected "yes" or "no"`,
  }),
  fixes({ entry, value }) {
    const meant = [YES, NO].findIndex((words) => words.has(value.toLowerCase()));
    if (meant === -1 || entry.value !== value) return [];
    const newText = meant === 0 ? 'yes' : 'no';
    return [{ title: `Set ${entry.key} to ${newText}`, safety: isDecisive(entry.key) ? 'unsafe' : 'safe', edits: [{ span: entry.valueSpan, newText }] }];
  },
});
