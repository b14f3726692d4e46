import { type Span, span } from '../text/span.ts';
import type { LogicalLine } from './postfixLines.ts';
import type { MapProblem, MapProblemCode } from './postfixMapTypes.ts';
import { trimmed } from './postfixTokens.ts';
import { mapSpan, sliceSegments } from './segments.ts';
import type { Entry } from './types.ts';

/** One logical line of a table, with what its grammar needs to speak about it. Ranges count in `text`. */
export class MapLine {
  readonly line: LogicalLine;
  /** The line without blanks at its end. */
  readonly text: string;
  readonly problems: MapProblem[] = [];

  constructor(line: LogicalLine) {
    this.line = line;
    this.text = line.text.slice(0, trimmed(line.text, span(0, line.text.length)).end);
  }

  /** Where a range of the line stands in the file. */
  placeOf({ start, end }: Span): Span {
    return mapSpan(this.line.segments, start, end) ?? span(this.line.span.start, this.line.span.start);
  }

  report(code: MapProblemCode, where: Span, message: string, ...logged: readonly string[]): MapProblem {
    const problem = { code, span: this.placeOf(where), message, lineStart: this.line.span.start, logged };
    this.problems.push(problem);
    return problem;
  }

  /** A key and its result. An empty result stands where one would go. */
  entry(key: Span, value: Span, keyText: string = this.text.slice(key.start, key.end)): Entry {
    const segments = sliceSegments(this.line.segments, value.start, value.end);
    const entry: Entry = {
      path: [keyText],
      key: keyText,
      keySpan: this.placeOf(key),
      value: this.text.slice(value.start, value.end),
      valueSpan: this.placeOf(value),
      quote: '',
      scalar: 'string',
      form: 'pair',
      span: this.line.span,
    };
    return segments.length > 1 ? { ...entry, segments } : entry;
  }

  whole(): Span {
    return span(0, this.text.length);
  }
}
