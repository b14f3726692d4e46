import { allPostfixParameters, postfixParameter } from '../../../data/postfixParameters.ts';
import { programOf } from '../../../discover/postfixService.ts';
import { hasForeignTemplate } from '../../../discover/postfixTemplate.ts';
import { macroReferences } from '../../../parse/postfixExpand.ts';
import type { MasterService } from '../../../parse/postfixMaster.ts';
import type { ConfigFile, Entry } from '../../../parse/types.ts';
import { appendedLines, removedOption } from '../../../rules/support/masterEdit.ts';
import { isDecisive } from '../../../rules/support/postfixText.ts';
import type { Analysis } from '../../types.ts';
import { asMaster, serviceName } from '../sources.ts';
import type { Refactoring } from './types.ts';

/**
 * Moves `-o name=value` of a service to main.cf, or takes it out where main.cf says the same. The service keeps its
 * value. Others that read the parameter and don't override it get it too: the title names them, and what decides who may
 * send, where mail goes or how it is protected is never given to another service.
 */
export function moveActions({ file, folder }: Analysis, entry: Entry): Refactoring[] {
  const master = asMaster(file);
  const service = master?.services.find(({ overrides }) => overrides.includes(entry));
  const { main, parameters } = folder ?? {};
  if (!master || !service || !main || !parameters || !isMovable(entry, service, main)) return [];
  const { key, value } = entry;
  const edits = [removedOption(file.text, entry.span)];
  const set = parameters.all(key);
  if (set.length > 0) {
    const isSame = set.at(-1)!.value === value;
    return isSame ? [{ title: `Remove "-o ${key}": main.cf says the same`, kind: 'rewrite', edits }] : [];
  }
  const others = affected(key, service, master.services, main);
  if (others === 'unclear' || (others.length > 0 && (isDecisive(key) || isAccess(key)))) return [];
  const note = others.length > 0 ? `, where ${listed(others)} will read it too` : '';
  const addition = appendedLines(main.text, [value === '' ? `${key} =` : `${key} = ${value}`]);
  return [{ title: `Move "${key}" to main.cf${note}`, kind: 'move', edits, elsewhere: [{ path: 'main.cf', edits: [addition] }] }];
}

/** The value must mean the same in main.cf, and the lines there must be whole. */
function isMovable({ key, value }: Entry, { overrides }: MasterService, main: ConfigFile): boolean {
  const { kind } = postfixParameter(key) ?? {};
  if (kind === undefined || kind === 'read-only' || overrides.filter((other) => other.key === key).length > 1) return false;
  if (/[\r\n]|^\s|\s$/.test(value) || hasForeignTemplate(value) || main.problems.length > 0) return false;
  const own = new Set(overrides.map((override) => override.key));
  return macroReferences(value).every(({ name }) => !own.has(name) && postfixParameter(name)?.kind !== 'read-only');
}

const isAccess = (name: string) => /permit|reject|client|forbid|delay_reject|helo_required/.test(name);

/** Programs by the beginning of the names that only they read. */
const READERS: readonly (readonly [names: RegExp, programs: readonly string[]])[] = [
  [/^smtpd_/, ['smtpd']],
  [/^(smtp|lmtp)_/, ['smtp', 'lmtp']],
  [/^cleanup_/, ['cleanup']],
  [/^postscreen_/, ['postscreen']],
];

/** The other services whose value would change; `unclear` when other parameters take this one over, by default or in main.cf. */
function affected(key: string, own: MasterService, services: readonly MasterService[], main: ConfigFile): MasterService[] | 'unclear' {
  const names = (value: string) => value.includes('$') && macroReferences(value).some(({ name }) => name === key);
  const isTakenOver = allPostfixParameters().some(({ defaults }) => defaults.some(({ value }) => names(value)));
  const isNamed = [...main.entries, ...services.flatMap(({ overrides }) => overrides)].some(({ value }) => names(value));
  if (isTakenOver || isNamed) return 'unclear';
  const programs = READERS.find(([pattern]) => pattern.test(key))?.[1];
  return services.filter(
    (service) => service !== own && (!programs || programs.includes(programOf(service))) && !service.overrides.some((override) => override.key === key),
  );
}

function listed(services: readonly MasterService[]): string {
  const [first] = services;
  return services.length === 1 ? serviceName(first!) : `${serviceName(first!)} and ${services.length - 1} more`;
}
