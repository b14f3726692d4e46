import type { RelaySetting } from '../../discover/types.ts';
import { removeEntry } from '../../parse/edit.ts';
import type { Entry } from '../../parse/types.ts';
import { variableReferences } from '../../parse/variables.ts';
import { defineRule } from '../define.ts';
import { blockOf } from '../support/beside.ts';
import { dotenv } from '../support/examples.ts';
import { severityFor } from '../support/relays.ts';

interface State {
  readonly setting: RelaySetting;
  readonly entry: Entry;
  readonly last: Entry;
}

/** A key of a relay that a later line sets to something else. */
export const duplicateAssignment = defineRule<State>({
  meta: {
    id: 'relay/duplicate-assignment',
    severity: 'warning',
    since: '0.1.0',
    kinds: ['dotenv', 'yaml', 'properties', 'systemd'],
    listens: ['host', 'port', 'user', 'password', 'security'],
    title: 'Key set twice',
    why: 'The last line wins. The first one looks as if it counted, and whoever changes it wonders why nothing happens.',
    bad: dotenv('SMTP_HOST=mail.acme.io\nSMTP_PORT=465\nSMTP_SECURE=false\nSMTP_PORT=587\n'),
    ok: dotenv('SMTP_HOST=mail.acme.io\n#SMTP_PORT=465\nSMTP_SECURE=false\nSMTP_PORT=587\n'),
    references: [{ title: 'dotenv: parsing', url: 'https://github.com/motdotla/dotenv#parsing' }],
    fix: 'unsafe',
  },
  *run({ file, settings }) {
    const seen = new Set<Entry>();
    for (const setting of settings) {
      for (const last of setting.entries) {
        // A map's key that is there twice is an error of its grammar.
        if ((file.kind === 'yaml' && last.form !== 'list-item') || last.form === 'key-only' || last.inherited) continue;
        for (const entry of blockOf(file, last)) {
          const isEarlier = entry.key === last.key && entry.span.start < last.span.start && entry.form === last.form;
          if (!isEarlier || entry.value === last.value || seen.has(entry) || refersTo(last, last.key) || refersTo(entry, last.key)) continue;
          seen.add(entry);
          yield { setting, entry, last };
        }
      }
    }
  },
  word: ({ setting, entry, last }) => ({
    at: entry.keySpan,
    severity: severityFor(setting, 'warning'),
    message: `"${entry.key}" is set again further down, and only that counts`,
    related: [{ span: last.keySpan, message: 'this one counts' }],
    tag: 'unnecessary',
  }),
  fixes: ({ entry }, { file }) => [{ title: 'Remove the line that does not count', safety: 'unsafe', isPreferred: true, edits: [removeEntry(file, entry)] }],
});

/** `PORT=${PORT:-587}`: a shell's default, which leaves an earlier value as it is. */
const refersTo = ({ value }: Entry, key: string) => variableReferences(value).some(({ name }) => name === key);
