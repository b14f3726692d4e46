import type { Entry } from '../../parse/types.ts';
import { type Span, span } from '../../text/span.ts';
import { defineRule } from '../define.ts';
import { mainCf } from '../support/examples.ts';
import { stopsOnBadValue } from '../support/parameters.ts';
import { isDecisive, isFreeText, logicalLineAt, oddCharacters, physicalLines } from '../support/postfixText.ts';
import { mainCfFormat } from '../support/references.ts';

interface Odd {
  readonly at: Span;
  readonly name: string;
  readonly plain: string;
}

interface State {
  /** The setting that holds them; undefined where they keep the line from being one. */
  readonly entry: Entry | undefined;
  readonly isInName: boolean;
  readonly odd: readonly [Odd, ...Odd[]];
}

/** Blanks, quotes and equals signs from web pages and word processors, which Postfix reads as ordinary letters. */
export const nonAsciiBlank = defineRule<State>({
  meta: {
    id: 'syntax/non-ascii-blank',
    severity: 'error',
    since: '0.1.0',
    kinds: ['postfix-main'],
    listens: [],
    title: 'Character that only looks plain',
    why: 'Text copied from a web page brings no-break spaces, zero-width characters, typographic quotes or a full-width "=". To Postfix they are letters: the name is another name, the value another value.',
    bad: mainCf('relayhost = [smtp.example.com]:587\u00a0\n'),
    ok: mainCf('# no-break\u00a0space in a comment\nrelayhost = [smtp.example.com]:587\nsmtpd_banner = $myhostname „ready“\n'),
    references: [mainCfFormat],
    fix: 'unsafe',
  },
  *run({ file }) {
    const within = (where: Span): Odd[] =>
      oddCharacters(file.text.slice(where.start, where.end)).map(({ at, name, plain }) => ({ at: span(where.start + at, where.start + at + 1), name, plain }));
    for (const entry of file.entries) {
      // A byte order mark at the very start is another rule's.
      // In front of a name a blank would make the line a continuation, so nothing takes the character's place there.
      const inName = within(entry.keySpan)
        .filter(({ at }) => at.start > 0)
        .map((odd) => ({ ...odd, plain: odd.plain.trim() }));
      const inValue = isFreeText(entry.key) ? [] : valuePieces(entry).flatMap(within);
      const [first, ...rest] = [...inName, ...inValue];
      if (first) yield { entry, isInName: inName.length > 0, odd: [first, ...rest] };
    }
    for (const { code, span: where } of file.problems) {
      const line = code === 'missing-equals' ? logicalLineAt(file, where) : undefined;
      const [first, ...rest] = line
        ? physicalLines(line)
            .flatMap(within)
            .filter(({ at }) => at.start > 0)
        : [];
      if (first) yield { entry: undefined, isInName: false, odd: [first, ...rest] };
    }
  },
  word({ entry, isInName, odd: [{ at, name }] }) {
    if (!entry) return { at, message: `${name} instead of a plain character: Postfix finds no "=" and does not start` };
    if (isInName) return { at, severity: 'warning', message: `${name} in the name "${plainName(entry)}", so Postfix does not see that parameter` };
    return {
      at,
      severity: stopsOnBadValue(entry.key) ? 'error' : 'warning',
      message: `${name} is part of the value of "${entry.key}". Postfix knows plain characters only`,
    };
  },
  fixes({ entry, isInName, odd }) {
    if (entry && plainName(entry) === '') return [];
    const edits = odd.map(({ at, plain }) => ({ span: at, newText: plain }));
    // A parameter that Postfix has ignored so far comes into force, with whatever is wrong with its value.
    const isSafe = entry && !isInName && !isDecisive(entry.key);
    return [{ title: 'Write plain characters', safety: isSafe ? 'safe' : 'unsafe', edits }];
  },
});

function valuePieces(entry: Entry): Span[] {
  return entry.segments?.map(({ source, length }) => span(source, source + length)) ?? [entry.valueSpan];
}

function plainName(entry: Entry): string {
  return oddCharacters(entry.key)
    .reduceRight((name, { at, plain }) => name.slice(0, at) + plain + name.slice(at + 1), entry.key)
    .trim();
}
