import { postfixEnumeration } from '../../../data/postfixEnumerations.ts';
import { postfixParameter } from '../../../data/postfixParameters.ts';
import { isFreeText } from '../../../rules/support/postfixText.ts';
import { takesTablesOnly } from '../../../rules/support/tables.ts';

/** Lists by the ends of their names (postconf(5)). */
const LIST =
  /(_restrictions|_domains|_networks|_clients|_milters|_classes|_exclude_ciphers|_protocols|_ehlo_keywords|_security_options|_exceptions_networks|_authorized_users|_dnsbl_sites)$/;

const LIST_NAMES = new Set(
  [
    'mydestination',
    'mynetworks',
    'inet_interfaces',
    'inet_protocols',
    'debug_peer_list',
    'masquerade_exceptions',
    'proxy_read_maps',
    'proxy_write_maps',
  ].concat([
    'authorized_flush_users',
    'authorized_mailq_users',
    'authorized_submit_users',
    'smtp_fallback_relay',
    'postscreen_access_list',
    'smtpd_client_event_limit_exceptions',
  ]),
);

/** Says whether the value of a parameter is a list whose items are apart by commas or blanks, however many. */
export function isListParameter(name: string): boolean {
  if (postfixParameter(name)?.type !== 'str' || isFreeText(name)) return false;
  return LIST_NAMES.has(name) || LIST.test(name) || takesTablesOnly(name) || postfixEnumeration(name)?.isList === true;
}
