import { POSTFIX_LIST_SEPARATORS, splitNameAndValue, splitTokens } from '../../parse/postfixTokens.ts';
import { visitDatabases } from './databases.ts';
import type { Dictionary } from './dictionary.ts';
import { endsList } from './listComment.ts';
import { scanValue } from './macros.ts';
import { expandWithin, isSince, MAIN_TITLE, type ParameterNode, type ServiceRow, type Session } from './session.ts';

/**
 * Finds the names that main.cf and master.cf define for their own use, and warns about `$name` of what nobody defines
 * (postconf_user.c). A name is valid when a value, a default or `smtpd_restriction_classes` refers to it.
 */
export function registerUserNames(session: Session): void {
  collectOverrides(session);
  const classes = new Set<string>();
  for (const service of session.services) {
    if (service.overrides) scanSettings(session, service.overrides, classes, service);
  }
  scanDefaults(session);
  scanSettings(session, session.main, classes);
}

/** Puts each service's `-o name=value` into a dictionary, one for all services of the same name and type. */
function collectOverrides(session: Session): void {
  const byOwner = new Map<string, Dictionary>();
  for (const service of session.services) {
    for (const [name, value] of overridesIn(service.words)) {
      const dictionary = byOwner.get(service.owner) ?? session.makeDictionary();
      byOwner.set(service.owner, dictionary);
      dictionary.set(name, value);
    }
    const dictionary = byOwner.get(service.owner);
    if (dictionary) service.overrides = dictionary;
  }
}

function* overridesIn(words: readonly string[]): Iterable<[string, string]> {
  for (let at = 8; at < words.length; at += 1) {
    const word = words[at]!;
    if (!word.startsWith('-') || word === '--') return;
    const value = words[at + 1];
    if (!takesValue(word) || value === undefined) continue;
    const parts = splitNameAndValue(value);
    if (word === '-o' && typeof parts === 'object') yield [value.slice(parts.name.start, parts.name.end), value.slice(parts.value.start, parts.value.end)];
    at += 1;
  }
}

/** Options of the daemons that postconf(1) knows to take a value; it takes a lone dash for one. */
export function takesValue(word: string): boolean {
  return word.length === 1 || word[1] === 'o';
}

const userNode = (): ParameterNode => ({ parameterClass: 'user', defaultValue: () => '' });

/**
 * A value refers to a name. One that the service or main.cf sets becomes valid; from main.cf, also the same name of
 * every service. Without a value and a default it is worth a warning, unless `isDatabase` says that we only guessed.
 */
function refer(session: Session, name: string, service?: ServiceRow, isDatabase = false): void {
  const { main, parameters, services, output, folder } = session;
  let isSet = false;
  if (service?.overrides?.get(name) !== undefined) {
    isSet = true;
    service.validNames.add(name);
  } else if (main.get(name) !== undefined) {
    isSet = true;
    if (!parameters.has(name)) parameters.set(name, userNode());
  }
  if (!service) {
    for (const other of services) {
      if (other.overrides?.get(name) === undefined) continue;
      isSet = true;
      other.validNames.add(name);
    }
  }
  if (!isSet && !isDatabase && !parameters.has(name)) output.warn(`${folder}/${service ? 'master' : 'main'}.cf: undefined parameter: ${name}`);
}

/** Goes through the settings of main.cf or of one service. `classes` collects what main.cf lists as restriction classes. */
function scanSettings(session: Session, settings: Dictionary, classes: Set<string>, service?: ServiceRow): void {
  const { output, parameters, folder, macros } = session;
  const file = `${folder}/${service ? 'master' : 'main'}.cf`;
  const list = settings.get('smtpd_restriction_classes');
  if (list !== undefined) {
    const value = expandWithin(session, settings, service?.owner ?? MAIN_TITLE, list);
    for (const token of splitTokens(value, { separators: POSTFIX_LIST_SEPARATORS })) {
      if (isSince(session, '3.8') && endsList(value, token, value.length, file, output)) break;
      const name = value.slice(token.start, token.end);
      if (!service) classes.add(name);
      refer(session, name, service);
    }
  }
  for (const [name, value] of settings.entries()) {
    if (service && classes.has(name)) service.validNames.add(name);
    const node = parameters.get(name);
    if (node?.isReadOnly) {
      output.warn(`${file}: read-only parameter assignment: ${name}=${value}`);
      settings.delete(name);
      continue;
    }
    if (node?.isLegacy) node.parameterClass = 'user';
    if (node?.isRaw) continue;
    scanValue(value, (used) => refer(session, used, service), macros);
    if (node?.parameterClass === 'builtin' || node?.parameterClass === 'service') {
      visitDatabases(session, value, service, (used) => refer(session, used, service, true));
    }
  }
}

/** Defaults refer to names too, some of them obsolete ones that main.cf may still set. */
function scanDefaults(session: Session): void {
  for (const [name, node] of [...session.parameters]) {
    if (!node.isRaw && session.main.get(name) === undefined) scanValue(node.defaultValue(), (used) => refer(session, used), session.macros);
  }
}
