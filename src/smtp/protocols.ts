/**
 * What other servers open with, or answer to bytes they don't understand. Sources: RFC 9051 §7.1 (IMAP), RFC 1939 §4
 * (POP3), RFC 4253 §4.2 (SSH), RFC 9112 §4 (HTTP), RFC 3977 §5.1 (NNTP), RFC 5804 §1.8 (ManageSieve), RFC 959 (FTP),
 * RFC 2033 §4.1 (LMTP), RFC 6143 §7.1.1 (VNC), MySQL's protocol page "Handshake v10", Redis' RESP page.
 */
const OPENINGS: readonly (readonly [RegExp, string])[] = [
  [/^\* (OK|PREAUTH|BYE)\b/i, 'IMAP'],
  [/^\+OK\b/i, 'POP3'],
  [/^SSH-\d/i, 'SSH'],
  [/^HTTP\/\d|^<(!doctype )?html/i, 'HTTP'],
  [/^(-ERR\b|-NOAUTH|-DENIED)/, 'Redis'],
  // Length in three bytes, packet number 0, then protocol version 10, which reads as a line end.
  [/^.\ufffd{3}$|mysql|mariadb/i, 'MySQL'],
  [/^20[01] .*\b(nntp|inn|news)/i, 'NNTP'],
  [/^"?IMPLEMENTATION"?\b|managesieve/i, 'ManageSieve'],
  [/^RFB \d{3}\.\d{3}/, 'VNC'],
  [/^220[ -](?!.*\bE?SMTP\b).*(\bftp|ftpd\b)/i, 'FTP'],
  [/^220[ -].*\blmtp\b/i, 'LMTP'],
  [/^:\S+ (NOTICE|ERROR) /, 'IRC'],
  [/^ERROR$/, 'memcached'],
];

/** The protocol that a first line belongs to when it is not SMTP's; undefined when none that we know. */
export function otherProtocol(line: string): string | undefined {
  return OPENINGS.find(([opening]) => opening.test(line))?.[1];
}
