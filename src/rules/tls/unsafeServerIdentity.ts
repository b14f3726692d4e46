import { isPrivateHost } from '../../discover/local.ts';
import type { RelaySetting } from '../../discover/types.ts';
import { setValue } from '../../parse/edit.ts';
import type { Entry } from '../../parse/types.ts';
import { defineRule } from '../define.ts';
import { properties } from '../support/examples.ts';
import { javaMailManual, javaMailProperties } from '../support/javaMail.ts';
import { keyName } from '../support/keyName.ts';
import { rfc } from '../support/references.ts';
import { isPatternFile, remoteRelays, severityFor } from '../support/relays.ts';

interface State {
  readonly setting: RelaySetting;
  readonly entry: Entry;
}

/** A certificate that may be anybody's, as long as some authority signed it. */
export const unsafeServerIdentity = defineRule<State>({
  meta: {
    id: 'tls/unsafe-server-identity',
    severity: 'warning',
    since: '0.1.0',
    kinds: ['properties', 'yaml', 'dotenv'],
    listens: ['security', 'host'],
    title: 'Host name in the certificate not checked',
    why: 'Everybody can get a certificate for a name of their own. If the name in it is not compared with the host, such a certificate is good enough to pose as the server and take the password.',
    bad: properties(
      'application.properties',
      'spring.mail.host=mail.acme.io\nspring.mail.port=465\nspring.mail.properties.mail.smtp.ssl.enable=true\nspring.mail.properties.mail.smtp.ssl.checkserveridentity=false\n',
    ),
    ok: properties(
      'application.properties',
      'spring.mail.host=mail.acme.internal\nspring.mail.port=465\nspring.mail.properties.mail.smtp.ssl.enable=true\nspring.mail.properties.mail.smtp.ssl.checkserveridentity=false\n',
    ),
    references: [javaMailManual, rfc(7817, '3')],
    fix: 'safe',
  },
  *run(context) {
    if (isPatternFile(context.file.path)) return;
    for (const setting of remoteRelays(context)) {
      const { host, security } = setting;
      if (!host || host.templated || isPrivateHost(host.value) || security.effective === 'none') continue;
      const property = javaMailProperties(setting).find(({ name }) => name === 'ssl.checkserveridentity');
      if (property?.entry.value.trim().toLowerCase() === 'false') yield { setting, entry: property.entry };
    }
  },
  word: ({ setting, entry }) => ({
    at: entry.valueSpan,
    severity: severityFor(setting, 'warning'),
    message: `"${keyName(entry)}" is "false": a certificate for any other name passes as that of "${setting.host!.value}"`,
  }),
  fixes: ({ entry }, { file }) => [{ title: 'Check the name in the certificate', safety: 'safe', isPreferred: true, edits: [setValue(file, entry, 'true')] }],
});
