import { compareVersions } from '../../data/versions.ts';
import { mainCf } from '../support/examples.ts';
import { judgeableValues } from '../support/judgeable.ts';
import { mainRule } from '../support/mainRule.ts';
import { postconf5 } from '../support/references.ts';

const SET_SINCE = '2.11';

/** Several delimiters for a release that takes one. */
export const unsupportedDelimiter = mainRule(
  {
    id: 'identity/unsupported-delimiter',
    severity: 'information',
    listens: ['recipient_delimiter'],
    title: 'Several recipient delimiters for an old Postfix',
    why: 'Since Postfix 2.11 recipient_delimiter is a set of characters. Releases before take the first character only, so addresses with another delimiter are unknown there.',
    bad: { ...mainCf('recipient_delimiter = +-\n'), version: '2.10' },
    ok: { ...mainCf('recipient_delimiter = +\n'), version: '2.10' },
    references: [postconf5('recipient_delimiter')],
  },
  function* (context) {
    const { folder } = context;
    if (!folder || compareVersions(folder.version, SET_SINCE) >= 0) return;
    for (const { entry, value } of judgeableValues(context, (name) => name === 'recipient_delimiter')) {
      if (value.length > 1)
        yield {
          at: entry.valueSpan,
          message: `Postfix ${folder.version} takes only "${value[0]}" of "${value}". several characters need Postfix ${SET_SINCE}`,
        };
    }
  },
);
