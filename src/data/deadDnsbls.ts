/**
 * DNS lists that no longer answer, or answer for every client. Source: the operators' closing notices as the mail
 * administrators' press reported them, by year; looked through on 2026-11-21.
 */
export interface DeadDnsbl {
  readonly domain: string;
  readonly since: number;
  /** The list that took its data over. */
  readonly successor?: string;
}

const rows: readonly DeadDnsbl[] = [
  { domain: 'ahbl.org', since: 2015 },
  { domain: 'blackholes.easynet.nl', since: 2003 },
  { domain: 'cbl.abuseat.org', since: 2021, successor: 'zen.spamhaus.org' },
  { domain: 'dnsbl.ahbl.org', since: 2015 },
  { domain: 'dnsbl.njabl.org', since: 2013 },
  { domain: 'dnsbl.sorbs.net', since: 2024 },
  { domain: 'list.dsbl.org', since: 2008 },
  { domain: 'njabl.org', since: 2013 },
  { domain: 'opm.blitzed.org', since: 2006 },
  { domain: 'ordb.org', since: 2006 },
  { domain: 'relays.ordb.org', since: 2006 },
  { domain: 'rhsbl.ahbl.org', since: 2015 },
  { domain: 'sorbs.net', since: 2024 },
];

/** The dead list that a domain is, or lies below; undefined for all others. */
export function deadDnsbl(domain: string): DeadDnsbl | undefined {
  const name = domain.toLowerCase();
  return rows.find((row) => name === row.domain || name.endsWith(`.${row.domain}`));
}
