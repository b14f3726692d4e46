import { masterCf } from '../support/examples.ts';
import { removedOption } from '../support/masterEdit.ts';
import { masterRule, serviceName } from '../support/masterRule.ts';
import { masterManual } from '../support/references.ts';

/** One parameter in two `-o` of a service: the last one counts. */
export const duplicateOption = masterRule(
  {
    id: 'master/duplicate-option',
    severity: 'warning',
    title: 'Option given twice',
    why: 'When a service sets a parameter twice, the last "-o" counts and the others have no effect, without a message.',
    bad: masterCf('smtp inet n - n - - smtpd\n  -o smtpd_helo_required=no\n  -o smtpd_helo_required=yes\n'),
    ok: masterCf('smtp inet n - n - - smtpd\n  -o smtpd_helo_required=no\n587 inet n - n - - smtpd\n  -o smtpd_helo_required=yes\n'),
    references: [masterManual],
    fix: 'safe',
  },
  function* ({ services, text }) {
    for (const service of services) {
      const last = new Map(service.overrides.map((entry) => [entry.key, entry]));
      for (const entry of service.overrides) {
        const winner = last.get(entry.key)!;
        if (winner === entry) continue;
        yield {
          at: entry.span,
          tag: 'unnecessary',
          message: `a later "-o ${entry.key}" of "${serviceName(service)}" counts, this one has no effect`,
          related: [{ span: winner.span, message: 'this one counts' }],
          fixes: [{ title: `Remove this "-o ${entry.key}"`, safety: 'safe', edits: [removedOption(text, entry.span)] }],
        };
      }
    }
  },
);
