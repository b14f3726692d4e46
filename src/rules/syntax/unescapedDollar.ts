import { spanInValue } from '../../parse/edit.ts';
import type { Entry } from '../../parse/types.ts';
import { defineRule } from '../define.ts';
import { type Credential, writtenCredentials } from '../support/credentials.ts';
import { yaml } from '../support/examples.ts';
import { keyName } from '../support/keyName.ts';
import { isComposeVariable } from '../support/manifests.ts';
import type { RuleContext } from '../types.ts';

interface Dollar {
  /** Offset in the value. */
  readonly at: number;
  /** No name follows, so that Compose can't read the file. */
  readonly isLone: boolean;
}

interface State extends Credential {
  readonly dollars: readonly [Dollar, ...Dollar[]];
}

/** A dollar sign in a password, which Compose takes for the beginning of a variable. */
export const unescapedDollar = defineRule<State>({
  meta: {
    id: 'syntax/unescaped-dollar',
    severity: 'error',
    since: '0.1.0',
    kinds: ['yaml'],
    listens: ['user', 'password'],
    title: 'Dollar sign that Compose takes for a variable',
    why: 'Docker Compose replaces "$name" in every value, quotes or not, and an unknown name becomes nothing: the app gets a password with a hole in it. Where no name follows the sign, Compose does not read the file. Two dollar signs stand for one.',
    bad: yaml(
      'compose.yml',
      'services:\n  wiki:\n    image: wiki\n    environment:\n      SMTP_HOST: mail.acme.io\n      SMTP_USER: robot@acme.io\n      SMTP_PASSWORD: k4$Tz9vQ\n',
    ),
    ok: yaml(
      'compose.yml',
      'services:\n  wiki:\n    image: wiki\n    environment:\n      SMTP_HOST: mail.acme.io\n      SMTP_USER: robot@acme.io\n      SMTP_PASSWORD: k4$$Tz9vQ\n',
    ),
    references: [{ title: 'Compose file: interpolation', url: 'https://docs.docker.com/reference/compose-file/interpolation/' }],
    fix: 'unsafe',
  },
  *run(context) {
    for (const credential of writtenCredentials(context.settings)) {
      if (!isComposeVariable(context.file, credential.entry)) continue;
      const [first, ...rest] = dollarsIn(credential.entry, context);
      if (first) yield { ...credential, dollars: [first, ...rest] };
    }
  },
  word: ({ entry, dollars }) => {
    const worst = dollars.find(({ isLone }) => isLone) ?? dollars[0];
    return {
      at: spanInValue(entry, worst.at, worst.at + 1),
      severity: worst.isLone ? 'error' : 'warning',
      message: worst.isLone
        ? `"$" in the value of "${keyName(entry)}" without a name behind it: Compose does not read the file. write "$$"`
        : `"$" in the value of "${keyName(entry)}" begins a variable for Compose, and the text behind it is lost. write "$$"`,
    };
  },
  fixes: ({ entry, dollars }) => [
    {
      title: `Double the dollar signs in ${keyName(entry)}`,
      safety: 'unsafe',
      isPreferred: true,
      edits: dollars.map(({ at }) => ({ span: spanInValue(entry, at, at + 1), newText: '$$' })),
    },
  ],
});

/** Names in capitals, in braces, or set in the file around are variables that somebody meant. */
function dollarsIn({ value }: Entry, { file }: RuleContext): Dollar[] {
  const isWhole = /^\$\{?\w+\}?$/.test(value);
  if (isWhole) return [];
  return [...value.matchAll(/\$\$|\$\{[^}]*\}|\$([A-Za-z_]\w*)?/g)].flatMap(({ 0: found, 1: name, index }) => {
    if (found === '$$' || found.startsWith('${')) return [];
    const isMeant = name !== undefined && (!/[a-z]/.test(name) || file.around?.variable(name) !== undefined);
    return isMeant ? [] : [{ at: index, isLone: name === undefined }];
  });
}
