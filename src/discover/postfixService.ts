import { parsePostfixMain } from '../parse/postfixMain.ts';
import type { MasterService, PostfixMasterFile } from '../parse/postfixMaster.ts';
import type { PostfixFolder } from './postfixFolder.ts';
import { createPostfixMain, type PostfixMain } from './postfixMain.ts';

const seen = new WeakMap<PostfixFolder, WeakMap<MasterService, PostfixMain>>();

/**
 * Works out what one service of master.cf runs with: its `-o`, over main.cf, over the release's defaults, macros expanded
 * against all three (master(5), "-o name=value"). An entry of `service.overrides` stands in master.cf, every other one in
 * main.cf. While main.cf can't be seen, only what `-o` sets is known.
 */
export function serviceParameters(folder: PostfixFolder, service: MasterService): PostfixMain {
  const ofFolder = seen.get(folder) ?? new WeakMap<MasterService, PostfixMain>();
  seen.set(folder, ofFolder);
  const cached = ofFolder.get(service);
  if (cached) return cached;
  const { main, version } = folder;
  const options = { version, overrides: service.overrides, isComplete: main !== undefined };
  const parameters = createPostfixMain(main ?? parsePostfixMain('', 'main.cf'), options);
  ofFolder.set(service, parameters);
  return parameters;
}

/** The name of the program that a service runs, without its directory: `smtpd`, `smtp`, `lmtp`. */
export function programOf({ fields }: MasterService): string {
  const { text } = fields.command;
  return text.slice(text.lastIndexOf('/') + 1);
}

const byProgram = new WeakMap<PostfixMasterFile, ReadonlyMap<string, readonly MasterService[]>>();

/** The services of master.cf that run one program; empty when master.cf can't be seen. A later line of the same name and type wins. */
export function servicesRunning({ master }: PostfixFolder, program: string): readonly MasterService[] {
  if (!master) return [];
  const known = byProgram.get(master) ?? sortedByProgram(master);
  byProgram.set(master, known);
  return known.get(program) ?? [];
}

function sortedByProgram({ services }: PostfixMasterFile): ReadonlyMap<string, readonly MasterService[]> {
  const last = new Map(services.map((service) => [`${service.fields.service.text}/${service.fields.type.text}`, service]));
  const sorted = new Map<string, MasterService[]>();
  for (const service of last.values()) {
    const program = programOf(service);
    const others = sorted.get(program);
    if (others) others.push(service);
    else sorted.set(program, [service]);
  }
  return sorted;
}

/** The service that answers under a transport's name: of type unix, as trivial-rewrite(8) expects it. */
export function transportService({ master }: PostfixFolder, name: string): MasterService | undefined {
  return [...(master?.services ?? [])].reverse().find(({ fields }) => fields.service.text === name && fields.type.text === 'unix');
}
