import { postfixWords } from './postfixWords.ts';

/** The words worth offering for a parameter. */
export interface PostfixEnumeration {
  /** A list takes several of them. */
  readonly isList: boolean;
  readonly values: readonly string[];
  /** There are values besides: host names, addresses. */
  readonly isOpen?: boolean;
}

const one = (...values: string[]): PostfixEnumeration => ({ isList: false, values });
const list = (...values: string[]): PostfixEnumeration => ({ isList: true, values });

const SASL_OPTIONS = ['noplaintext', 'noactive', 'nodictionary', 'noanonymous', 'mutual_auth', 'forward_secrecy'];
const PARENT_MATCHES = ['debug_peer_list', 'fast_flush_domains', 'mynetworks', 'permit_mx_backup_networks', 'qmqpd_authorized_clients', 'relay_domains'];

/**
 * Words for parameters that take others too, or whose words have a rule of their own, after the sources of Postfix 3.11
 * (checked 2026-11-21). The closed sets are in src/data/postfixWords.ts, and src/data/postfixMeanings.ts explains the TLS
 * security levels.
 */
const ROWS: readonly (readonly [name: RegExp, words: PostfixEnumeration])[] = [
  [/^(smtp|smtpd|lmtp|postscreen|tlsproxy)_tls_(mandatory_)?ciphers$/, one('medium', 'high', 'null')],
  [/_tls_(mandatory_)?protocols$/, list('>=TLSv1.2', '>=TLSv1.3', '<=TLSv1.3', '!SSLv2', '!SSLv3', '!TLSv1', '!TLSv1.1', 'TLSv1.2', 'TLSv1.3')],
  [/_tls_loglevel$/, one('0', '1', '2', '3', '4')],
  [/_tls_fingerprint_digest$/, one('sha256', 'sha512', 'sha1', 'md5')],
  [/^inet_interfaces$/, { ...list('all', 'loopback-only'), isOpen: true }],
  [/_sasl(_tls)?_security_options$/, list(...SASL_OPTIONS)],
  [/^smtpd_sasl_type$/, one('cyrus', 'dovecot')],
  [/^(smtp|lmtp)_sasl_type$/, one('cyrus')],
  [/^milter_default_action$/, one('accept', 'reject', 'tempfail', 'quarantine', 'shutdown')],
  [/^milter_protocol$/, one('2', '3', '4', '6')],
  [/^parent_domain_matches_subdomains$/, list(...PARENT_MATCHES, 'smtpd_access_maps')],
  [/^non_bdb_migration_level$/, one('disable', 'enable-redirect', 'enable-reindex')],
];

/** The words that are worth offering for a parameter; undefined when any text goes. */
export function postfixEnumeration(name: string): PostfixEnumeration | undefined {
  const words = postfixWords(name);
  if (words) return { isList: words.isList, values: words.words };
  return ROWS.find(([pattern]) => pattern.test(name))?.[1];
}
