import { type PostfixDestination, parseDestinations } from '../../discover/postfixDestination.ts';
import { valueSpanIn } from '../../parse/segments.ts';
import type { Entry } from '../../parse/types.ts';
import type { Span } from '../../text/span.ts';
import type { RuleContext } from '../types.ts';
import { inlineComments, oddCharacters, quoteAround } from './postfixText.ts';

/** One next hop as it stands in the file. */
export interface WrittenDestination {
  readonly entry: Entry;
  readonly destination: PostfixDestination;
  /** Turns a span of the value into one of the file. */
  readonly place: (inValue: Span) => Span;
}

/** Parameters whose whole value is a list of next hops for smtp(8). */
const NEXT_HOPS = ['relayhost', 'smtp_fallback_relay', 'fallback_relay'];

/** The next hops that main.cf names literally; a value with a mistake of writing has a finding of its own and is left out. */
export function writtenDestinations({ postfix }: RuleContext, names: readonly string[] = NEXT_HOPS): WrittenDestination[] {
  return names.flatMap((name) => {
    const entry = postfix?.get(name).entry;
    if (!entry || inlineComments(entry).length > 0 || quoteAround(entry) !== undefined || oddCharacters(entry.value).length > 0) return [];
    const place = ({ start, end }: Span) => valueSpanIn(entry, start, end);
    return parseDestinations(entry.value).map((destination) => ({ entry, destination, place }));
  });
}
