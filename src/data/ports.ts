/** Ports of mail transfer and submission. IANA names: smtp 25, submission 587, submissions 465 (RFC 6409, RFC 8314 §7.3). */

/** Server to server, and the port that cloud networks block. */
export const SMTP_PORT = 25;
/** Submission: plain at first, then STARTTLS (RFC 6409). */
export const SUBMISSION_PORT = 587;
/** Submission with TLS from the first byte (RFC 8314 §3.3). */
export const IMPLICIT_TLS_PORT = 465;
/** Unregistered, offered by many relays where 25 and 587 are blocked. */
export const ALTERNATE_SUBMISSION_PORT = 2525;

const IMPLICIT_TLS_PORTS: ReadonlySet<number> = new Set([IMPLICIT_TLS_PORT, 2465, 8465]);
const STARTTLS_PORTS: ReadonlySet<number> = new Set([SMTP_PORT, SUBMISSION_PORT, ALTERNATE_SUBMISSION_PORT, 2587]);

/**
 * Says whether servers on this port expect TLS first, as a rule. A provider's own table may differ
 * (see Provider.ports): Mailtrap's sandbox has STARTTLS on 465.
 */
export function isImplicitTlsPort(port: number): boolean {
  return IMPLICIT_TLS_PORTS.has(port);
}

/** Says whether servers on this port speak first in clear text and offer STARTTLS (RFC 3207), as a rule. */
export function isStartTlsPort(port: number): boolean {
  return STARTTLS_PORTS.has(port);
}
