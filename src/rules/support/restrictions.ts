import { RESTRICTION_LISTS } from '../../data/postfixRestrictions.ts';
import type { PostfixMain } from '../../discover/postfixMain.ts';
import { type RestrictionItem, type RestrictionList, readRestrictions, restrictionClasses } from '../../discover/postfixRestrictions.ts';
import { programOf, serviceParameters } from '../../discover/postfixService.ts';
import { readTableRows, type TableRow } from '../../discover/postfixTable.ts';
import { grammarOf } from '../../parse/postfixMap.ts';
import type { MasterService } from '../../parse/postfixMaster.ts';
import type { RuleContext } from '../types.ts';
import { isMiswritten } from './judgeable.ts';
import { optionFault } from './masterOptions.ts';
import { masterOf } from './masterRule.ts';

/** A restriction list, or class, that stands in the file at hand, with the settings it works among. */
export interface ListHere {
  /** The parameter: one of smtpd's lists, or a restriction class. */
  readonly name: string;
  readonly list: RestrictionList;
  readonly parameters: PostfixMain;
  /** The service whose `-o` it is. */
  readonly service?: MasterService;
}

/** An item of a list in the file at hand. */
export interface ItemHere extends ListHere {
  readonly item: RestrictionItem;
  readonly index: number;
}

const seen = new WeakMap<RuleContext, readonly ListHere[]>();
const seenItems = new WeakMap<RuleContext, readonly ItemHere[]>();

/** The restriction lists and classes in force that stand in the file at hand, without those that are written wrongly. */
export function listsHere(context: RuleContext): readonly ListHere[] {
  const known = seen.get(context);
  if (known) return known;
  const lists = [...findLists(context)];
  seen.set(context, lists);
  return lists;
}

function* findLists(context: RuleContext): Generator<ListHere> {
  const { file, postfix, folder } = context;
  if (postfix) {
    const classes = restrictionClasses(postfix);
    for (const entry of file.entries) {
      const isList = RESTRICTION_LISTS.has(entry.key) || classes?.has(entry.key);
      if (!isList || postfix.get(entry.key).entry !== entry || isMiswritten(file, entry)) continue;
      yield { name: entry.key, list: readRestrictions(entry, postfix), parameters: postfix };
    }
  }
  const master = masterOf(context);
  if (!master || !folder) return;
  for (const service of master.services) {
    if (programOf(service) !== 'smtpd' || optionFault(service, master.text)) continue;
    const parameters = serviceParameters(folder, service);
    for (const entry of service.overrides) {
      if (!RESTRICTION_LISTS.has(entry.key) || parameters.get(entry.key).entry !== entry) continue;
      yield { name: entry.key, list: readRestrictions(entry, parameters), parameters, service };
    }
  }
}

/** The items of all those lists; `isWritten` ones only, since what a macro brings is reported where it stands. */
export function itemsHere(context: RuleContext): readonly ItemHere[] {
  const known = seenItems.get(context);
  if (known) return known;
  const items = listsHere(context).flatMap((here) => here.list.items.flatMap((item, index) => (item.isWritten ? [{ ...here, item, index }] : [])));
  seenItems.set(context, items);
  return items;
}

/** The rows of a text table, read in the grammar of its type; undefined when it can't be seen. */
export function rowsOf({ folder }: RuleContext, table: string): readonly TableRow[] | undefined {
  const [, type = '', path = ''] = /^(?:proxy:)?(\w+):(\/.*)$/.exec(table) ?? [];
  const grammar = grammarOf(type);
  const text = grammar && folder?.view.readText(path);
  return text === undefined ? undefined : readTableRows(text, path, grammar);
}

/** Says whether the result of an access table lets the client in (access(5)). */
export function isPermission({ value }: TableRow): boolean {
  return /^(ok|permit|relay|\d+)$/i.test(value);
}
