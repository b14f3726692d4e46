/** The words that a parameter takes. */
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
const ADDRESS_CLASSES = ['envelope_sender', 'envelope_recipient', 'header_sender', 'header_recipient'];
const PARENT_MATCHES = ['debug_peer_list', 'fast_flush_domains', 'mynetworks', 'permit_mx_backup_networks', 'qmqpd_authorized_clients', 'relay_domains'];
const EHLO_KEYWORDS = ['8bitmime', 'auth', 'chunking', 'dsn', 'enhancedstatuscodes', 'etrn', 'pipelining', 'size', 'smtputf8', 'starttls', 'verp', 'vrfy'];
const FACILITIES = ['auth', 'authpriv', 'cron', 'daemon', 'ftp', 'kern', 'lpr', 'mail', 'news', 'syslog', 'user', 'uucp'];

/**
 * Sets of words, closed unless they say otherwise, by parameter name, after the name tables in the sources of Postfix 3.11 (checked 2026-11-21).
 * TLS security levels are not here: src/data/postfixMeanings.ts explains each of them.
 */
const ROWS: readonly (readonly [name: RegExp, words: PostfixEnumeration])[] = [
  [/^(smtp|smtpd|lmtp|postscreen|tlsproxy)_tls_(mandatory_)?ciphers$/, one('medium', 'high', 'null')],
  [/_tls_(mandatory_)?protocols$/, list('>=TLSv1.2', '>=TLSv1.3', '<=TLSv1.3', '!SSLv2', '!SSLv3', '!TLSv1', '!TLSv1.1', 'TLSv1.2', 'TLSv1.3')],
  [/_tls_loglevel$/, one('0', '1', '2', '3', '4')],
  [/_tls_fingerprint_digest$/, one('sha256', 'sha512', 'sha1', 'md5')],
  [/^(smtp|lmtp)_dns_support_level$/, one('disabled', 'enabled', 'dnssec')],
  [/^(smtp|lmtp)_host_lookup$/, list('dns', 'native')],
  [/^(smtp|lmtp)_address_preference$/, one('any', 'ipv4', 'ipv6')],
  [/^inet_protocols$/, list('all', 'ipv4', 'ipv6')],
  [/^inet_interfaces$/, { ...list('all', 'loopback-only'), isOpen: true }],
  [/^mynetworks_style$/, one('class', 'subnet', 'host')],
  [/^notify_classes$/, list('bounce', '2bounce', 'data', 'delay', 'policy', 'protocol', 'resource', 'software')],
  [/_sasl(_tls)?_security_options$/, list(...SASL_OPTIONS)],
  [/^smtpd_sasl_type$/, one('cyrus', 'dovecot')],
  [/^(smtp|lmtp)_sasl_type$/, one('cyrus')],
  [/^milter_default_action$/, one('accept', 'reject', 'tempfail', 'quarantine', 'shutdown')],
  [/^milter_protocol$/, one('2', '3', '4', '6')],
  [/^smtpd_forbid_bare_newline$/, one('no', 'yes', 'normalize', 'reject', 'note')],
  [/^(unverified|unknown|reject)_.*_tempfail_action$/, one('defer', 'defer_if_permit')],
  [/^postscreen_.*_action$/, one('drop', 'enforce', 'ignore')],
  [/^header_from_format$/, one('standard', 'obsolete')],
  [/^info_log_address_format$/, one('external', 'internal')],
  [/^receive_override_options$/, list('no_address_mappings', 'no_header_body_checks', 'no_milters', 'no_unknown_recipient_checks')],
  [/^propagate_unmatched_extensions$/, list('alias', 'canonical', 'forward', 'generic', 'include', 'virtual')],
  [/^smtputf8_autodetect_classes$/, list('all', 'bounce', 'forward', 'notify', 'qmqpd', 'sendmail', 'smtpd', 'verify')],
  [/^internal_mail_filter_classes$/, list('bounce', 'notify')],
  [/^(mailbox_delivery|virtual_mailbox)_lock$/, list('flock', 'fcntl', 'dotlock')],
  [/^(smtp|lmtp|smtpd)_discard_ehlo_keywords$/, list(...EHLO_KEYWORDS, 'silent-discard')],
  [/^allow_mail_to_(commands|files)$/, list('alias', 'forward', 'include')],
  [/^(canonical|masquerade|sender_canonical|recipient_canonical)_classes$/, list(...ADDRESS_CLASSES)],
  [/^(smtp|lmtp)_address_verify_target$/, one('rcpt', 'data')],
  [/^(smtp|lmtp)_pix_workarounds$/, list('disable_esmtp', 'delay_dotcrlf')],
  [/^smtpd_proxy_options$/, list('speed_adjust')],
  [/^sendmail_fix_line_endings$/, one('always', 'strict', 'never')],
  [/^(smtp|lmtp)_dns_resolver_options$/, list('res_defnames', 'res_dnsrch')],
  [/^non_empty_end_of_header_action$/, one('fix_quietly', 'add_header', 'reject')],
  [/^syslog_facility$/, one(...FACILITIES, ...Array.from({ length: 8 }, (_, number) => `local${number}`))],
  [/^parent_domain_matches_subdomains$/, list(...PARENT_MATCHES, 'smtpd_access_maps')],
  [/^non_bdb_migration_level$/, one('disable', 'enable-redirect', 'enable-reindex')],
];

/** The words that a parameter takes, undefined when its values are no closed set. */
export function postfixEnumeration(name: string): PostfixEnumeration | undefined {
  return ROWS.find(([pattern]) => pattern.test(name))?.[1];
}
