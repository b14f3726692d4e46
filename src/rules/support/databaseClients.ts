import { postfixDatabaseKeys } from '../../data/postfixParameters.ts';
import { type PostfixMainFile, parsePostfixMain } from '../../parse/postfixMain.ts';
import type { Span } from '../../text/span.ts';
import type { RuleContext } from '../types.ts';
import { judgeableValues } from './judgeable.ts';
import { itemSpan, tablesIn } from './tables.ts';

/** The file that tells the client of a database where to look and what to ask (mysql_table(5), ldap_table(5) and others). */
export interface DatabaseClient {
  readonly type: string;
  /** As the setting names it. */
  readonly path: string;
  /** Where main.cf names it first. */
  readonly at: Span;
  /** Written like a main.cf. Beware: it holds a password. */
  readonly file: PostfixMainFile;
}

/** Several rules ask about the same file. */
const found = new WeakMap<RuleContext, readonly DatabaseClient[]>();

/** The client files that main.cf names and that can be read, each once. */
export function databaseClients(context: RuleContext): readonly DatabaseClient[] {
  const known = found.get(context) ?? [...findClients(context)];
  found.set(context, known);
  return known;
}

function* findClients(context: RuleContext): Generator<DatabaseClient> {
  const seen = new Set<string>();
  for (const judged of judgeableValues(context, (_, type) => type === 'str')) {
    for (const { type, name: path, item } of tablesIn(judged)) {
      if (!/^[./]/.test(path) || seen.has(path) || !postfixDatabaseKeys(type)) continue;
      const text = context.folder?.view.readText(path);
      if (text === undefined) continue;
      seen.add(path);
      yield { type, path, at: itemSpan(judged, item), file: parsePostfixMain(text, path) };
    }
  }
}
