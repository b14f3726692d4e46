import { compareVersions } from '../../data/versions.ts';
import { mainCfAmong } from '../support/examples.ts';
import { mainRule } from '../support/mainRule.ts';
import { postfixReadme } from '../support/references.ts';

const FIRST_RELEASE = '3.0';

/** A main.cf without compatibility_level, for which Postfix keeps the defaults of before 3.0. */
export const missingCompatibilityLevel = mainRule(
  {
    id: 'postfix/missing-compatibility-level',
    severity: 'information',
    listens: ['compatibility_level'],
    title: 'No compatibility level',
    why: 'Without compatibility_level Postfix takes level 0: daemons run chrooted by default, append_dot_mydomain is on, mynetworks_style and relay_domains are wider than today, and the log fills with notes about old defaults.',
    bad: mainCfAmong('relayhost =\n', { 'master.cf': 'smtp inet n - y - - smtpd\n' }),
    ok: mainCfAmong('compatibility_level = 3.6\nrelayhost =\n', { 'master.cf': 'smtp inet n - y - - smtpd\n' }),
    references: [postfixReadme('COMPATIBILITY_README')],
  },
  function* ({ file, postfix, folder }) {
    const [first] = file.entries;
    if (!first || !folder?.master || postfix.isSet('compatibility_level') || compareVersions(folder.version, FIRST_RELEASE) < 0) return;
    yield {
      at: first.keySpan,
      message: 'compatibility_level is not set, so the defaults of before Postfix 3.0 apply. set it after reading COMPATIBILITY_README',
    };
  },
);
