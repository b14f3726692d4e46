import { allPostfixParameters } from '../../data/postfixParameters.ts';
import type { Entry } from '../../parse/types.ts';
import { defineRule } from '../define.ts';
import { didYouMean } from '../support/didYouMean.ts';
import { mainCf } from '../support/examples.ts';
import { namesHere } from '../support/postfixNames.ts';
import { oddCharacters } from '../support/postfixText.ts';
import { mainCfFormat } from '../support/references.ts';

interface State {
  readonly entry: Entry;
  readonly suggestion: string | undefined;
}

/** Words of other configuration languages for reading a further file. */
const INCLUDES = new Set(['include', '!include', 'source', 'import', '.']);

/** A name that no Postfix program reads: postconf(1) calls it an unused parameter. */
export const unknownParameter = defineRule<State>({
  meta: {
    id: 'postfix/unknown-parameter',
    severity: 'warning',
    since: '0.1.0',
    kinds: ['postfix-main'],
    listens: [],
    title: 'Unknown parameter',
    why: 'Postfix takes any name without a complaint and reads only those it knows. A misspelt parameter keeps its default, and nothing in the log says so; only "postconf" warns of an "unused parameter".',
    bad: mainCf('relay_host = [smtp.example.com]:587\n'),
    ok: mainCf('my_networks = 192.0.2.0/24\nmynetworks = 127.0.0.0/8, $my_networks\nslow_destination_rate_delay = 1s\n'),
    references: [mainCfFormat, { title: 'postconf(1)', url: 'https://www.postfix.org/postconf.1.html' }],
    fix: 'unsafe',
  },
  *run(context) {
    const { postfix } = context;
    for (const entry of namesHere(context).unused) {
      if (oddCharacters(entry.key).length > 0) continue;
      const suggestion = suggest(entry.key);
      yield { entry, suggestion: suggestion !== undefined && postfix?.isSet(suggestion) ? undefined : suggestion };
    }
  },
  word({ entry: { key, keySpan }, suggestion }, { folder }) {
    if (INCLUDES.has(key)) return { at: keySpan, message: `"${key}" is no parameter: main.cf can't read another file` };
    if (suggestion) return { at: keySpan, message: `unknown parameter "${key}", so Postfix ignores it. did you mean "${suggestion}"?` };
    return {
      at: keySpan,
      severity: 'information',
      message: `unknown parameter "${key}": Postfix ignores it${folder?.master ? '' : ' unless master.cf names it'}`,
    };
  },
  fixes: ({ entry: { keySpan }, suggestion }) =>
    suggestion ? [{ title: `Rename to "${suggestion}"`, safety: 'unsafe', edits: [{ span: keySpan, newText: suggestion }] }] : [],
});

/** The names worth suggesting, in the forms that they are compared in. */
interface Names {
  readonly all: readonly string[];
  /** The words of each, in the same order. */
  readonly words: readonly (readonly string[])[];
  readonly byLowerCase: ReadonlyMap<string, string>;
  readonly bySortedWords: ReadonlyMap<string, string>;
}

let names: Names | undefined;

const sortedWords = (name: string) => name.toLowerCase().split('_').sort().join('_');

function suggestible(): Names {
  if (names) return names;
  const all = allPostfixParameters()
    .filter(({ kind, removed }) => kind !== 'legacy-name' && removed === undefined)
    .map((parameter) => parameter.name);
  names = {
    all,
    words: all.map((name) => name.split('_')),
    byLowerCase: new Map(all.map((name) => [name.toLowerCase(), name])),
    bySortedWords: new Map([...all].reverse().map((name) => [sortedWords(name), name])),
  };
  return names;
}

/** The parameter that was probably meant: other letter case, smtp for smtpd, the same words in another order, a typing error, a word left out. */
function suggest(name: string): string | undefined {
  const { all, words, byLowerCase, bySortedWords } = suggestible();
  const lower = name.toLowerCase();
  const swapped = lower.startsWith('smtpd_') ? lower.replace('smtpd_', 'smtp_') : lower.replace(/^smtp_/, 'smtpd_');
  const direct = [lower, swapped, lower.replaceAll('-', '_'), lower.replaceAll(/[_-]/g, '')].map((form) => byLowerCase.get(form));
  return direct.find((found) => found !== undefined) ?? bySortedWords.get(sortedWords(lower)) ?? didYouMean(lower, all) ?? withOneWordMore(lower, words);
}

/** `smtp_tls_security_level` for `smtp_tls_level`: the only parameter that has all the words and one more. */
function withOneWordMore(name: string, all: readonly (readonly string[])[]): string | undefined {
  const given = name.split('_');
  if (given.length < 3) return undefined;
  const found = all.filter((words) => words.length === given.length + 1 && words[0] === given[0] && given.every((word) => words.includes(word)));
  return found.length === 1 ? found[0]!.join('_') : undefined;
}
