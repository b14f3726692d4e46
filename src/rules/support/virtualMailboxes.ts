import type { PostfixMain } from '../../discover/postfixMain.ts';
import { hasValue } from './postfixClient.ts';

/** Says whether mail for virtual mailbox domains surely goes to virtual(8), which the tables of this file then serve. */
export function deliversVirtually(main: PostfixMain): boolean {
  const domains = main.get('virtual_mailbox_domains');
  const transport = main.get('virtual_transport');
  const isRouted = ['transport_maps', 'virtual_alias_maps'].some((name) => hasValue(main, name));
  return domains.isKnown && domains.value !== '' && transport.isKnown && /^virtual:?$/.test(transport.value) && !isRouted;
}
