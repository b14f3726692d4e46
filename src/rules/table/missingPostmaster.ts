import { span } from '../../text/span.ts';
import { rfc } from '../support/references.ts';
import { table, tableManual, tableRule } from '../support/tableRule.ts';

/** An alias file without the name that each mail domain has to have. */
export const missingPostmaster = tableRule(
  {
    id: 'table/missing-postmaster',
    severity: 'information',
    title: 'Aliases without a postmaster',
    why: 'Each domain that takes mail has to take it for "postmaster", to which errors are reported. Without an alias, that mail goes to a user of this name, or bounces.',
    bad: table('/etc/aliases', 'root: john\n'),
    ok: table('/etc/aliases', 'postmaster: root\nroot: john\n'),
    references: [rfc(5321, '4.5.1'), tableManual('aliases')],
    fix: 'none',
  },
  function* ({ grammar, path, entries }) {
    // Files that are added to another one need not have it.
    if (grammar !== 'aliases' || !/(^|\/)aliases$/.test(path.replaceAll('\\', '/')) || entries.length === 0) return;
    if (entries.some(({ key }) => key.toLowerCase() === 'postmaster')) return;
    const { keySpan } = entries[0]!;
    yield { at: span(keySpan.start, keySpan.end), message: 'there is no alias "postmaster", which each domain needs. add "postmaster: root"' };
  },
);
