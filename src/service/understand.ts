import { discoverRelays } from '../discover/index.ts';
import { type JoinedRelays, joinRelays } from '../discover/joinRelays.ts';
import { createPostfixFolder, type PostfixFolder } from '../discover/postfixFolder.ts';
import { grammarInFolder } from '../discover/postfixMapUse.ts';
import { inProject } from '../discover/project.ts';
import type { RelaySetting } from '../discover/types.ts';
import { fileKind } from '../parse/fileKind.ts';
import { parseConfig } from '../parse/index.ts';
import { parsePostfixMap } from '../parse/postfixMap.ts';
import type { PostfixMapFile } from '../parse/postfixMapTypes.ts';
import type { ConfigFile } from '../parse/types.ts';
import { rules } from '../rules/registry.ts';
import type { RuleContext } from '../rules/types.ts';
import type { SourceText } from './types.ts';

const RULE_IDS: ReadonlySet<string> = new Set(rules.map(({ meta }) => meta.id));

/** What a rule may look at in a file, and the relays that it shares with other files, to be judged each on its own. */
export interface Understood extends RuleContext {
  /** All that the file says by itself, what the joined relays take up as well. */
  readonly own: readonly RelaySetting[];
  readonly joined: readonly JoinedRelays[];
}

/** Reads a text and finds out what it says about mail: all that a rule may look at. Undefined when its kind is not ours. */
export function understand(source: SourceText): Understood | undefined {
  const context = readAlone(source);
  if (!context) return undefined;
  const { file, settings, project } = context;
  const { joined, alone } = project ? joinRelays(file, project, settings) : { joined: [], alone: settings };
  return { ...context, settings: alone, own: settings, joined };
}

function readAlone(source: SourceText): RuleContext | undefined {
  const { path, text, kind = fileKind(path, text) } = source;
  if (!kind) return undefined;
  const file = parseConfig(kind, text, path);
  if (kind === 'postfix-map') return { ruleIds: RULE_IDS, ...mapInFolder(file, source) };
  if (kind === 'postfix-main' || kind === 'postfix-master') return { file, ruleIds: RULE_IDS, ...inFolder(file, source) };
  const { project } = source;
  const placed = project ? inProject(file, project) : file;
  return { file: placed, ruleIds: RULE_IDS, settings: discoverRelays(placed), ...(project && { project }) };
}

/** A table is read as main.cf reads it, where that can be seen. */
function mapInFolder(file: ConfigFile, source: SourceText): Pick<RuleContext, 'file' | 'settings' | 'folder'> {
  const folder = folderOf(file, source);
  const { grammar } = file as PostfixMapFile;
  const known = grammarInFolder(file.path, folder) ?? grammar;
  const read = known === grammar ? file : parsePostfixMap(known, file.text, file.path);
  return { file: read, folder, settings: discoverRelays(read, undefined, folder) };
}

function folderOf(file: ConfigFile, { around, postfixVersion, evidence }: SourceText): PostfixFolder {
  return createPostfixFolder(file, around, { ...evidence, ...(postfixVersion !== undefined && { setting: postfixVersion }) });
}

function inFolder(file: ConfigFile, source: SourceText): Pick<RuleContext, 'settings' | 'postfix' | 'folder'> {
  const folder = folderOf(file, source);
  const postfix = file.kind === 'postfix-main' ? folder.parameters : undefined;
  return { folder, settings: discoverRelays(file, postfix), ...(postfix && { postfix }) };
}
