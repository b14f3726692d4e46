import { readFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { placeOfRelay, wholeRelay, wholeRelays } from '../discover/joinedPlaces.ts';
import type { RelaySetting } from '../discover/types.ts';
import { createMailConfigService } from '../service/mailConfigService.ts';
import type { Analysis, MailConfigService } from '../service/types.ts';
import { linkedFiles, linkedPlaces } from '../smtp/linkedFiles.ts';
import type { PlanOptions } from '../smtp/plan.ts';
import { createLineIndex } from '../text/lineIndex.ts';
import { findRelays } from './findRelays.ts';
import { CannotRunError, type CliPorts } from './ports.ts';
import { surroundingsOf } from './postfixView.ts';
import { createProjectFiles } from './projectFiles.ts';
import { fileProblem, readSource } from './readSource.ts';
import { createSigns, type Signs } from './signs.ts';
import { kindOfNamed, SourceReader } from './sources.ts';

/** A setting of a file that is to be tested. */
export interface FileTarget {
  readonly setting: RelaySetting;
  /** Where its host stands, 1-based. */
  readonly line: number;
  /** What other files on this machine add: trust anchors and password tables that a main.cf names. */
  readonly linked: PlanOptions;
  /** What the files around it show about where its app runs. */
  readonly signs: Signs;
}

/**
 * The settings of a file to test: all that are switched on, or the one at a line (1-based).
 *
 * @throws CannotRunError when the file can't be read or has none.
 */
export async function fileTargets(path: string, line: number | undefined, { err, grammars }: CliPorts): Promise<readonly FileTarget[]> {
  const service = createMailConfigService({ logger: { error: (message) => err.write(`relay-doctor: ${message}\n`) }, grammars });
  const analysis = await analyzeFile(service, path);
  const settings = line === undefined ? enabledSettings(path, analysis) : [wholeRelay(settingAtLine(service, analysis, path, line), analysis.joined)];
  const linked = await readLinked(analysis, dirname(path));
  const signs = await createSigns(service)(path);
  return settings.map((setting) => ({ setting, linked, signs, line: lineOf(setting) }));
}

/** A setting found in a folder, and the file its host stands in. */
export interface FolderTarget extends FileTarget {
  readonly file: string;
}

/** All settings below the paths, those that are switched off counted only. */
export interface FolderTargets {
  readonly targets: readonly FolderTarget[];
  readonly switchedOff: number;
  /** How many of the paths could not be read; that has been told. */
  readonly unreadable: number;
}

/** The settings to test in files and folders, in their order. @throws UsageError */
export async function folderTargets(operands: readonly string[], ports: CliPorts): Promise<FolderTargets> {
  // Nothing is judged here: no rules.
  const service = createMailConfigService({ logger: { error: (message) => ports.err.write(`relay-doctor: ${message}\n`) }, grammars: ports.grammars }, []);
  const reader = new SourceReader(ports, { operands, stdinPath: undefined, kindOf: service.kindOf });
  const found = await findRelays(reader, service);
  const signsAround = createSigns(service);
  const linked = new Map<Analysis, PlanOptions>();
  const targets: FolderTarget[] = [];
  for (const { file, seenFrom, setting, analysis } of found) {
    if (!setting.enabled) continue;
    if (!linked.has(analysis)) linked.set(analysis, await readLinked(analysis, dirname(seenFrom)));
    targets.push({ file, setting, linked: linked.get(analysis)!, signs: await signsAround(seenFrom), line: lineOf(setting) });
  }
  return { targets, switchedOff: found.length - targets.length, unreadable: reader.unreadable };
}

/** The line of the host, be it in another file. */
function lineOf(setting: RelaySetting): number {
  const { file, span } = placeOfRelay(setting);
  return createLineIndex(file.text).positionAt((setting.host || file !== setting.file ? span : setting.anchor.keySpan).start).line + 1;
}

async function analyzeFile(service: MailConfigService, path: string): Promise<Analysis> {
  const result = await readSource(path).catch((error: unknown) => {
    const hint = /^[\w.-]+:\d+$/.test(path) ? `. to test a server give smtp://${path}` : '';
    throw new CannotRunError(`${path}: ${fileProblem(error)}${hint}`);
  });
  if (!result.ok) throw new CannotRunError(`${path}: ${result.reason}`);
  const { text } = result.source;
  const kind = kindOfNamed(service.kindOf, path, text);
  if (kind) await service.prepare({ kind, text });
  const around = kind?.startsWith('postfix-') ? { around: surroundingsOf(path, kind) } : { project: createProjectFiles().of(path) };
  const analysis = kind && service.analyze({ path, text, kind, ...around });
  if (!analysis) throw new CannotRunError(`${path}: not a file that is read for mail settings`);
  return analysis;
}

function enabledSettings(path: string, analysis: Analysis): readonly RelaySetting[] {
  const settings = wholeRelays(analysis);
  if (settings.length === 0) throw new CannotRunError(`${path}: no relay setting found`);
  const enabled = settings.filter((setting) => setting.enabled);
  if (enabled.length === 0) throw new CannotRunError(`${path}: its relay settings are switched off. --line N tests one anyway`);
  return enabled;
}

function settingAtLine(service: MailConfigService, analysis: Analysis, path: string, line: number): RelaySetting {
  const { text } = analysis.file;
  const lines = createLineIndex(text);
  const indent = /^[ \t]*/.exec(text.slice(lines.startOf(line - 1), lines.endOf(line - 1)))?.[0].length ?? 0;
  const setting = line <= lines.lineCount ? service.settingAt(analysis, lines.startOf(line - 1) + indent) : undefined;
  if (!setting) throw new CannotRunError(`${path}: no relay setting at line ${line}`);
  return setting;
}

/** What other files on this machine add to the plans of a file's settings; `folder` is the file's. */
export async function readLinked({ file, folder: surroundings }: Analysis, folder: string): Promise<PlanOptions> {
  const { caFile, passwordTables, senderDependent } = linkedFiles(surroundings?.main ?? file, folder);
  const ca = caFile === undefined ? undefined : await readFirst(linkedPlaces(caFile, folder));
  const text = await readFirst(passwordTables.flatMap((path) => linkedPlaces(path, folder)));
  return { ...(ca === undefined ? {} : { ca: [ca] }), ...(text === undefined ? {} : { saslPasswords: { text, senderDependent } }) };
}

/** What can't be read is left out: a missing table shows as a missing password, a missing authority as an untrusted certificate. */
async function readFirst(paths: readonly string[]): Promise<string | undefined> {
  for (const path of paths) {
    const text = await readFile(path, 'utf8').catch(() => undefined);
    if (text !== undefined) return text;
  }
  return undefined;
}
