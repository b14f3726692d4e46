import { FAMILY_BITS, networkAddress, parseIpAddress } from '../parse/ipAddress.ts';
import { parseMacros } from '../parse/postfixMacro.ts';
import { foldKey } from '../parse/postfixMapIndexed.ts';
import type { MapPattern, MapRule, MapTest, PostfixMapFile } from '../parse/postfixMapTypes.ts';
import type { Entry } from '../parse/types.ts';

/** What a table answers: a result with the entry it comes from, nothing, or that we can't tell. */
export type MapAnswer = { readonly kind: 'found'; readonly value: string; readonly entry: Entry } | { readonly kind: 'none' } | { readonly kind: 'unknown' };

const NONE: MapAnswer = { kind: 'none' };
const UNKNOWN: MapAnswer = { kind: 'unknown' };

/** Longest key that is matched with expressions. */
const MAX_KEY = 2_000;

/**
 * Looks a key up as `postmap -q` does: exactly, without regard to case in indexed tables, the first rule that matches in
 * cidr and regexp tables. Gives no verdict on pcre tables, on expressions that JavaScript might match otherwise, and on
 * letters beyond ASCII. The search for parts of addresses and domains, which Postfix does around it, is not done here.
 */
export function lookUpInMap(file: PostfixMapFile, key: string): MapAnswer {
  if (file.grammar === 'indexed' || file.grammar === 'aliases') return lookUpExactly(file, key);
  if (file.grammar === 'cidr') return followRules(file.rules, (test) => testAddress(test, key));
  return followRules(file.rules, (test) => testText(test, key), key);
}

const isAscii = (text: string) => /^[\0-\x7f]*$/.test(text);

function lookUpExactly({ entries }: PostfixMapFile, key: string): MapAnswer {
  const folded = foldKey(key);
  const entry = entries.find((one) => foldKey(one.key) === folded);
  if (entry) return { kind: 'found', value: entry.value, entry };
  return isAscii(key) ? NONE : UNKNOWN;
}

/** Goes through the rules; an `if` that does not hold skips to its `endif`, or to the end. `undefined` from `holds` means that one can't tell. */
function followRules(rules: readonly MapRule[], holds: (test: MapTest) => boolean | undefined, key?: string): MapAnswer {
  for (let index = 0; index < rules.length; index += 1) {
    const rule = rules[index]!;
    if (rule.kind === 'endif') continue;
    const isMet = holds(rule.test);
    if (isMet === undefined) return UNKNOWN;
    if (rule.kind === 'match') {
      if (isMet) return resultOf(rule, key);
    } else if (!isMet) {
      if (rule.endif === undefined) return NONE;
      index = rule.endif;
    }
  }
  return NONE;
}

function testAddress(test: MapTest, key: string): boolean | undefined {
  const address = parseIpAddress(key);
  if (test.kind !== 'network' || !address || address.family !== test.network.family) return false;
  const isInside = networkAddress(address, Math.min(test.network.prefix, FAMILY_BITS[address.family])).bits === test.network.bits;
  return isInside !== test.isNegated;
}

function testText(test: MapTest, key: string): boolean | undefined {
  if (test.kind !== 'patterns') return undefined;
  for (const pattern of test.patterns) {
    const expression = compile(pattern, key);
    if (!expression) return undefined;
    if (expression.test(key) === pattern.isNegated) return false;
  }
  return true;
}

/** The expression in JavaScript; undefined when it might not match the same texts. */
function compile({ regexp, ignoresCase, flags }: MapPattern, key: string): RegExp | undefined {
  if (regexp?.source === undefined || !isAscii(key) || key.length > MAX_KEY) return undefined;
  // Lines count only where the flag says so, and only in keys that have several.
  if (key.includes('\n') && flags.includes('m')) return undefined;
  return new RegExp(regexp.source, ignoresCase ? 'is' : 's');
}

function resultOf({ entry, test }: Extract<MapRule, { kind: 'match' }>, key: string | undefined): MapAnswer {
  if (test.kind !== 'patterns') return { kind: 'found', value: entry.value, entry };
  const { nodes } = parseMacros(entry.value);
  const [first] = test.patterns;
  const groups = nodes.some((node) => node.kind !== 'literal') ? groupsOf(first!, key!) : [];
  if (!groups) return UNKNOWN;
  const value = nodes.map((node) => (node.kind === 'literal' ? node.text : (groups[Number(node.kind === 'reference' ? node.name : 0)] ?? ''))).join('');
  return { kind: 'found', value, entry };
}

function groupsOf(pattern: MapPattern, key: string): readonly (string | undefined)[] | undefined {
  return pattern.regexp?.isCaptureSure ? (compile(pattern, key)?.exec(key) ?? undefined) : undefined;
}
