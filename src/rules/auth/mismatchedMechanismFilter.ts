import { splitPostfixList } from '../../discover/postfixList.ts';
import { mainCf } from '../support/examples.ts';
import { folderRule } from '../support/masterRule.ts';
import { scopedValues } from '../support/postfixScopes.ts';
import { postconf5 } from '../support/references.ts';

/** Mechanisms that a Cyrus SASL library brings without plug-ins from elsewhere. */
const BUNDLED = /^(plain|login|cram-md5|digest-md5|scram-[\w-]+|gssapi|gs2-[\w-]+|gss-spnego|ntlm|external|srp|otp|anonymous)$/i;

/** A filter that leaves only mechanisms which Postfix's SASL library may not have. */
export const mismatchedMechanismFilter = folderRule(
  {
    id: 'auth/mismatched-mechanism-filter',
    severity: 'information',
    listens: ['smtp_sasl_mechanism_filter'],
    title: 'Filter without a common mechanism',
    why: 'The filter keeps the mechanisms that it names. XOAUTH2 and OAUTHBEARER take a plug-in that neither Postfix nor Cyrus SASL comes with: without it every sign-in ends with "offered no supported AUTH mechanisms" and mail is deferred.',
    bad: mainCf('smtp_sasl_mechanism_filter = xoauth2\n'),
    ok: mainCf('smtp_sasl_mechanism_filter = !gssapi, !ntlm, static:rest\n'),
    references: [postconf5('smtp_sasl_mechanism_filter')],
  },
  function* (context) {
    for (const { entry, value } of scopedValues(context, (name) => /^(smtp|lmtp)_sasl_mechanism_filter$/.test(name))) {
      const items = splitPostfixList(value).map(({ text }) => text);
      // Tables and files of patterns may match anything.
      if (items.length === 0 || items.some((item) => /^[!/]|:/.test(item) || BUNDLED.test(item))) continue;
      yield {
        at: entry.valueSpan,
        message: `"${entry.key}" keeps only "${items.join(', ')}", which takes a SASL plug-in of its own. install it, or add "plain" and "login"`,
      };
    }
  },
);
