import { postfixParameter, serviceSuffixOf } from '../../data/postfixParameters.ts';

/** Lists and words that are text to Postfix's reader and yet stop the program that interprets them. */
const STRICT_NAMES = /^(relayhost|myhostname|mydomain|inet_(protocols|interfaces))$|_security_(level|options)$|_maps?$|_database$|_protocols$|_ciphers$/;

const STRICT_TYPES = new Set(['bool', 'nbool', 'int', 'nint', 'long', 'time']);

/** Says whether a program stops, or keeps all mail back, when this parameter's value is not of its form. */
export function stopsOnBadValue(name: string): boolean {
  const type = (postfixParameter(name) ?? serviceSuffixOf(name))?.type;
  return (type !== undefined && STRICT_TYPES.has(type)) || STRICT_NAMES.test(name);
}

/** The yes/no switches from before Postfix 2.3, which `*_tls_security_level` replaced. */
export function isLegacyTlsSwitch(name: string): boolean {
  return /^(smtp|lmtp|smtpd)_(use|enforce)_tls$/.test(name);
}
