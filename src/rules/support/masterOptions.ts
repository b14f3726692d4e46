import { programOf } from '../../discover/postfixService.ts';
import { hasForeignTemplate } from '../../discover/postfixTemplate.ts';
import type { MasterService } from '../../parse/postfixMaster.ts';
import type { MasterArgument } from '../../parse/postfixMasterArguments.ts';
import { type Span, span } from '../../text/span.ts';
import type { Fix } from '../types.ts';

/** What master(8) would hand to the daemon in another way than it looks. */
export type OptionFaultKind = 'comment' | 'quotes' | 'blanks' | 'comma' | 'equals';

export interface OptionFault {
  readonly kind: OptionFaultKind;
  readonly at: Span;
  /** The parameter that the option means to set, or the word at fault. */
  readonly name: string;
  /** From the option's value to the last word that was meant to belong to it. */
  readonly whole: Span;
  /** The mistake stands in the command that pipe(8) runs, which gets it as an argument. */
  readonly isHarmless: boolean;
}

/** The first mistake among a service's options: whatever follows it is read wrongly because of it. */
export function optionFault(service: MasterService, text: string): OptionFault | undefined {
  if (hasForeignTemplate(text.slice(service.span.start, service.span.end))) return undefined;
  const { arguments: list } = service;
  const takesWords = ['pipe', 'spawn'].includes(programOf(service));
  for (const [index, argument] of list.entries()) {
    if (takesWords && /^argv=/i.test(argument.text)) break;
    if (argument.text.startsWith('#') && argument.role !== 'option-value') {
      return { kind: 'comment', at: argument.span, name: argument.text, whole: span(argument.span.start, list.at(-1)!.span.end), isHarmless: false };
    }
    if (argument.role !== 'option-value' || list[index - 1]?.text !== '-o' || text[argument.span.start] === '{') continue;
    const kind = faultOf(argument, list[index + 1]);
    if (!kind) continue;
    const name = /^[^=]*/.exec(argument.text)![0];
    return { kind, at: argument.span, name, whole: span(argument.span.start, endOfWords(list, index)), isHarmless: false };
  }
  const inCommand = takesWords ? list.find(({ text: word }) => /^#/.test(word)) : undefined;
  return inCommand && { kind: 'comment', at: inCommand.span, name: '#', whole: inCommand.span, isHarmless: true };
}

function faultOf({ text }: MasterArgument, next: MasterArgument | undefined): OptionFaultKind | undefined {
  const follows = next?.role === 'argument' && !next.text.startsWith('#') ? next.text : undefined;
  if (!text.includes('=')) return follows?.startsWith('=') ? 'blanks' : 'equals';
  if (/^[^=]*=["']/.test(text)) return 'quotes';
  if (follows === undefined) return undefined;
  if (text.endsWith('=')) return 'blanks';
  return text.endsWith(',') || follows.startsWith(',') ? 'comma' : undefined;
}

/** The end of the words up to the next option. */
function endOfWords(list: readonly MasterArgument[], from: number): number {
  let end = list[from]!.span.end;
  for (const { text, span: place } of list.slice(from + 1)) {
    if (/^[-#]/.test(text)) break;
    end = place.end;
  }
  return end;
}

/** Puts braces around what an option means to set, the way that takes blanks since Postfix 3.0. */
export function braceFix({ whole, name, kind }: OptionFault, text: string): Fix[] {
  const written = text.slice(whole.start, whole.end);
  if (!/^[^=\s]+\s*=/.test(written) || /[\r\n{}]/.test(written)) return [];
  const value = written.replace(/^[^=]*=\s*/, '');
  const bare = kind === 'quotes' ? value.replaceAll(/^(["'])(.*)\1$/g, '$2') : value;
  const newText = /\s/.test(bare) || bare === '' ? `{ ${name} = ${bare} }` : `${name}=${bare}`;
  return [{ title: `Write "-o ${newText}"`, safety: 'unsafe', edits: [{ span: whole, newText }] }];
}
