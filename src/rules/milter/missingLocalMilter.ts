import { insertAfter, setValue } from '../../parse/edit.ts';
import { mainCf } from '../support/examples.ts';
import { mainRule } from '../support/mainRule.ts';
import { milterEndpoints } from '../support/milters.ts';
import { postfixReadme } from '../support/references.ts';

/** Ports and socket names of milters that sign with DKIM: OpenDKIM, dkimpy-milter, rspamd. */
const SIGNER = /dkim|:(8891|12301|8892|11332)$|rspamd/i;

/** A milter that signs mail from the network, and not what this machine's own programs send. */
export const missingLocalMilter = mainRule(
  {
    id: 'milter/missing-local-milter',
    severity: 'warning',
    listens: ['smtpd_milters', 'non_smtpd_milters'],
    title: 'Local mail that is not signed',
    why: 'smtpd_milters see mail that comes over SMTP. What cron, web applications and other local programs hand to sendmail goes past them, so it has no DKIM signature and fails DMARC at the recipient.',
    bad: mainCf('smtpd_milters = inet:localhost:8891\n'),
    ok: mainCf('smtpd_milters = inet:localhost:8891\nnon_smtpd_milters = $smtpd_milters\n'),
    references: [postfixReadme('MILTER_README', 'non-smtp-milters')],
    fix: 'unsafe',
  },
  function* ({ file, postfix }) {
    const smtpd = postfix.get('smtpd_milters');
    const local = postfix.get('non_smtpd_milters');
    if (!smtpd.entry || !smtpd.isKnown || !local.isKnown) return;
    const signer = milterEndpoints(smtpd.value).find(({ endpoint }) => SIGNER.test(endpoint));
    if (!signer || local.value.trim() !== '') return;
    yield {
      at: smtpd.entry.keySpan,
      message: `"${signer.endpoint}" does not see mail from local programs, which leaves unsigned. set "non_smtpd_milters" as well`,
      fixes: [
        {
          title: 'Set non_smtpd_milters to $smtpd_milters',
          safety: 'unsafe',
          edits: [local.entry ? setValue(file, local.entry, '$smtpd_milters') : insertAfter(file, smtpd.entry, 'non_smtpd_milters', '$smtpd_milters')],
        },
      ],
    };
  },
);
