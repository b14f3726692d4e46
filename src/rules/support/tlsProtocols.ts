import { POSTFIX_LIST_SEPARATORS, splitTokens } from '../../parse/postfixTokens.ts';
import type { Span } from '../../text/span.ts';

/** The protocols that a list can name, oldest first (tls_misc.c). */
export const TLS_PROTOCOLS = ['SSLv2', 'SSLv3', 'TLSv1', 'TLSv1.1', 'TLSv1.2', 'TLSv1.3'] as const;
export type TlsProtocol = (typeof TLS_PROTOCOLS)[number];

/** One item of a protocol list: `!SSLv3`, `TLSv1.2`, `>=TLSv1.2`, `<=0x0303`. */
export interface ProtocolItem {
  readonly sign: '' | '!' | '>=' | '<=';
  /** What follows the sign. */
  readonly word: string;
  readonly wordSpan: Span;
  /** Absent for an unknown word and for a number, which only bounds can have. */
  readonly protocol?: TlsProtocol;
  readonly isUnknown: boolean;
}

/** Splits a protocol list as tls_proto_mask_lims in tls_misc.c does; spans count in the value. */
export function readProtocols(value: string): ProtocolItem[] {
  return splitTokens(value, { separators: `${POSTFIX_LIST_SEPARATORS}:` }).map(({ start, end }) => {
    const sign = (/^(>=|<=|!)/.exec(value.slice(start, end))?.[0] ?? '') as ProtocolItem['sign'];
    const word = value.slice(start + sign.length, end);
    const protocol = TLS_PROTOCOLS.find((name) => name.toLowerCase() === word.toLowerCase());
    const isNumber = (sign === '>=' || sign === '<=') && /^(0x[0-9a-f]+|\d+|)$/i.test(word);
    return { sign, word, wordSpan: { start: start + sign.length, end }, ...(protocol && { protocol }), isUnknown: !protocol && !isNumber };
  });
}

/** The protocols that a list leaves in use; undefined when a number or an unknown word takes part. */
export function enabledProtocols(items: readonly ProtocolItem[]): readonly TlsProtocol[] | undefined {
  if (items.some(({ protocol }) => !protocol)) return undefined;
  const of = (sign: ProtocolItem['sign']) => items.filter((item) => item.sign === sign).map(({ protocol }) => TLS_PROTOCOLS.indexOf(protocol!));
  const [included, excluded] = [of(''), of('!')];
  const floor = Math.max(0, ...of('>=').slice(-1));
  const ceiling = Math.min(TLS_PROTOCOLS.length, ...of('<=').slice(-1));
  return TLS_PROTOCOLS.filter((_, index) => {
    const isIn = included.length === 0 || included.includes(index);
    return isIn && !excluded.includes(index) && index >= floor && index <= ceiling;
  });
}
