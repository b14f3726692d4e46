import { type Span, span } from '../text/span.ts';
import type { IniDialect } from './iniDialect.ts';
import { afterLineEnd, endOfLine, isBlankAt, skipBlanks, trimBlanksEnd } from './lines.ts';
import type { Quote, ValueSegment } from './types.ts';
import { ValueText } from './valueText.ts';

/** A value of an INI file. */
export interface IniValue {
  readonly value: string;
  /** Without quotes. */
  readonly span: Span;
  readonly quote: Quote;
  readonly segments?: readonly ValueSegment[];
  /** End of the last physical line it touches, line end not counted. */
  readonly lineEnd: number;
  /** Where comments in or behind it begin. */
  readonly comments?: readonly number[];
  readonly isUnterminated?: true;
}

/** Reads the value that begins behind the sign; `indent` is the width of what stands before the key. */
export function readIniValue(text: string, at: number, dialect: IniDialect, indent: number): IniValue {
  const lineEnd = endOfLine(text, at);
  const first = skipBlanks(text, at, lineEnd);
  if (dialect.id === 'python') return readIndented(text, first, lineEnd, dialect, indent);
  if (first === lineEnd) return { value: '', span: emptySpan(text, at, first), quote: '', lineEnd };
  if (dialect.id === 'git') return readGit(text, first, at);
  if (dialect.id === 'plain')
    return dialect.continuation ? readContinued(text, first, lineEnd, trimBlanksEnd(text, first, lineEnd), true) : bare(text, first, lineEnd, lineEnd);
  return readQuoted(text, first, lineEnd, dialect) ?? readUnquoted(text, first, at, lineEnd, dialect);
}

/** An empty value stands behind the sign, or behind one blank where the file has blanks around its signs. */
function emptySpan(text: string, at: number, first: number): Span {
  const place = first > at && isBlankAt(text, at - 2) ? at + 1 : at;
  return span(place, place);
}

function bare(text: string, first: number, stop: number, lineEnd: number): IniValue {
  const end = trimBlanksEnd(text, first, stop);
  return { value: text.slice(first, end), span: span(first, end), quote: '', lineEnd };
}

function readUnquoted(text: string, first: number, at: number, lineEnd: number, dialect: IniDialect): IniValue {
  const end = trimBlanksEnd(text, first, lineEnd);
  if (dialect.id === 'go' && dialect.continuation && text[end - 1] === '\\') return readContinued(text, first, lineEnd, end);
  const comment = commentIn(text, first, lineEnd, dialect, first > at);
  const stop = trimBlanksEnd(text, first, comment ?? lineEnd);
  if (stop === first) return { value: '', span: emptySpan(text, at, first), quote: '', lineEnd, ...(comment !== undefined && { comments: [comment] }) };
  const mark = text[first];
  const isQuoted = (mark === '"' || mark === "'") && stop - first > 1 && text.indexOf(mark, first + 1) === stop - 1 && dialect.id !== 'php';
  const inner = isQuoted ? span(first + 1, stop - 1) : span(first, stop);
  return {
    value: text.slice(inner.start, inner.end),
    span: inner,
    quote: isQuoted ? mark : '',
    lineEnd,
    ...(comment !== undefined && { comments: [comment] }),
  };
}

function commentIn(text: string, first: number, lineEnd: number, dialect: IniDialect, isBlankBefore: boolean): number | undefined {
  if (dialect.inline === 'never') return undefined;
  for (let at = first; at < lineEnd; at += 1) {
    if (!dialect.comments.includes(text[at]!)) continue;
    if (dialect.inline === 'anywhere' || (at === first ? isBlankBefore : isBlankAt(text, at - 1))) return at;
  }
  return undefined;
}

/** Values in marks that may run over several lines: go-ini's backtick and `"""`, PHP's quotes, and quotes before a comment elsewhere. */
function readQuoted(text: string, first: number, lineEnd: number, dialect: IniDialect): IniValue | undefined {
  if (dialect.id === 'php') return readPhp(text, first, lineEnd);
  const mark = text.startsWith('"""', first) && lineEnd - first > 3 ? '"""' : text[first] === '`' ? '`' : undefined;
  if (dialect.id !== 'go' || !mark) return dialect.id === 'common' ? readCommon(text, first, lineEnd) : undefined;
  const start = first + mark.length;
  // On its first line go-ini looks for the last mark, below for the first line that has one.
  const inLine = text.slice(start, lineEnd).lastIndexOf(mark);
  const close = inLine === -1 ? text.indexOf(mark, lineEnd) : start + inLine;
  const quote = mark === '`' ? '`' : '"';
  if (close === -1) return { ...bare(text, start, lineEnd, lineEnd), quote, isUnterminated: true };
  return { value: text.slice(start, close), span: span(start, close), quote, lineEnd: endOfLine(text, close) };
}

/** `"a # b" # note`: a comment may follow the closing quote. */
function readCommon(text: string, first: number, lineEnd: number): IniValue | undefined {
  const mark = text[first];
  if (mark !== '"' && mark !== "'") return undefined;
  const close = text.indexOf(mark, first + 1);
  if (close === -1 || close >= lineEnd) return undefined;
  const rest = skipBlanks(text, close + 1, lineEnd);
  const isComment = rest > close + 1 && (text[rest] === ';' || text[rest] === '#');
  if (rest < lineEnd && !isComment) return undefined;
  return { value: text.slice(first + 1, close), span: span(first + 1, close), quote: mark, lineEnd, ...(isComment && { comments: [rest] }) };
}

function readPhp(text: string, first: number, lineEnd: number): IniValue | undefined {
  const mark = text[first];
  if (mark !== '"' && mark !== "'") return undefined;
  const value = new ValueText(text);
  let plain = first + 1;
  for (let at = first + 1; at < text.length; at += 1) {
    if (text[at] === '\\' && mark === '"' && /["'\\]/.test(text[at + 1] ?? '')) {
      value.keep(plain, at);
      plain = at + 1;
      at += 1;
    } else if (text[at] === mark) {
      value.keep(plain, at);
      const end = endOfLine(text, at);
      const rest = skipBlanks(text, at + 1, end);
      if (rest < end && text[rest] !== ';') return undefined;
      return { ...value.read(first + 1, at), span: span(first + 1, at), quote: mark, lineEnd: end, ...(rest < end && { comments: [rest] }) };
    }
  }
  return { ...bare(text, first + 1, lineEnd, lineEnd), quote: mark, isUnterminated: true };
}

/** A backslash at the end of a line joins the next one, without the blanks behind it; those before it stay for Haraka. */
function readContinued(text: string, first: number, lineEnd: number, end: number, keepsIndent = false): IniValue {
  const value = new ValueText(text);
  let start = first;
  let stop = end;
  let last = lineEnd;
  while (text[stop - 1] === '\\' && stop > start) {
    value.keep(start, stop - 1);
    const next = afterLineEnd(text, last);
    if (next >= text.length) return { ...value.read(first, stop), span: span(first, stop), quote: '', lineEnd: last };
    last = endOfLine(text, next);
    start = keepsIndent ? next : skipBlanks(text, next, last);
    stop = trimBlanksEnd(text, start, last);
  }
  value.keep(start, stop);
  return { ...value.read(first, stop), span: span(first, stop), quote: '', lineEnd: last };
}

/** Deeper indented lines go on with a value; blank lines in between count, comments do not (configparser). */
function readIndented(text: string, first: number, lineEnd: number, dialect: IniDialect, indent: number): IniValue {
  const value = new ValueText(text);
  const end = trimBlanksEnd(text, first, lineEnd);
  keepPercents(value, text, first, end, dialect);
  let last = lineEnd;
  let valueEnd = end;
  let blanks = '';
  const comments: number[] = [];
  const seen: number[] = [];
  for (let at = afterLineEnd(text, lineEnd); at < text.length; ) {
    const stop = endOfLine(text, at);
    const start = skipBlanks(text, at, stop);
    if (start === stop) blanks += '\n';
    else if (dialect.comments.includes(text[start]!)) seen.push(start);
    else if (start - at > indent) {
      value.add(`${blanks}\n`);
      blanks = '';
      valueEnd = trimBlanksEnd(text, start, stop);
      keepPercents(value, text, start, valueEnd, dialect);
      last = stop;
      for (const mark of seen.splice(0)) comments.push(mark);
    } else break;
    at = afterLineEnd(text, stop);
  }
  const where = valueEnd === first ? emptySpan(text, first, first) : span(first, valueEnd);
  return { ...value.read(where.start, where.end), span: where, quote: '', lineEnd: last, ...(comments.length > 0 && { comments }) };
}

function keepPercents(value: ValueText, text: string, start: number, end: number, { hasPercents }: IniDialect): void {
  let plain = start;
  for (let at = hasPercents ? text.indexOf('%%', start) : -1; at !== -1 && at + 1 < end; at = text.indexOf('%%', plain)) {
    value.keep(plain, at + 1);
    plain = at + 2;
  }
  value.keep(plain, end);
}

const GIT_ESCAPES: Readonly<Record<string, string>> = { n: '\n', t: '\t', b: '\b', '"': '"', '\\': '\\' };

/** Quotes may open and close anywhere, escapes work in and out of them, trailing blanks outside are dropped (git-config(1), "Values"). */
function readGit(text: string, first: number, signEnd: number): IniValue {
  const value = new ValueText(text);
  let isOpen = false;
  let solid = 0;
  let end = first;
  let at = first;
  let marks = 0;
  for (; at < text.length; at += 1) {
    const character = text[at]!;
    if (character === '\n' || (character === '\r' && text[at + 1] === '\n')) break;
    if (character === '"') {
      isOpen = !isOpen;
      marks += 1;
    } else if (character === '\\') {
      const next = text[at + 1] ?? '';
      const lineEnd = next === '\n' ? 2 : next === '\r' && text[at + 2] === '\n' ? 3 : 0;
      if (lineEnd > 0) at += lineEnd - 1;
      else {
        const meaning = GIT_ESCAPES[next];
        if (meaning === undefined) value.keep(at, at + 1);
        else {
          if (meaning === next) value.keep(at + 1, at + 2);
          else value.add(meaning);
          at += 1;
        }
      }
    } else if (!isOpen && (character === '#' || character === ';')) break;
    else {
      const isBlank = !isOpen && isBlankAt(text, at);
      if (!isBlank || value.value !== '') value.keep(at, at + 1);
      if (isBlank) continue;
    }
    solid = value.value.length;
    end = at + 1;
  }
  value.cut(solid);
  const lineEnd = endOfLine(text, at);
  const isComment = text[at] === '#' || text[at] === ';';
  const isWhole = marks === 2 && !isOpen && text[first] === '"' && text[end - 1] === '"' && end - first > 1;
  const where = isWhole ? span(first + 1, end - 1) : end === first ? emptySpan(text, signEnd, first) : span(first, end);
  const base = { ...value.read(where.start, where.end), span: where, quote: isWhole ? '"' : '', lineEnd } as const;
  return { ...base, ...(isComment && { comments: [at] }), ...(isOpen && { isUnterminated: true }) };
}
