import { discoverRelays } from '../discover/index.ts';
import { createPostfixFolder, type PostfixFolder } from '../discover/postfixFolder.ts';
import { grammarInFolder } from '../discover/postfixMapUse.ts';
import { inProject } from '../discover/project.ts';
import { fileKind } from '../parse/fileKind.ts';
import { parseConfig } from '../parse/index.ts';
import { parsePostfixMap } from '../parse/postfixMap.ts';
import type { PostfixMapFile } from '../parse/postfixMapTypes.ts';
import type { ConfigFile } from '../parse/types.ts';
import { rules } from '../rules/registry.ts';
import type { RuleContext } from '../rules/types.ts';
import type { SourceText } from './types.ts';

const RULE_IDS: ReadonlySet<string> = new Set(rules.map(({ meta }) => meta.id));

/** Reads a text and finds out what it says about mail: all that a rule may look at. Undefined when its kind is not ours. */
export function understand(source: SourceText): RuleContext | undefined {
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
