import { nextHops } from '../../discover/postfixNextHops.ts';
import { readTables } from '../../discover/postfixTable.ts';
import { mainCfAmong } from '../support/examples.ts';
import { mainRule } from '../support/mainRule.ts';
import { hasValue } from '../support/postfixClient.ts';
import { postconf5, postfixReadme } from '../support/references.ts';
import { hostOfKey, isPlain, renameRow, rowPlace } from '../support/tableRows.ts';

const MAIN = 'relayhost = [smtp.example.com]:587\nsmtp_tls_policy_maps = hash:/etc/postfix/tls_policy\n';

/** A key of the TLS policy table that no next hop has (tls_policy_lookup in smtp_tls_policy.c). */
export const mismatchedPolicyKey = mainRule(
  {
    id: 'tls/mismatched-policy-key',
    severity: 'warning',
    listens: ['smtp_tls_policy_maps', 'relayhost'],
    title: 'TLS policy for no next hop',
    why: 'A next hop with brackets or a port is looked up exactly as it is written. A policy under another form is never found and smtp_tls_security_level counts instead; with a relayhost no policy for a recipient domain is found either.',
    bad: mainCfAmong(MAIN, { tls_policy: 'smtp.example.com encrypt\n' }),
    ok: mainCfAmong(MAIN, { tls_policy: '[SMTP.example.com]:587 encrypt\n' }),
    references: [postconf5('smtp_tls_policy_maps'), postfixReadme('TLS_README', 'client_tls_policy')],
    fix: 'unsafe',
  },
  function* ({ folder, postfix }) {
    const tables = folder && readTables(folder, postfix, 'smtp_tls_policy_maps');
    if (!tables) return;
    const { hops, isComplete, hasDirect } = nextHops(folder, postfix);
    const isOpen = !isComplete || hasDirect || hops.length === 0 || !hops.every(isPlain) || hasValue(postfix, 'smtp_fallback_relay');
    if (isOpen || folder.master?.entries.some(({ key }) => key === 'relayhost' || key === 'smtp_tls_policy_maps')) return;
    const asked = new Set(hops.flatMap(({ text }) => lookups(text.toLowerCase())));
    for (const row of tables.rows) {
      if (asked.has(row.key.toLowerCase())) continue;
      const near = hops.find(({ destination }) => destination.host?.text.toLowerCase() === hostOfKey(row.key));
      yield {
        at: tables.entry.valueSpan,
        severity: near ? 'warning' : 'information',
        message: near
          ? `the TLS policy for "${row.key}" is never used: Postfix looks up "${near.text}"`
          : `the TLS policy for "${row.key}" is never used: mail goes to ${[...new Set(hops.map(({ text }) => `"${text}"`))].slice(0, 3).join(', ')}`,
        related: [rowPlace(row, 'the policy')],
        fixes: near && !asked.has(hostOfKey(row.key)!) ? [renameRow(row, near.text)] : [],
      };
    }
  },
);

/** What is asked for a next hop: a plain domain and its parents, anything else as it is. */
function lookups(hop: string): string[] {
  if (!/^[\w-]+(\.[\w-]+)*$/.test(hop)) return [hop];
  const labels = hop.split('.');
  return [hop, ...labels.slice(1).map((_, index) => `.${labels.slice(index + 1).join('.')}`)];
}
