/**
 * DNS lists that their operators closed, so that they answer nothing or list every client, with the year. Each row is
 * stated by the operator or by two independent sources, compiled 2026-11-20; lists that are only said to be dead are not here.
 */
export interface DeadDnsbl {
  readonly domain: string;
  readonly since: number;
}

const rows: readonly DeadDnsbl[] = [
  { domain: 'bl.emailbasura.org', since: 2019 },
  { domain: 'dnsbl.ahbl.org', since: 2015 },
  { domain: 'dnsbl.inps.de', since: 2020 },
  { domain: 'dnsbl.njabl.org', since: 2013 },
  { domain: 'dnsbl.sorbs.net', since: 2024 },
  { domain: 'dsn.rfc-ignorant.org', since: 2012 },
  { domain: 'ircbl.ahbl.org', since: 2015 },
  { domain: 'ix.dnsbl.manitu.net', since: 2025 },
  { domain: 'list.dsbl.org', since: 2008 },
  { domain: 'rbl.megarbl.net', since: 2019 },
  { domain: 'relays.ordb.org', since: 2006 },
  { domain: 'rhsbl.ahbl.org', since: 2015 },
];

/** The dead list that a domain is, or lies below; undefined for all others. */
export function deadDnsbl(domain: string): DeadDnsbl | undefined {
  const name = domain.toLowerCase();
  return rows.find((row) => name === row.domain || name.endsWith(`.${row.domain}`));
}
