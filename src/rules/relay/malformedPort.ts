import type { RelaySetting } from '../../discover/types.ts';
import { isUnset } from '../../discover/values.ts';
import { setValue } from '../../parse/edit.ts';
import type { Entry } from '../../parse/types.ts';
import { APP_KINDS } from '../../parse/types.ts';
import { defineRule } from '../define.ts';
import { appKeysOf, entriesFor, readerOf } from '../support/appKeys.ts';
import { dotenv } from '../support/examples.ts';
import { keyName } from '../support/keyName.ts';
import { severityFor } from '../support/relays.ts';
import type { Fix } from '../types.ts';

interface State {
  readonly setting: RelaySetting;
  readonly entry: Entry;
}

const HIGHEST_PORT = 65_535;
/** `8025:8025` publishes a container's port, it dials none. */
const PUBLISHED = /^\d+:\d+$/;

/** A port that is no number from 1 to 65535. */
export const malformedPort = defineRule<State>({
  meta: {
    id: 'relay/malformed-port',
    severity: 'error',
    since: '0.1.0',
    kinds: APP_KINDS,
    listens: ['port'],
    title: 'Port that is no number',
    why: 'A TCP port is a whole number from 1 to 65535. With anything else an app stops, or quietly dials its default port.',
    bad: dotenv('SMTP_HOST=mail.acme.io\nSMTP_PORT=587/tcp\n'),
    ok: dotenv('SMTP_HOST=mail.acme.io\nSMTP_PORT=${MAIL_PORT}\n'),
    references: [{ title: 'RFC 9293 §3.1', url: 'https://www.rfc-editor.org/rfc/rfc9293#section-3.1' }],
    fix: 'unsafe',
  },
  *run({ file, settings }) {
    const reader = readerOf(file);
    for (const setting of settings) {
      const keys = appKeysOf(setting);
      const entry = keys && entriesFor(keys, 'port').find((each) => !isUnset(each));
      // The quotes of a list item have a finding of their own.
      if (!entry || !setting.host || (entry.form === 'list-item' && /^(["']).*\1$/.test(entry.value))) continue;
      const { text, isTemplated } = reader.read(entry);
      if (!isTemplated && text !== '' && !PUBLISHED.test(text) && !isPort(text) && !isStandIn(text)) yield { setting, entry };
    }
  },
  word: ({ setting, entry }) => ({
    at: entry.valueSpan,
    severity: severityFor(setting, 'error'),
    message: `${entry.value.length <= 20 ? `"${entry.value}"` : 'the value'} in "${keyName(entry)}" is not a port. expected a number from 1 to ${HIGHEST_PORT}`,
  }),
  fixes({ entry }, { file }): Fix[] {
    const numbers = [...entry.value.matchAll(/\d+/g)].map(([digits]) => digits).filter(isPort);
    const [only, ...others] = numbers;
    if (only === undefined || others.length > 0 || /[.-]/.test(entry.value)) return [];
    return [{ title: `Set ${keyName(entry)} to ${only}`, safety: 'unsafe', isPreferred: true, edits: [setValue(file, entry, only)] }];
  },
});

/** `<port>`: a gap to fill in, which nobody takes for a port. */
function isStandIn(text: string): boolean {
  return /^[<[{].*[>\]}]$|^(your|my)[_. -]|^change[_. -]?me|^x{2,}$/i.test(text.trim());
}

function isPort(text: string): boolean {
  return /^\s*\d{1,5}\s*$/.test(text) && Number(text) > 0 && Number(text) <= HIGHEST_PORT;
}
