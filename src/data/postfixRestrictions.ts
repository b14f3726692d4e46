import { RESTRICTION_ROWS } from './generated/postfixRestrictions.ts';

/** What stands behind a restriction's name: nothing, a lookup table, a DNS list, a policy server, a number, or another restriction. */
export type RestrictionArgument = 'none' | 'table' | 'dns-list' | 'policy-server' | 'seconds' | 'restriction';

/** A word that smtpd(8) knows in its restriction lists (SMTPD_ACCESS_README, smtpd_check.c). */
export interface PostfixRestriction {
  readonly name: string;
  readonly argument: RestrictionArgument;
  /** What has to follow it, as people write it: `type:table`, `domain[=addr-pattern]`; absent when nothing does. */
  readonly form?: string;
  /** The first release that has it, as `major.minor`. */
  readonly introduced: string;
  /** The release that calls it deprecated, and the first one that does not know it. */
  readonly deprecated?: string;
  readonly removed?: string;
  /** What to write in its place, for people; one name where there is one. */
  readonly preferred?: string;
}

const ARGUMENTS: readonly (readonly [start: string, argument: RestrictionArgument])[] = [
  ['type:table', 'table'],
  ['domain', 'dns-list'],
  ['policy-server', 'policy-server'],
  ['seconds', 'seconds'],
  ['prefix', 'restriction'],
];

function readRow(row: string): PostfixRestriction {
  const [name = '', argument = '', introduced = '', deprecated = '', removed = '', preferred = ''] = row.split('\t');
  return {
    name,
    argument: ARGUMENTS.find(([start]) => argument.startsWith(start))?.[1] ?? 'none',
    ...(argument !== 'none' && { form: argument }),
    introduced,
    ...(deprecated && { deprecated }),
    ...(removed && { removed }),
    ...(preferred && { preferred }),
  };
}

let table: ReadonlyMap<string, PostfixRestriction> | undefined;

function restrictions(): ReadonlyMap<string, PostfixRestriction> {
  table ??= new Map(RESTRICTION_ROWS.map((row) => [row.slice(0, row.indexOf('\t')), readRow(row)]));
  return table;
}

/** A restriction of any release, by its name in any letter case as smtpd(8) compares them; undefined for other words. */
export function postfixRestriction(name: string): PostfixRestriction | undefined {
  return restrictions().get(name.toLowerCase());
}

/** All restrictions of all releases, sorted by name. */
export function allPostfixRestrictions(): readonly PostfixRestriction[] {
  return [...restrictions().values()];
}

/** The lists of restrictions, and what a bare table in them is short for; undefined where smtpd(8) asks for a name. */
export const RESTRICTION_LISTS: ReadonlyMap<string, string | undefined> = new Map([
  ['smtpd_client_restrictions', 'check_client_access'],
  ['smtpd_helo_restrictions', 'check_helo_access'],
  ['smtpd_sender_restrictions', 'check_sender_access'],
  ['smtpd_relay_restrictions', 'check_recipient_access'],
  ['smtpd_recipient_restrictions', 'check_recipient_access'],
  ['smtpd_data_restrictions', undefined],
  ['smtpd_end_of_data_restrictions', undefined],
  ['smtpd_etrn_restrictions', 'check_etrn_access'],
]);
