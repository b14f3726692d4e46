import type { PostfixMeanings } from '../../data/postfixMeanings.ts';
import type { Span } from '../../text/span.ts';
import type { Analysis } from '../types.ts';
import { describeAttribute, describeColumn, describeFlag, describeOption, describePipeMacro } from './describeMaster.ts';
import { describeParameter } from './describeParameter.ts';
import { describeWord } from './describeWord.ts';
import { restrictionClasses } from './sources.ts';
import { type Subject, subjectAt } from './subject.ts';
import { tableHover } from './table/hover.ts';

export interface SubjectHover {
  readonly span: Span;
  readonly markdown: string;
  /** It is about a part of a value, not about the setting as a whole. */
  readonly isPart: boolean;
}

/** What a place in main.cf, master.cf or a lookup table means: the parameter, `$name`, word, column, flag or key there. */
export function subjectHover(analysis: Analysis, offset: number, meanings: PostfixMeanings): SubjectHover | undefined {
  const inTable = tableHover(analysis, offset, meanings);
  if (inTable) return { ...inTable, isPart: true };
  const subject = subjectAt(analysis.file, offset, meanings, restrictionClasses(analysis));
  const markdown = subject && describe(analysis, subject, meanings);
  return markdown === undefined || subject === undefined ? undefined : { span: subject.span, markdown, isPart: subject.kind !== 'parameter' };
}

function describe(analysis: Analysis, subject: Subject, meanings: PostfixMeanings): string | undefined {
  switch (subject.kind) {
    case 'parameter':
    case 'reference':
      return describeParameter(analysis, subject.name, meanings);
    case 'word':
      return describeWord(analysis, subject.entry.key, subject.word, meanings);
    case 'column':
      return describeColumn(subject.service, subject.column, subject.field, meanings);
    case 'option':
      return describeOption(subject.text, meanings);
    case 'attribute':
      return describeAttribute(subject.service, subject.name, meanings);
    case 'flag':
      return describeFlag(subject.service, subject.letter, meanings);
    case 'pipe-macro':
      return describePipeMacro(subject.name, meanings);
  }
}
