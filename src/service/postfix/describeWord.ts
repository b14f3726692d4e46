import type { MapType, PostfixMeanings, Restriction } from '../../data/postfixMeanings.ts';
import { code } from '../markdown.ts';
import type { Analysis } from '../types.ts';
import { describeService, serviceByName } from './describeMaster.ts';
import { defaultUnit, describeParameter } from './describeParameter.ts';
import { humanSize, humanTime } from './human.ts';
import { valueKindOf } from './valueKinds.ts';
import type { ValueWord } from './words.ts';

/** A word of the value of `name` as CommonMark; undefined when there is nothing to say beyond what stands there. */
export function describeWord(analysis: Analysis, name: string, { role, text }: ValueWord, meanings: PostfixMeanings): string | undefined {
  switch (role) {
    case 'restriction': {
      const restriction = meanings.restriction(text);
      return restriction && describeRestriction(restriction);
    }
    case 'class':
      return describeParameter(analysis, text, meanings);
    case 'table-type': {
      const type = meanings.mapType(text);
      return type && describeMapType(type);
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

function describeMapType({ name, meaning, indexSuffix, needsPostmap, package: source }: MapType): string {
  const tool = needsPostmap && indexSuffix ? [`Run \`postmap ${name}:FILE\` after each change: Postfix reads ${code(`FILE${indexSuffix}`)}`] : [];
  return [
    `**${name}:** · lookup table`,
    meaning,
    ...tool,
    ...(source ? [`Debian and others keep it in the package ${code(source)}`] : []),
    '[Manual](https://www.postfix.org/DATABASE_README.html)',
  ].join('  \n');
}
