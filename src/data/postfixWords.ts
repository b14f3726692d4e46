/**
 * Words that parameters of main.cf take, beyond yes and no. Source: the tables in the Postfix sources that each row
 * names (3.12 snapshot, read 2026-11-21). TLS, SASL and milter words have rules of their own.
 */
export interface PostfixWords {
  readonly names: RegExp;
  readonly words: readonly string[];
  /** Several words, apart by commas or blanks. */
  readonly isList: boolean;
  readonly isCaseSensitive: boolean;
  /** The program that reads it stops at another word; else it leaves the word out. */
  readonly isFatal: boolean;
  /** Words that are taken as well and not worth offering. */
  readonly others?: RegExp;
}

const list = { isList: true, isCaseSensitive: true, isFatal: true } as const;
const one = { isList: false, isCaseSensitive: false, isFatal: true } as const;
const words = (text: string) => text.split(' ');

const ADDRESS_CLASSES = words('envelope_sender envelope_recipient header_sender header_recipient');

export const POSTFIX_WORDS: readonly PostfixWords[] = [
  // util/inet_proto.c
  { names: /^inet_protocols$/, words: words('all ipv4 ipv6'), ...list },
  // global/mynetworks.c
  { names: /^mynetworks_style$/, words: words('class subnet host'), ...one, isCaseSensitive: true },
  // global/mail_error.c
  { names: /^notify_classes$/, words: words('bounce 2bounce data delay policy protocol resource software'), ...list },
  // smtp/smtp.c
  { names: /^(smtp|lmtp)_dns_support_level$/, words: words('disabled enabled dnssec'), ...one, others: /^$/ },
  { names: /^(smtp|lmtp)_host_lookup$/, words: words('dns native'), ...list },
  { names: /^(smtp|lmtp)_address_preference$/, words: words('any ipv4 ipv6'), ...one },
  { names: /^smtp_dns_resolver_options$/, words: words('res_defnames res_dnsrch'), ...list },
  // smtp/smtp_proto.c
  { names: /^(smtp|lmtp)_address_verify_target$/, words: words('rcpt data'), ...one },
  { names: /^(smtp|lmtp)_pix_workarounds$/, words: words('disable_esmtp delay_dotcrlf'), ...list, isCaseSensitive: false, isFatal: false },
  // global/ehlo_mask.c
  {
    names: /^(smtp|lmtp|smtpd)_discard_(ehlo|lhlo)_keywords$/,
    words: words('8bitmime auth etrn pipelining size verp vrfy xclient xforward starttls enhancedstatuscodes dsn smtputf8 chunking requiretls silent-discard'),
    ...list,
    isCaseSensitive: false,
    isFatal: false,
  },
  // smtpd/smtpd.c, smtpd/smtpd_check.c, smtpd/smtpd_proxy.c
  { names: /^smtpd_forbid_bare_newline$/, words: words('yes no normalize reject note'), ...one },
  {
    names: /^(unverified_(sender|recipient)|unknown_(address|helo_hostname)|reject)_tempfail_action$/,
    words: words('defer defer_if_permit'),
    ...one,
  },
  { names: /^smtpd_proxy_options$/, words: words('speed_adjust'), ...list },
  // postscreen/postscreen.c
  {
    names: /^postscreen_(bare_newline|denylist|blacklist|dnsbl|greet|non_smtp_command|pipelining)_action$/,
    words: words('drop enforce ignore'),
    ...one,
  },
  // global/hfrom_format.c, global/info_log_addr_form.c
  { names: /^header_from_format$/, words: words('standard obsolete'), ...one },
  { names: /^info_log_address_format$/, words: words('external internal'), ...one },
  // global/input_transp.c, global/ext_prop.c, global/int_filt.c, global/smtputf8.c
  {
    names: /^receive_override_options$/,
    words: words('no_unknown_recipient_checks no_address_mappings no_header_body_checks no_milters'),
    ...list,
  },
  { names: /^propagate_unmatched_extensions$/, words: words('canonical virtual alias forward include generic'), ...list },
  { names: /^internal_mail_filter_classes$/, words: words('bounce notify'), ...list },
  { names: /^smtputf8_autodetect_classes$/, words: words('sendmail smtpd qmqpd forward bounce notify verify all'), ...list },
  // global/mbox_conf.c, local/local.c
  { names: /^(mailbox_delivery_lock|virtual_mailbox_lock)$/, words: words('flock fcntl dotlock'), ...list },
  { names: /^allow_mail_to_(commands|files)$/, words: words('alias forward include'), ...list },
  // cleanup/cleanup_init.c
  { names: /^((sender_|recipient_)?canonical|masquerade)_classes$/, words: ADDRESS_CLASSES, ...list },
  { names: /^non_empty_end_of_header_action$/, words: words('fix_quietly add_header reject'), ...one },
  // sendmail/sendmail.c
  { names: /^sendmail_fix_line_endings$/, words: words('always strict never'), ...one, isCaseSensitive: true },
  // util/msg_syslog.c
  {
    names: /^syslog_facility$/,
    words: words('mail local0 local1 local2 local3 local4 local5 local6 local7 daemon user'),
    ...one,
    isCaseSensitive: true,
    others: /^(auth|authpriv|cron|ftp|kern|lpr|news|security|syslog|uucp)$/,
  },
];

/** The words that a parameter takes; undefined where any text goes. */
export function postfixWords(name: string): PostfixWords | undefined {
  return POSTFIX_WORDS.find(({ names }) => names.test(name));
}

const TABLE_TYPES = words(
  'btree cdb cidr dbm debug environ fail hash inline internal ldap lmdb memcache mongodb mysql netinfo nis nisplus pcre pgsql pipemap proxy randmap regexp sdbm socketmap sqlite static tcp texthash unionmap unix',
);

/** Every lookup table type of any release (DATABASE_README, dict_open.c); some need a package of their own. */
export const POSTFIX_TABLE_TYPES: ReadonlySet<string> = new Set(TABLE_TYPES);
