import { databaseKeysIn } from '../../data/postfixBuilds.ts';
import { insideBraces, POSTFIX_LIST_SEPARATORS, splitTokens } from '../../parse/postfixTokens.ts';
import { type Span, span } from '../../text/span.ts';
import { loadSettings } from './files.ts';
import { endsList } from './listComment.ts';
import { expandShown, isSince, type ServiceRow, type Session } from './session.ts';

type Visit = (name: string) => void;

/**
 * Looks for tables of databases in a value (postconf_dbms.c): `ldap:name` stands for parameters `name_bind`, …, which are
 * visited; `ldap:/file` names a file of settings, which is read and checked for names that its client does not know.
 */
export function visitDatabases(session: Session, value: string, service: ServiceRow | undefined, visit: Visit): void {
  const expanded = expandShown(session, value, { isDefaults: false, ...(service ? { service } : {}) });
  new Search(session, expanded, service, visit).list(span(0, expanded.length), true);
}

class Search {
  private readonly session: Session;
  private readonly text: string;
  private readonly visit: Visit;
  /** How warnings about braces begin. */
  private readonly title: string;
  private readonly file: string;

  constructor(session: Session, text: string, service: ServiceRow | undefined, visit: Visit) {
    this.session = session;
    this.text = text;
    this.visit = visit;
    this.file = `${session.folder}/${service ? 'master' : 'main'}.cf`;
    const name = isSince(session, '3.8') ? this.file : service ? 'master.cf' : 'main.cf';
    this.title = service ? `${name}:${service.owner}` : name;
  }

  /** `isDeep`: what stands in braces is searched too; not so in the patterns of inline regexp tables since 3.8. */
  list(within: Span, isDeep: boolean): void {
    for (const token of splitTokens(this.text, { separators: POSTFIX_LIST_SEPARATORS, braces: true, within })) {
      if (isSince(this.session, '3.8') && endsList(this.text, token, within.end, this.file, this.session.output)) return;
      if (this.text[token.start] !== '{') this.table(token, isDeep);
      else {
        const inside = this.unbrace(token);
        if (isDeep) this.list(inside, isDeep);
      }
    }
  }

  private unbrace(token: Span): Span {
    const { inside, problem } = insideBraces(this.text, token);
    const shown = this.text.slice(token.start, token.end);
    if (problem === 'missing-brace') this.session.output.warn(`${this.title}: missing '}' in "${shown}"`);
    if (problem === 'text-after-brace') this.session.output.warn(`${this.title}: syntax error after '}' in "${shown}"`);
    return inside;
  }

  /** One `type:name`, `proxy:` and the like before it left out. */
  private table(token: Span, isDeep: boolean): void {
    let { start } = token;
    let type = '';
    do {
      const colon = this.text.indexOf(':', start);
      if (colon === -1 || colon >= token.end) return;
      type = this.text.slice(start, colon);
      start = colon + 1;
    } while (type === 'proxy' || (type === 'debug' && isSince(this.session, '3.11')));
    const keys = databaseKeysIn(type, this.session.call.version);
    const name = this.text.slice(start, token.end);
    if (name.startsWith('{')) {
      const inside = this.unbrace(span(start, token.end));
      const isPattern = (type === 'regexp' || type === 'pcre') && isSince(this.session, '3.8');
      this.list(inside, isDeep && !isPattern);
    } else if (name.startsWith('/')) {
      if (keys) checkClientFile(this.session, type, name, keys);
    } else if (keys && !name.startsWith('.')) {
      for (const key of keys) this.visit(`${name}_${key}`);
    }
  }
}

/** Reads a client's file and warns of settings that the client does not know (pcf_check_dbms_client). */
function checkClientFile(session: Session, type: string, path: string, keys: readonly string[]): void {
  const { call, output, mode } = session;
  const table = `${type}:${path}`;
  if (session.clientFiles.has(table)) return;
  session.clientFiles.add(table);
  const answer = call.readFile(path);
  if (!('text' in answer)) {
    if (answer.isIrregular) output.warn(`open "${type}" configuration "${path}": not a regular file`);
    else if (answer.failed === 'read') output.warn(`read "${type}" configuration "${path}": ${answer.reason}`);
    else if (!answer.isDenied) output.warn(`open "${type}" configuration "${path}": ${answer.reason}`);
    return;
  }
  const settings = session.makeDictionary();
  loadSettings(path, answer.text, settings, output);
  if (mode.isQuiet) return;
  for (const key of keys) settings.delete(key);
  for (const [name, value] of settings.entries()) output.warn(`${table}: unused parameter: ${name}=${value}`);
}
