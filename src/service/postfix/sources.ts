import type { PostfixMainFile } from '../../parse/postfixMain.ts';
import type { PostfixMapFile } from '../../parse/postfixMapTypes.ts';
import type { MasterService, PostfixMasterFile } from '../../parse/postfixMaster.ts';
import type { ConfigFile, Entry } from '../../parse/types.ts';
import type { Analysis } from '../types.ts';

/** The analysed file as a main.cf, undefined when it is none. */
export function asMain(file: ConfigFile): PostfixMainFile | undefined {
  return file.kind === 'postfix-main' ? (file as PostfixMainFile) : undefined;
}

/** The analysed file as a master.cf, undefined when it is none. */
export function asMaster(file: ConfigFile): PostfixMasterFile | undefined {
  return file.kind === 'postfix-master' ? (file as PostfixMasterFile) : undefined;
}

/** The analysed file as a lookup table, undefined when it is none. */
export function asMap(file: ConfigFile): PostfixMapFile | undefined {
  return file.kind === 'postfix-map' ? (file as PostfixMapFile) : undefined;
}

/** Says whether a file is one of Postfix's that these answers are about. */
export function isPostfix({ file }: Analysis): boolean {
  return file.kind === 'postfix-main' || file.kind === 'postfix-master';
}

/** `submission/inet`, the name that postconf(1) gives a service. */
export function serviceName({ fields }: MasterService): string {
  return `${fields.service.text}/${fields.type.text}`;
}

/** A service and the override in it. */
export interface Override {
  readonly service: MasterService;
  readonly entry: Entry;
}

/** The services of the master.cf around that set a parameter with `-o`, in file order. */
export function overridesOf({ folder }: Analysis, name: string): Override[] {
  return (folder?.master?.services ?? []).flatMap((service) => service.overrides.filter(({ key }) => key === name).map((entry) => ({ service, entry })));
}

/** The names in `smtpd_restriction_classes`, each a parameter that holds restrictions. */
export function restrictionClasses({ folder }: Analysis): ReadonlySet<string> {
  const value = folder?.parameters?.get('smtpd_restriction_classes').value ?? '';
  return new Set(value.split(/[\s,]+/).filter((name) => name !== ''));
}
