import { type Span, span } from '../text/span.ts';
import { isSpaceCode, skipSpace } from './ascii.ts';
import { FAMILY_BITS, formatIpAddress, networkAddress, parseIpAddress } from './ipAddress.ts';
import type { MapLine } from './postfixMapLine.ts';
import { keywordOf, type RuleLine } from './postfixMapRules.ts';
import type { Network } from './postfixMapTypes.ts';
import { trimmed } from './postfixTokens.ts';

const SKIPPED = ': skipping this rule';

/** Reads one line of a cidr table: `[!]network result`, `if [!]network`, `endif` (cidr_table(5), dict_cidr.c). */
export function readCidrLine(line: MapLine, nesting: number): RuleLine | undefined {
  const { text } = line;
  const keyword = keywordOf(text);
  if (keyword === 'endif') return readEndif(line, nesting);
  const { start, isNegated } = skipNegations(text, keyword === 'if' ? 2 : 0);
  if (start === text.length) {
    line.report('missing-pattern', line.whole(), 'a network is missing here: Postfix leaves out the line', `no address pattern${SKIPPED}`);
    return undefined;
  }
  if (keyword === 'if') {
    const network = readNetwork(line, span(start, text.length));
    return network && { kind: 'if', test: { kind: 'network', network, isNegated } };
  }
  let end = start;
  while (end < text.length && !isSpaceCode(text.charCodeAt(end))) end += 1;
  const network = readNetwork(line, span(start, end));
  if (!network) return undefined;
  const value = trimmed(text, span(end, text.length));
  if (value.start === value.end) {
    line.report('missing-value', span(start, end), 'a network needs a result after it: Postfix leaves out the line', `no lookup result${SKIPPED}`);
    return undefined;
  }
  return { kind: 'match', test: { kind: 'network', network, isNegated }, entry: line.entry(span(start, end), value) };
}

function readEndif(line: MapLine, nesting: number): RuleLine | undefined {
  if (skipSpace(line.text, 'endif'.length) < line.text.length) {
    line.report('text-after-endif', span('endif'.length, line.text.length), 'text after "endif": Postfix leaves out the line', `garbage after ENDIF${SKIPPED}`);
    return undefined;
  }
  if (nesting === 0) {
    line.report('endif-without-if', line.whole(), '"endif" without "if": Postfix leaves out the line', `ENDIF without IF${SKIPPED}`);
    return undefined;
  }
  return { kind: 'endif' };
}

/** Each `!` turns the meaning around; blanks between them do not matter. */
export function skipNegations(text: string, from: number): { start: number; isNegated: boolean } {
  let start = from;
  let isNegated = false;
  for (; start < text.length && (text[start] === '!' || isSpaceCode(text.charCodeAt(start))); start += 1) if (text[start] === '!') isNegated = !isNegated;
  return { start, isNegated };
}

/** `address`, `address/length`, each with `[ ]` around the address or around all of it (cidr_match.c). */
function readNetwork(line: MapLine, where: Span): Network | undefined {
  const pattern = line.text.slice(where.start, where.end);
  const fail = (message: string, logged: string) => {
    line.report('bad-network', where, `${message}. Postfix leaves out the line`, `${logged}${SKIPPED}`);
    return undefined;
  };
  let plain = pattern;
  if (pattern.startsWith('[')) {
    const close = pattern.indexOf(']');
    if (close === -1) return fail('missing "]"', `missing ']' character after "${pattern}"`);
    const after = pattern.slice(close + 1);
    if (after !== '' && !after.startsWith('/')) return fail('text after "]"', `garbage after "${pattern.slice(0, close + 1)}"`);
    plain = pattern.slice(1, close) + after;
  }
  const slash = plain.indexOf('/');
  const address = slash === -1 ? plain : plain.slice(0, slash);
  const mask = slash === -1 ? undefined : plain.slice(slash + 1);
  const bits = FAMILY_BITS[address.includes(':') ? 6 : 4];
  const shown = `"${address}/${mask}"`;
  if (mask !== undefined && !/^\d+$/.test(mask)) return fail(`"${mask}" is no prefix length`, `bad mask value in ${shown}`);
  const prefix = mask === undefined ? bits : Number(mask);
  if (prefix > bits) return fail(`a prefix length is at most ${bits}`, `bad mask length in ${shown}`);
  const ip = parseIpAddress(address);
  if (!ip)
    return fail(
      `"${address}" is no address. host names and ranges are not understood`,
      mask === undefined ? `bad address pattern: "${address}"` : `bad network value in ${shown}`,
    );
  const network = networkAddress(ip, prefix);
  if (network.bits !== ip.bits) {
    const better = `${formatIpAddress(network)}/${prefix}`;
    const logged = `non-null host address bits in ${shown}, perhaps you should use "${better}" instead${SKIPPED}`;
    line.report('host-bits', where, `bits are set behind the prefix, so Postfix leaves out the line. the network is ${better}`, logged);
    return undefined;
  }
  return { ...network, prefix };
}
