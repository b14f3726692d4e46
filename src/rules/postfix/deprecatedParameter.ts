import { LATEST_POSTFIX, postfixParameter } from '../../data/postfixParameters.ts';
import { compareVersions } from '../../data/versions.ts';
import type { Entry } from '../../parse/types.ts';
import { defineRule } from '../define.ts';
import { oneOf } from '../support/didYouMean.ts';
import { mainCf } from '../support/examples.ts';
import { isLegacyTlsSwitch } from '../support/parameters.ts';
import { isHere, parametersBeside } from '../support/postfixScopes.ts';
import { postfixReadme } from '../support/references.ts';
import type { RuleContext } from '../types.ts';

/** Releases that no supported distribution ships any more: names introduced before them exist everywhere. */
const EVERYWHERE = '3.0';

/** A parameter that Postfix renamed or replaced (DEPRECATION_README). */
export const deprecatedParameter = defineRule<Entry>({
  meta: {
    id: 'postfix/deprecated-parameter',
    severity: 'information',
    since: '0.1.0',
    kinds: ['postfix-main', 'postfix-master'],
    listens: [],
    title: 'Deprecated parameter',
    why: 'Postfix still reads the old name and will remove it. From 3.9 on "postconf" warns about it.',
    bad: mainCf('fallback_relay = [backup.example.com]\n'),
    ok: mainCf('smtp_fallback_relay = [backup.example.com]\n'),
    references: [postfixReadme('DEPRECATION_README')],
    fix: 'unsafe',
  },
  run: ({ file, folder }) => file.entries.filter(({ key }) => isOutdated(key, folder?.version ?? LATEST_POSTFIX) && !isLegacyTlsSwitch(key)),
  word: ({ key, keySpan }, { file }) => ({ at: keySpan, message: describe(key, file.kind === 'postfix-master' ? 'option' : 'line'), tag: 'deprecated' }),
  fixes(entry, context) {
    const { key, keySpan } = entry;
    const { action, replacements } = postfixParameter(key)!;
    const replacement = replacements[0];
    if (action !== 'rename' || !replacement || isSetBeside(entry, replacement, context)) return [];
    const isSafe = compareVersions(postfixParameter(replacement)?.introduced ?? '99', EVERYWHERE) < 0;
    return [{ title: `Rename to "${replacement}"`, safety: isSafe ? 'safe' : 'unsafe', edits: [{ span: keySpan, newText: replacement }] }];
  },
});

/** An option wins over main.cf in its service, so only the other options count. */
function isSetBeside(entry: Entry, name: string, context: RuleContext): boolean {
  const other = parametersBeside(context, entry)?.get(name).entry;
  return context.file.kind === 'postfix-master' ? isHere(context, other) : other !== undefined;
}

/** What the release has removed is another rule's finding. */
function isOutdated(name: string, version: string): boolean {
  const { deprecated, removed } = postfixParameter(name) ?? {};
  const isReached = (since: string | undefined) => since !== undefined && compareVersions(since, version) <= 0;
  return isReached(deprecated) && !isReached(removed);
}

function describe(name: string, what: string): string {
  const { action, replacements, deprecated } = postfixParameter(name)!;
  const state = `"${name}" is deprecated since Postfix ${deprecated}`;
  if (action === 'rename' || action === 'replace') return replacements.length > 0 ? `${state}. use ${oneOf(replacements)}` : state;
  return `${state}. remove the ${what}`;
}
