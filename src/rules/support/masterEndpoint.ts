import type { MasterService } from '../../parse/postfixMaster.ts';

/** The names of ports that a master.cf uses, from services(5) of Debian. */
export const PORT_NAMES: ReadonlyMap<string, number> = new Map([
  ['smtp', 25],
  ['mail', 25],
  ['domain', 53],
  ['http', 80],
  ['pop3', 110],
  ['imap2', 143],
  ['imap', 143],
  ['https', 443],
  ['urd', 465],
  ['smtps', 465],
  ['submissions', 465],
  ['ssmtp', 465],
  ['submission', 587],
  ['qmqp', 628],
  ['ldaps', 636],
  ['imaps', 993],
  ['pop3s', 995],
  ['lmtp', 24],
]);

/** The address and port of an inet service as written (host_port(3)): `[::1]:25`, `127.0.0.1:smtp`, `587`. */
export function inetEndpoint(name: string): { readonly host: string; readonly port: string } {
  const [, host = '', port = ''] = /^(?:(.*):)?([^:\]]*)$/.exec(name) ?? [];
  return { host: host.replace(/^\[(.*)\]$/, '$1').toLowerCase(), port };
}

/** What stands for the endpoint of a service, the same for different ways to write it. */
export function endpointOf({ fields }: MasterService): string {
  const { text } = fields.service;
  if (fields.type.text !== 'inet') return `${text} ${fields.type.text}`;
  const { host, port } = inetEndpoint(text);
  return `${host}:${PORT_NAMES.get(port.toLowerCase()) ?? port} inet`;
}
