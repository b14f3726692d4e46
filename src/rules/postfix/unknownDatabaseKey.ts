import { postfixDatabaseKeys } from '../../data/postfixParameters.ts';
import { databaseClients } from '../support/databaseClients.ts';
import { didYouMean } from '../support/didYouMean.ts';
import { mainCfAmong } from '../support/examples.ts';
import { mainRule } from '../support/mainRule.ts';
import { postfixReadme } from '../support/references.ts';

const MAIN = 'virtual_alias_maps = mysql:/etc/postfix/aliases.cf\n';
const CLIENT = 'hosts = 127.0.0.1\ndbname = mail\nuser = reader\npassword = placeholder\n';

/** A name in a database client's file that the client does not read. */
export const unknownDatabaseKey = mainRule(
  {
    id: 'postfix/unknown-database-key',
    severity: 'warning',
    listens: ['virtual_alias_maps', 'virtual_mailbox_maps', 'virtual_mailbox_domains', 'smtpd_sender_login_maps'],
    title: 'Unknown name in a database client file',
    why: 'The client of a database reads the names it knows and no others, without a message. A misspelt one keeps its default: no host, no query, or an answer in another form.',
    bad: mainCfAmong(MAIN, { 'aliases.cf': `${CLIENT}querry = SELECT goto FROM alias WHERE address = '%s'\n` }),
    ok: mainCfAmong(MAIN, { 'aliases.cf': `${CLIENT}query = SELECT goto FROM alias WHERE address = '%s'\n` }),
    references: [postfixReadme('MYSQL_README'), postfixReadme('LDAP_README'), postfixReadme('PGSQL_README'), postfixReadme('SQLITE_README')],
    fix: 'unsafe',
  },
  function* (context) {
    for (const { type, path, at, file } of databaseClients(context)) {
      const known = postfixDatabaseKeys(type)!;
      const given = new Set(file.entries.map(({ key }) => key));
      for (const { key, keySpan } of file.entries) {
        // Other text may be half of a password.
        if (known.includes(key) || !/^[A-Za-z]\w*$/.test(key)) continue;
        const near = didYouMean(key, known);
        const meant = near !== undefined && !given.has(near) ? near : undefined;
        const edits = [{ span: keySpan, newText: meant ?? key }];
        yield {
          at,
          severity: meant ? 'warning' : 'information',
          message: `"${key}" in ${path} is no name that the ${type} client reads, so it has no effect${meant ? `. did you mean "${meant}"?` : ''}`,
          related: [{ path, span: keySpan, message: 'the name' }],
          fixes: meant ? [{ title: `Rename "${key}" in ${path} to "${meant}"`, safety: 'unsafe', edits: [], elsewhere: [{ path, edits }] }] : [],
        };
      }
    }
  },
);
