import type { MapType, PostfixMeanings, Restriction } from '../../data/postfixMeanings.ts';
import { code } from '../../text/markdown.ts';
import type { Analysis } from '../types.ts';
import { defaultUnit } from './defaultWords.ts';
import { describeService, serviceByName } from './describeMaster.ts';
import { describeParameter } from './describeParameter.ts';
import { humanSize, humanTime } from './human.ts';
import { valueKindOf } from './valueKinds.ts';
import type { ValueWord } from './words.ts';

/** A word of the value of `name` as CommonMark; undefined when there is nothing to say beyond what stands there. */
export function describeWord(analysis: Analysis, name: string, { role, text, span }: ValueWord, meanings: PostfixMeanings): string | undefined {
  switch (role) {
    case 'restriction': {
      const restriction = meanings.restriction(text);
      return restriction && describeRestriction(restriction);
    }
    case 'class':
      return describeParameter(analysis, text, meanings);
    case 'table-type': {
      const type = meanings.mapType(text);
      // The path follows in the same word.
      const path = /^:(\/[^\s,{}$]+)/.exec(analysis.file.text.slice(span.end))?.[1];
      return type && describeMapType(type, { path, tool: /^alias_(maps|database)$/.test(name) ? 'postalias' : 'postmap' });
    }
    case 'tls-level': {
      const kind = valueKindOf(name);
      const side = kind.kind === 'tls-level' ? kind.side : 'client';
      const meaning = meanings.tlsLevel(side, text.toLowerCase());
      return meaning && `**${text.toLowerCase()}** · TLS level of the ${side}  \n${meaning}`;
    }
    case 'transport':
    case 'service': {
      const service = serviceByName(analysis, text);
      return service && describeService(service, meanings);
    }
    case 'time':
      return humanTime(text, defaultUnit(name));
    case 'size':
      return humanSize(text);
    default:
      return undefined;
  }
}

export function describeRestriction({ name, form, introduced, deprecated, removed, preferred, meaning }: Restriction): string {
  const rest = [
    ...(form ? [`Followed by ${code(form)}`] : []),
    ...(introduced === '1.0' ? [] : [`Since Postfix ${introduced}`]),
    ...(deprecated ? [`Deprecated since Postfix ${deprecated}`] : []),
    ...(removed ? [`Not in Postfix ${removed} and later`] : []),
    ...(preferred ? [`Use ${preferred.split(/,\s*/).map(code).join(', ')}`] : []),
    `[Manual](https://www.postfix.org/postconf.5.html#${name})`,
  ];
  return [`**${name}** · restriction`, meaning, ...rest].join('  \n');
}

interface TableUse {
  readonly path: string | undefined;
  readonly tool: 'postmap' | 'postalias';
}

function describeMapType({ name, meaning, indexSuffix, needsPostmap, package: source }: MapType, { path = 'FILE', tool }: TableUse): string {
  const command =
    needsPostmap && indexSuffix ? [`Run ${code(`${tool} ${name}:${path}`)} after each change: Postfix reads ${code(`${path}${indexSuffix}`)}`] : [];
  return [
    `**${name}:** · lookup table`,
    meaning,
    ...command,
    ...(source ? [`Debian and others keep it in the package ${code(source)}`] : []),
    '[Manual](https://www.postfix.org/DATABASE_README.html)',
  ].join('  \n');
}
