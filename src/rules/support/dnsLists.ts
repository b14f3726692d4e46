import { splitPostfixList } from '../../discover/postfixList.ts';
import { valueSpanIn } from '../../parse/segments.ts';
import type { Span } from '../../text/span.ts';
import type { RuleContext } from '../types.ts';
import { isMiswritten } from './judgeable.ts';
import { itemsHere } from './restrictions.ts';

/** A DNS list that a restriction or postscreen(8) asks: `domain=filter`, postscreen with a weight behind it. */
export interface DnsListHere {
  readonly domain: string;
  readonly filter?: string;
  readonly span: Span;
  readonly asker: string;
}

/** The DNS lists that the file at hand names. */
export function* dnsListsHere(context: RuleContext): Generator<DnsListHere> {
  const read = (text: string) => {
    const [domain = '', filter] = text.replace(/\*-?\d+$/, '').split('=');
    return { domain, ...(filter !== undefined && { filter }) };
  };
  for (const { item } of itemsHere(context)) {
    if (item.restriction?.argument === 'dns-list' && item.argument?.isWritten)
      yield { ...read(item.argument.text), span: item.argument.span, asker: item.name };
  }
  const { postfix, file } = context;
  const sites = postfix?.get('postscreen_dnsbl_sites').entry;
  if (!sites || isMiswritten(file, sites)) return;
  for (const { text, start, end } of splitPostfixList(sites.value)) {
    if (!text.includes('$')) yield { ...read(text), span: valueSpanIn(sites, start, end), asker: sites.key };
  }
}
