import type { PostfixMeanings } from '../../data/postfixMeanings.ts';
import { allPostfixParameters, existsIn, LATEST_POSTFIX, POSTFIX_SERVICE_SUFFIXES, type PostfixParameter } from '../../data/postfixParameters.ts';
import type { Span } from '../../text/span.ts';
import type { Analysis } from '../types.ts';
import type { CompletionItem } from './completionItem.ts';
import { defaultHere } from './defaultWords.ts';
import { daemonOf } from './describeMaster.ts';
import { restrictionClasses } from './sources.ts';

/** The settings that come up in every second mail problem, those with more to say about them, before the hundreds of others. */
export const RANK = { relay: 0, own: 1, important: 2, plain: 3, perTransport: 4, alreadySet: 5, outdated: 6, block: 7 } as const;

/** The names that a line of main.cf may begin with. `suffix` is what follows: ` = ` where there is none yet. */
export function completeNames(analysis: Analysis, span: Span, suffix: string, meanings: PostfixMeanings): CompletionItem[] {
  const { parameters, version } = analysis.folder ?? { parameters: undefined, version: LATEST_POSTFIX };
  const isSet = (name: string) => parameters?.isSet(name) ?? false;
  const base = { kind: 'parameter', span, asksAgain: suffix !== '' } as const;
  const classes = [...restrictionClasses(analysis)].map((name) => ({
    ...base,
    label: name,
    insertText: name + suffix,
    detail: 'restriction class',
    rank: isSet(name) ? RANK.alreadySet : RANK.own,
  }));
  const builtIn = allPostfixParameters().filter((parameter) => isOffered(parameter, version));
  return [
    ...classes,
    ...builtIn.map((parameter) => ({
      ...base,
      label: parameter.name,
      insertText: parameter.name + suffix,
      ...about(analysis, parameter, meanings),
      ...(isOutdated(parameter)
        ? { isDeprecated: true, rank: RANK.outdated }
        : { rank: isSet(parameter.name) ? RANK.alreadySet : rankOf(parameter.name, meanings) }),
    })),
    ...perTransport(analysis).map((name) => ({
      ...base,
      label: name,
      insertText: name + suffix,
      detail: 'for one transport',
      rank: isSet(name) ? RANK.alreadySet : RANK.perTransport,
    })),
  ];
}

function isOffered(parameter: PostfixParameter, version: string): boolean {
  return parameter.kind !== 'legacy-name' && parameter.kind !== 'read-only' && existsIn(parameter, version);
}

const rankOf = (name: string, meanings: PostfixMeanings) => (meanings.parameter(name)?.more ? RANK.important : RANK.plain);

const isOutdated = ({ deprecated, replacements }: PostfixParameter) => deprecated !== undefined || replacements.length > 0;

function about(
  analysis: Analysis,
  { name, deprecated, replacements }: PostfixParameter,
  meanings: PostfixMeanings,
): Pick<CompletionItem, 'detail' | 'documentation'> {
  const { meaning, more } = meanings.parameter(name) ?? {};
  const fallback = defaultHere(analysis, name)?.value;
  const documentation = [meaning, more].filter((part) => part !== undefined).join('\n\n');
  const instead = replacements.length > 0 ? `deprecated, use ${replacements.join(', ')}` : 'deprecated';
  return {
    ...(deprecated ? { detail: instead } : fallback ? { detail: `default ${fallback.length > 60 ? `${fallback.slice(0, 60)}…` : fallback}` } : {}),
    ...(documentation !== '' && { documentation }),
  };
}

/** `slow_destination_rate_delay` for each service of master.cf that takes such a setting, other than Postfix's own. */
function perTransport({ folder }: Analysis): string[] {
  const names = (folder?.master?.services ?? []).flatMap((service) =>
    POSTFIX_SERVICE_SUFFIXES.filter(({ commands }) => commands.includes(daemonOf(service))).map(({ suffix }) => `${service.fields.service.text}${suffix}`),
  );
  const builtIn = new Set(allPostfixParameters().map(({ name }) => name));
  return [...new Set(names)].filter((name) => /^\w+$/.test(name) && !builtIn.has(name));
}

/** The names that may follow a `$`: those that these files set first. */
export function completeReferences(analysis: Analysis, span: Span, meanings: PostfixMeanings): CompletionItem[] {
  const { main, version = LATEST_POSTFIX } = analysis.folder ?? {};
  const own = [...new Set((main?.entries ?? []).map(({ key }) => key))];
  const builtIn = allPostfixParameters().filter(
    (parameter) => parameter.kind !== 'legacy-name' && existsIn(parameter, version) && !own.includes(parameter.name),
  );
  const base = { kind: 'variable', span } as const;
  return [
    ...own.map((name) => ({
      ...base,
      label: name,
      insertText: name,
      detail: 'set here',
      documentation: meanings.parameter(name)?.meaning ?? '',
      rank: RANK.own,
    })),
    ...builtIn.map((parameter) => ({
      ...base,
      label: parameter.name,
      insertText: parameter.name,
      ...about(analysis, parameter, meanings),
      rank: isOutdated(parameter) ? RANK.outdated : rankOf(parameter.name, meanings),
    })),
  ];
}
