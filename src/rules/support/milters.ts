import { splitPostfixList } from '../../discover/postfixList.ts';
import type { PostfixMain } from '../../discover/postfixMain.ts';
import type { Entry } from '../../parse/types.ts';
import type { Span } from '../../text/span.ts';
import type { RuleContext } from '../types.ts';
import { scopedValues } from './postfixScopes.ts';
import { itemSpan } from './tables.ts';

/** A milter application that a list names. */
export interface MilterHere {
  readonly entry: Entry;
  readonly parameters: PostfixMain;
  /** `inet:host:port`, braces and per-milter options left out. */
  readonly endpoint: string;
  readonly isBraced: boolean;
  readonly span: Span;
}

/** The parameters that list milters. */
export const MILTER_LISTS = /^(non_)?smtpd_milters$/;

/** The endpoints in a list of milters, `{ endpoint, option=value }` included (MILTER_README). */
export function milterEndpoints(value: string): { readonly text: string; readonly endpoint: string; readonly start: number; readonly end: number }[] {
  return splitPostfixList(value, { braces: true }).map((item) => ({ ...item, endpoint: /^\{\s*([^\s,}]*)/.exec(item.text)?.[1] ?? item.text }));
}

/** The milters that the file at hand names. */
export function* miltersHere(context: RuleContext): Generator<MilterHere> {
  for (const judged of scopedValues(context, (name) => MILTER_LISTS.test(name))) {
    for (const item of milterEndpoints(judged.value)) {
      yield {
        entry: judged.entry,
        parameters: judged.parameters,
        endpoint: item.endpoint,
        isBraced: item.text !== item.endpoint,
        span: itemSpan(judged, item),
      };
    }
  }
}
