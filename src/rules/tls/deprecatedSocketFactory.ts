import type { RelaySetting } from '../../discover/types.ts';
import { renameKey, setValue } from '../../parse/edit.ts';
import { defineRule } from '../define.ts';
import { properties } from '../support/examples.ts';
import { type JavaMailProperty, javaMailManual, javaMailProperties } from '../support/javaMail.ts';
import { remoteRelays } from '../support/relays.ts';

interface State {
  readonly setting: RelaySetting;
  readonly property: JavaMailProperty;
  readonly isEnabledToo: boolean;
}

const OLD_NAME = /socketFactory\.class$/i;

/** The way to TLS from before Jakarta Mail had a switch for it. */
export const deprecatedSocketFactory = defineRule<State>({
  meta: {
    id: 'tls/deprecated-socket-factory',
    severity: 'information',
    since: '0.1.0',
    kinds: ['properties', 'yaml', 'dotenv'],
    listens: ['security'],
    title: 'Socket factory in place of the TLS switch',
    why: 'Old guides have Java mail speak TLS by naming a factory for sockets. If that factory fails, the connection is tried again without TLS unless "socketFactory.fallback" is off as well. One switch, "ssl.enable", has done it without a fallback since JavaMail 1.4.2.',
    bad: properties(
      'application.properties',
      'spring.mail.host=mail.acme.io\nspring.mail.port=465\nspring.mail.properties.mail.smtp.socketFactory.class=javax.net.ssl.SSLSocketFactory\n',
    ),
    ok: properties('application.properties', 'spring.mail.host=mail.acme.io\nspring.mail.port=465\nspring.mail.properties.mail.smtp.ssl.enable=true\n'),
    references: [javaMailManual],
    fix: 'unsafe',
  },
  *run(context) {
    for (const setting of remoteRelays(context)) {
      const all = javaMailProperties(setting);
      const property = all.find(({ name, entry }) => name === 'socketfactory.class' && /^javax\.net\.ssl\.SSLSocketFactory$/i.test(entry.value.trim()));
      if (property) yield { setting, property, isEnabledToo: all.some(({ name, entry }) => name === 'ssl.enable' && entry.value === 'true') };
    }
  },
  word: ({ property: { entry, protocol }, isEnabledToo }) => ({
    at: entry.keySpan,
    message: isEnabledToo
      ? `"mail.${protocol}.ssl.enable" does the work of the socket factory, which only adds a fallback to clear text`
      : `a socket factory falls back to clear text where it fails. "mail.${protocol}.ssl.enable" = "true" is the switch for TLS`,
    tag: 'deprecated',
  }),
  fixes: ({ property: { entry }, isEnabledToo }, { file }) =>
    isEnabledToo || !OLD_NAME.test(entry.key)
      ? []
      : [
          {
            title: 'Use ssl.enable',
            safety: 'unsafe',
            isPreferred: true,
            edits: [renameKey(file, entry, entry.key.replace(OLD_NAME, 'ssl.enable')), setValue(file, entry, 'true')],
          },
        ],
});
