/**
 * Programs and gateways that open TLS connections to look inside, known by the issuer they sign with. Each row is one
 * that its maker documents or that people have shown in public, compiled 2026-11-21; `source` says where.
 */
export interface TlsInterceptor {
  readonly product: string;
  /** A part of the issuer's name, lower case. */
  readonly issuer: string;
  /** `desktop` runs on this machine, `gateway` on the way out, `debugger` was started by a developer. */
  readonly kind: 'desktop' | 'gateway' | 'debugger';
  readonly source: string;
}

const rows: readonly TlsInterceptor[] = [
  { product: 'Avast', issuer: 'avast web/mail shield', kind: 'desktop', source: 'https://github.com/mscdex/node-imap/issues/741' },
  { product: 'Bitdefender', issuer: 'bitdefender', kind: 'desktop', source: 'https://github.com/SafeExamBrowser/seb-win/issues/62' },
  { product: 'ESET', issuer: 'eset ssl filter ca', kind: 'desktop', source: 'http://help.eset.com/eav/10/en-US/idh_config_epfw_ssl_cert_set.htm' },
  { product: 'FortiGate', issuer: 'fortinet', kind: 'gateway', source: 'https://docs.fortinet.com/document/fortiproxy/7.4.3/cli-reference/143620' },
  { product: 'Kaspersky', issuer: 'kaspersky', kind: 'desktop', source: 'https://support.kaspersky.com/KSVLA/5.2/en-US/94974.htm' },
  { product: 'Netskope', issuer: 'goskope.com', kind: 'gateway', source: 'https://docs.netskope.com/en/certificates/' },
  { product: 'Zscaler', issuer: 'zscaler', kind: 'gateway', source: 'https://help.zscaler.com/unified/choosing-ca-certificate-ssl-inspection' },
  { product: 'mitmproxy', issuer: 'cn=mitmproxy', kind: 'debugger', source: 'https://docs.mitmproxy.org/stable/concepts/certificates/' },
];

export const TLS_INTERCEPTORS: readonly TlsInterceptor[] = rows;

/** The program that signs as this issuer (`CN=…, O=…`), or undefined. */
export function tlsInterceptor(issuer: string): TlsInterceptor | undefined {
  const name = issuer.toLowerCase();
  return rows.find((row) => name.includes(row.issuer));
}
