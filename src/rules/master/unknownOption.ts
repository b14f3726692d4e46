import { allPostfixParameters, isKnownParameter } from '../../data/postfixParameters.ts';
import { hasForeignTemplate } from '../../discover/postfixTemplate.ts';
import { didYouMean } from '../support/didYouMean.ts';
import { masterCf } from '../support/examples.ts';
import { masterRule } from '../support/masterRule.ts';
import { masterManual } from '../support/references.ts';

/** `-o` of a parameter that no Postfix program reads. */
export const unknownOption = masterRule(
  {
    id: 'master/unknown-option',
    severity: 'warning',
    title: 'Option of an unknown parameter',
    why: 'A daemon takes any name after "-o" without a complaint and reads only those it knows. A misspelt one changes nothing; only "postconf" warns of an "unused parameter".',
    bad: masterCf('smtp inet n - n - - smtpd\n  -o smtpd_helo_require=yes\n'),
    ok: masterCf('smtp inet n - n - - smtpd\n  -o my_access=reject\n  -o smtpd_client_restrictions=$my_access\n'),
    references: [masterManual],
    fix: 'unsafe',
  },
  function* (master, { folder }) {
    const main = folder?.main;
    const texts = [master.text, main?.text ?? ''];
    for (const { overrides } of master.services) {
      for (const { key, keySpan } of overrides) {
        if (isKnownParameter(key) || hasForeignTemplate(key) || !/^\w+$/.test(key)) continue;
        const isRead = folder?.parameters?.isSet(key) || texts.some((text) => new RegExp(`\\$[({]?\\s*${key}\\b`).test(text));
        if (isRead || /smtpd_restriction_classes/.test(texts.join(''))) continue;
        const meant = didYouMean(
          key,
          allPostfixParameters().flatMap(({ name, kind, removed }) => (kind === 'legacy-name' || removed ? [] : [name])),
        );
        if (!meant && !main) continue;
        yield {
          at: keySpan,
          severity: meant ? 'warning' : 'information',
          message: `unknown parameter "${key}", so the option changes nothing${meant ? `. did you mean "${meant}"?` : ''}`,
          fixes: meant ? [{ title: `Rename to "${meant}"`, safety: 'unsafe', edits: [{ span: keySpan, newText: meant }] }] : [],
        };
      }
    }
  },
);
