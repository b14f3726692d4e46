import { discoverRelays } from '../discover/index.ts';
import { createPostfixMain } from '../discover/postfixMain.ts';
import { fileKind } from '../parse/fileKind.ts';
import { parseConfig } from '../parse/index.ts';
import { rules } from '../rules/registry.ts';
import type { RuleContext } from '../rules/types.ts';
import type { SourceText } from './types.ts';

const RULE_IDS: ReadonlySet<string> = new Set(rules.map(({ meta }) => meta.id));

/** Reads a text and finds out what it says about mail: all that a rule may look at. Undefined when its kind is not ours. */
export function understand({ path, text, kind = fileKind(path, text) }: SourceText): RuleContext | undefined {
  if (!kind) return undefined;
  const file = parseConfig(kind, text, path);
  const settings = discoverRelays(file);
  return { file, settings, ruleIds: RULE_IDS, ...(kind === 'postfix-main' && { postfix: createPostfixMain(file) }) };
}
