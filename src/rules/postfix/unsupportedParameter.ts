import { existsIn, postfixParameter } from '../../data/postfixParameters.ts';
import { compareVersions } from '../../data/versions.ts';
import { mainCf } from '../support/examples.ts';
import { folderRule } from '../support/masterRule.ts';
import { mainCfFormat } from '../support/references.ts';

/** A parameter that the release in use does not have yet. */
export const unsupportedParameter = folderRule(
  {
    id: 'postfix/unsupported-parameter',
    severity: 'warning',
    listens: [],
    title: 'Parameter of a newer Postfix',
    why: 'Postfix takes any name and reads only those it knows. A parameter of a newer release has no effect in an older one, and nothing in the log says so.',
    bad: { ...mainCf('smtp_tls_chain_files = /etc/ssl/mail.pem\n'), version: '3.3' },
    ok: { ...mainCf('smtp_tls_cert_file = /etc/ssl/mail.pem\n'), version: '3.3' },
    references: [mainCfFormat],
  },
  function* ({ file, folder }) {
    for (const entry of file.entries) {
      const parameter = postfixParameter(entry.key);
      if (!parameter || !folder || existsIn(parameter, folder.version) || compareVersions(parameter.introduced, folder.version) <= 0) continue;
      yield { at: entry.keySpan, message: `"${entry.key}" came with Postfix ${parameter.introduced}, so Postfix ${folder.version} ignores it` };
    }
  },
);
