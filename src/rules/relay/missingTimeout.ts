import type { RelaySetting } from '../../discover/types.ts';
import { insertAfter } from '../../parse/edit.ts';
import type { ConfigFile } from '../../parse/types.ts';
import { APP_KINDS } from '../../parse/types.ts';
import { defineRule } from '../define.ts';
import { appKeysOf, placeFor } from '../support/appKeys.ts';
import { properties } from '../support/examples.ts';
import { javaMailManual } from '../support/javaMail.ts';
import { remoteRelays } from '../support/relays.ts';

interface State {
  readonly setting: RelaySetting;
  /** The first key that says a time. */
  readonly key: string;
}

/** No timeout in an app that waits for ever. */
export const missingTimeout = defineRule<State>({
  meta: {
    id: 'relay/missing-timeout',
    severity: 'hint',
    since: '0.1.0',
    kinds: APP_KINDS.filter((kind) => kind !== 'dotenv'),
    listens: ['host'],
    title: 'No timeout for the mail server',
    why: 'When a firewall drops the connection no answer ever comes. This library then waits for ever, and the request or worker that sends the mail with it.',
    bad: properties('application.properties', 'spring.mail.host=mail.acme.io\nspring.mail.port=465\nspring.mail.properties.mail.smtp.ssl.enable=true\n'),
    ok: properties(
      'application.properties',
      'spring.mail.host=mail.acme.io\nspring.mail.port=465\nspring.mail.properties.mail.smtp.ssl.enable=true\nspring.mail.properties.mail.smtp.connectiontimeout=5000\n',
    ),
    references: [javaMailManual, { title: 'Django settings: EMAIL_TIMEOUT', url: 'https://docs.djangoproject.com/en/stable/ref/settings/#email-timeout' }],
    fix: 'safe',
  },
  *run(context) {
    for (const setting of remoteRelays(context)) {
      const timeout = setting.enabled && setting.host ? appKeysOf(setting)?.profile.timeout : undefined;
      if (!timeout || timeout.keys.some((key) => isSaid(context.file, key))) continue;
      const key = timeout.keys.find((each) => each.includes('.') === setting.anchor.path.join('.').includes('.'));
      if (key !== undefined) yield { setting, key };
    }
  },
  word: ({ setting, key }) => ({
    at: setting.host!.entry.keySpan,
    message: `${setting.profileTitle} waits for ever for a server that does not answer. "${key.slice(key.lastIndexOf('*.') + 1).replace(/^\./, '')}" ends that`,
  }),
  fixes({ setting, key }, { file }) {
    const keys = appKeysOf(setting);
    const place = keys && (placeFor(keys, key) ?? inFull(setting, key));
    // Jakarta Mail counts in thousandths of a second.
    const time = /mail/i.test(key.replace(/^EMAIL_/, '')) ? '10000' : '10';
    return place
      ? [{ title: `Set ${place.name} to ${time}`, safety: 'safe', isPreferred: true, edits: [insertAfter(file, place.anchor, place.name, time)] }]
      : [];
  },
});

/** The key at the end of a path, whose maps may be nested or written with dots; `*` stands for any of them. */
function isSaid({ entries }: ConfigFile, key: string): boolean {
  const wanted = segmentsOf(key);
  return entries.some(({ path }) => {
    const written = segmentsOf(path.join('.'));
    return written.length >= wanted.length && wanted.every((segment, at) => segment === '*' || segment === written.at(at - wanted.length));
  });
}

const segmentsOf = (text: string) => text.toLowerCase().replace(/[_-]/g, '').split('.');

/** Files of properties have no maps: the key goes there in full. */
function inFull({ file, anchor }: RelaySetting, key: string) {
  return file.kind === 'properties' && anchor.key.includes('.') ? { anchor, name: key } : undefined;
}
