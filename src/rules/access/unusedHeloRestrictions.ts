import { insertAfter } from '../../parse/edit.ts';
import { mainCf } from '../support/examples.ts';
import { mainRule } from '../support/mainRule.ts';
import { postconf5 } from '../support/references.ts';

/** HELO restrictions that a client without HELO walks past. */
export const unusedHeloRestrictions = mainRule(
  {
    id: 'access/unused-helo-restrictions',
    severity: 'information',
    listens: ['smtpd_helo_restrictions', 'smtpd_helo_required'],
    title: 'HELO restrictions that can be skipped',
    why: 'A client that sends no HELO is not asked about its name. Without "smtpd_helo_required = yes" it walks past smtpd_helo_restrictions.',
    bad: mainCf('smtpd_helo_restrictions = reject_invalid_helo_hostname\n'),
    ok: mainCf('smtpd_helo_restrictions = reject_invalid_helo_hostname\nsmtpd_helo_required = yes\n'),
    references: [postconf5('smtpd_helo_required')],
    fix: 'unsafe',
  },
  function* ({ file, postfix }) {
    const { entry } = postfix.get('smtpd_helo_restrictions');
    const required = postfix.get('smtpd_helo_required');
    if (!entry || !/reject|check_|defer/.test(entry.value) || !required.isKnown || required.value.toLowerCase() !== 'no') return;
    yield {
      at: entry.keySpan,
      message: 'a client that sends no HELO walks past these restrictions. set "smtpd_helo_required = yes"',
      fixes: [
        {
          title: 'Set smtpd_helo_required to yes',
          safety: 'unsafe',
          edits: [required.entry ? { span: required.entry.valueSpan, newText: 'yes' } : insertAfter(file, entry, 'smtpd_helo_required', 'yes')],
        },
      ],
    };
  },
);
