import { removeEntry } from '../../parse/edit.ts';
import { mainCf } from '../support/examples.ts';
import { mainRule } from '../support/mainRule.ts';
import { postconf5 } from '../support/references.ts';

const CURRENT = 6;

/** A milter protocol of old that newer milters do not need. */
export const deprecatedProtocol = mainRule(
  {
    id: 'milter/deprecated-protocol',
    severity: 'hint',
    listens: ['milter_protocol'],
    title: 'Old milter protocol',
    why: 'Version 6 is the default since Postfix 2.6 and is what milters of today speak. An older version is left over from old instructions and takes away what a milter may change or ask for.',
    bad: mainCf('milter_protocol = 2\n'),
    ok: mainCf('milter_protocol = 6\n'),
    references: [postconf5('milter_protocol')],
    fix: 'unsafe',
  },
  function* ({ file, postfix }) {
    const { entry, value, isKnown } = postfix.get('milter_protocol');
    if (!entry || !isKnown || !/^[2-5]$/.test(value)) return;
    yield {
      at: entry.valueSpan,
      tag: 'deprecated',
      message: `"${value}" is an old milter protocol: the default is ${CURRENT}. remove the line unless a milter asks for it`,
      fixes: [{ title: 'Remove milter_protocol', safety: 'unsafe', edits: [removeEntry(file, entry)] }],
    };
  },
);
