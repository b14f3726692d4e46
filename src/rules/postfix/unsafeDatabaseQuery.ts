import { valueSpanIn } from '../../parse/segments.ts';
import { databaseClients } from '../support/databaseClients.ts';
import { mainCfAmong } from '../support/examples.ts';
import { mainRule } from '../support/mainRule.ts';
import { postfixReadme } from '../support/references.ts';

const MAIN = 'virtual_alias_maps = pgsql:/etc/postfix/aliases.cf\n';
const SQL = new Set(['mysql', 'pgsql', 'sqlite']);

interface OpenKey {
  readonly text: string;
  readonly at: number;
  readonly quote: '' | '"';
}

/** A part of the key that a query holds outside of single quotes. */
export const unsafeDatabaseQuery = mainRule(
  {
    id: 'postfix/unsafe-database-query',
    severity: 'warning',
    listens: ['virtual_alias_maps', 'virtual_mailbox_maps', 'virtual_mailbox_domains', 'smtpd_sender_login_maps'],
    title: 'Database query with an unquoted address',
    why: 'What a sender or client says takes the place of "%s" and its kind. The client of the database makes it harmless for a text in single quotes only; elsewhere an address breaks the query, or becomes a part of it.',
    bad: mainCfAmong(MAIN, { 'aliases.cf': 'dbname = mail\nquery = SELECT goto FROM alias WHERE address = %s\n' }),
    ok: mainCfAmong(MAIN, { 'aliases.cf': "dbname = mail\nquery = SELECT goto FROM alias WHERE address = '%u@%d' AND name LIKE 'a%%'\n" }),
    references: [postfixReadme('MYSQL_README'), postfixReadme('PGSQL_README'), postfixReadme('SQLITE_README')],
  },
  function* (context) {
    for (const { type, path, at, file } of databaseClients(context)) {
      const entry = SQL.has(type) ? file.entries.filter(({ key }) => key === 'query').at(-1) : undefined;
      const open = entry && openKey(entry.value);
      // MySQL takes both quotes for those of a text, and its client escapes both.
      if (!entry || !open || (open.quote === '"' && type === 'mysql')) continue;
      yield {
        at,
        message: `"${open.text}" in the query of ${path} ${open.quote === '' ? 'has no quotes around it' : 'is in double quotes'}. write it in single quotes: an address is a part of the query else`,
        related: [{ path, span: valueSpanIn(entry, open.at, open.at + open.text.length), message: 'this part of the query' }],
      };
    }
  },
);

/** The first `%s`, `%u`, `%d` or `%1` (mysql_table(5)) outside of single quotes; undefined where quotes of another kind leave that open. */
function openKey(query: string): OpenKey | undefined {
  if (/[$`\\]|--|\/\*/.test(query)) return undefined;
  let quote = '';
  for (const { 0: text, index } of query.matchAll(/%.|['"]/gs)) {
    if (text === quote) quote = '';
    else if (text === "'" || text === '"') quote ||= text;
    else if (/^%[sudSUD1-9]$/.test(text) && quote !== "'") return { text, at: index, quote: quote === '"' ? '"' : '' };
  }
  return undefined;
}
