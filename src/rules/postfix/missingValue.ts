import { defaultFor, postfixParameter } from '../../data/postfixParameters.ts';
import { mainCf } from '../support/examples.ts';
import { folderRule } from '../support/masterRule.ts';
import { scopedValues } from '../support/postfixScopes.ts';
import { mainCfFormat } from '../support/references.ts';
import { isPatternFile } from '../support/relays.ts';

/** Their programs run on few machines only. */
const OPTIONAL_PROGRAMS = /^(postscreen|tlsproxy|dnsblog|lmtp|virtual|verp|address_verify)_/;

/** For the scripts that install and document Postfix: no program that handles mail reads them. */
const INSTALL_NAMES = /^((html|manpage|readme|sample)_directory|(sendmail|mailq|newaliases)_path)$/;

/** An empty default with a least length is for programs that have to be told. */
function needsValue(name: string): boolean {
  return !INSTALL_NAMES.test(name) && (postfixParameter(name)?.min ?? 0) > 0 && (defaultFor(name) ?? '') !== '';
}

/** An empty text where Postfix asks for at least one character (mail_conf_str(3)). */
export const missingValue = folderRule(
  {
    id: 'postfix/missing-value',
    severity: 'error',
    listens: [],
    title: 'Empty value where one is needed',
    why: 'Some parameters have to have a value. When it is empty, the program that reads the parameter stops with "bad string length 0 < 1", and mail waits in the queue or is not accepted.',
    bad: mainCf('smtp_helo_name =\n'),
    ok: mainCf('relayhost =\nsmtp_helo_name = mail.example.com\n'),
    references: [mainCfFormat],
  },
  function* (context) {
    // The prototypes that Postfix comes with leave paths and owners to the installation.
    if (isPatternFile(context.file.path) || context.file.path.endsWith('.proto')) return;
    for (const { entry, value, service } of scopedValues(context, (name, type) => type === 'str' && needsValue(name))) {
      if (value === '')
        yield {
          at: entry.keySpan,
          severity: OPTIONAL_PROGRAMS.test(entry.key) ? 'warning' : 'error',
          message: `"${entry.key}" must not be empty. give it a value or remove the ${service ? 'option' : 'line'}`,
        };
    }
  },
);
