import { readTables } from '../../discover/postfixTable.ts';
import { POSTFIX_LIST_SEPARATORS, splitTokens } from '../../parse/postfixTokens.ts';
import { didYouMean, oneOf } from '../support/didYouMean.ts';
import { mainCfAmong } from '../support/examples.ts';
import { folderRule } from '../support/masterRule.ts';
import { CLIENT_TLS_LEVELS } from '../support/postfixClient.ts';
import { isHere, scopesOf } from '../support/postfixScopes.ts';
import { postconf5, postfixReadme } from '../support/references.ts';
import { rowPlace } from '../support/tableRows.ts';
import { readProtocols } from '../support/tlsProtocols.ts';

const ATTRIBUTES = ['match', 'protocols', 'ciphers', 'exclude', 'servername', 'tafile', 'connection_reuse', 'enable_rpk'];
const GRADES = ['high', 'medium', 'low', 'export', 'null'];
/** The levels at which a certificate is compared with something. */
const TAKES_MATCH = new Set(['fingerprint', 'verify', 'secure']);
/** The levels at which an authority vouches for a certificate. */
const TRUSTS_AUTHORITIES = new Set(['verify', 'secure']);
/** Attributes of which a policy has one at the most. */
const ONCE = new Set(['ciphers', 'protocols', 'exclude', 'servername']);

const MAIN = 'relayhost = [smtp.example.com]:587\nsmtp_tls_policy_maps = hash:/etc/postfix/tls_policy\n';

/** A line of the TLS policy table that smtp(8) can't use (tls_policy_lookup_one in smtp_tls_policy.c). */
export const malformedPolicy = folderRule(
  {
    id: 'tls/malformed-policy',
    severity: 'error',
    listens: ['smtp_tls_policy_maps'],
    title: 'TLS policy that Postfix cannot read',
    why: 'A policy is a TLS level and then attributes such as match=nexthop. At a mistake Postfix does not fall back to smtp_tls_security_level: all mail for this next hop is deferred with "client TLS configuration problem".',
    bad: mainCfAmong(MAIN, { tls_policy: '[smtp.example.com]:587 ecnrypt\n' }),
    ok: mainCfAmong(MAIN, { tls_policy: '[smtp.example.com]:587 secure match=nexthop:.example.com protocols=>=TLSv1.2\n' }),
    references: [postconf5('smtp_tls_policy_maps'), postfixReadme('TLS_README', 'client_tls_policy')],
    fix: 'unsafe',
  },
  function* (context) {
    const { folder } = context;
    const seen = new Set<unknown>();
    for (const { parameters } of folder ? scopesOf(context, 'smtp') : []) {
      const tables = readTables(folder!, parameters, 'smtp_tls_policy_maps');
      if (!tables || !isHere(context, tables.entry) || seen.has(tables.entry)) continue;
      seen.add(tables.entry);
      for (const row of tables.rows) {
        const fault = faultIn(row.value);
        if (!fault) continue;
        const { token, start, meant, message } = fault;
        const where = row.valueSpan.end - row.valueSpan.start === row.value.length ? row.valueSpan.start + start : undefined;
        const edit = meant && where !== undefined && { span: { start: where, end: where + token.length }, newText: meant };
        yield {
          at: tables.entry.valueSpan,
          message: `TLS policy for "${row.key}": ${message}`,
          related: [rowPlace(row, 'the policy')],
          fixes: edit
            ? [{ title: `Replace "${token}" in ${row.path} by ${meant}`, safety: 'unsafe', edits: [], elsewhere: [{ path: row.path, edits: [edit] }] }]
            : [],
        };
      }
    }
  },
);

interface Fault {
  readonly token: string;
  readonly start: number;
  readonly meant?: string | undefined;
  readonly message: string;
}

function faultIn(value: string): Fault | undefined {
  const [first, ...rest] = splitTokens(value, { separators: POSTFIX_LIST_SEPARATORS });
  if (!first) return undefined;
  const level = value.slice(first.start, first.end);
  if (!(CLIENT_TLS_LEVELS as readonly string[]).includes(level.toLowerCase())) {
    const meant = didYouMean(level.toLowerCase(), CLIENT_TLS_LEVELS);
    return { token: level, start: first.start, meant, message: `unknown TLS level "${level}". expected ${oneOf(CLIENT_TLS_LEVELS)}` };
  }
  // What follows "none" is ignored.
  if (level.toLowerCase() === 'none') return undefined;
  const seen = new Set<string>();
  for (const { start, end } of rest) {
    const token = value.slice(start, end);
    const fault = attributeFault(token, start, level.toLowerCase());
    if (fault) return fault;
    const name = token.slice(0, token.indexOf('=')).toLowerCase();
    if (ONCE.has(name) && seen.has(name)) return { token, start, message: `attribute "${name}" is given twice. join the two` };
    seen.add(name);
  }
  return undefined;
}

function attributeFault(token: string, start: number, level: string): Fault | undefined {
  const [, name = token, content] = /^([^=]*)=(.*)$/s.exec(token) ?? [];
  const at = { token: name, start };
  if (content === undefined) return { ...at, message: `"${token}" has no "=". an attribute is written "name=value" without blanks` };
  const known = name.toLowerCase();
  if (!ATTRIBUTES.includes(known))
    return { ...at, meant: didYouMean(known, ATTRIBUTES), message: `unknown attribute "${name}". expected ${oneOf(ATTRIBUTES)}` };
  if (content === '' && known !== 'exclude' && known !== 'protocols') return { ...at, message: `attribute "${name}" is empty` };
  if (known === 'match' && !TAKES_MATCH.has(level))
    return { ...at, message: `attribute "match" is not allowed at level "${level}", which compares no certificate` };
  if (known === 'tafile' && !TRUSTS_AUTHORITIES.has(level))
    return { ...at, message: `attribute "tafile" is not allowed at level "${level}", which asks no authority` };
  if (known === 'ciphers' && !GRADES.includes(content.toLowerCase()))
    return { ...at, message: `"${content}" is no cipher grade. expected ${oneOf(GRADES.slice(0, 2))}` };
  const protocol = known === 'protocols' ? readProtocols(content).find(({ isUnknown }) => isUnknown) : undefined;
  if (protocol) return { ...at, message: `unknown TLS protocol "${protocol.word}"` };
  const isSwitch = known === 'connection_reuse' || known === 'enable_rpk';
  return isSwitch && !/^(yes|no)$/i.test(content) ? { ...at, message: `attribute "${name}" is "yes" or "no"` } : undefined;
}
