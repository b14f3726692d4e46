import { parseDma } from '../../parse/dma.ts';
import { insertAfter } from '../../parse/edit.ts';
import type { Entry } from '../../parse/types.ts';
import { span } from '../../text/span.ts';
import { defineRule } from '../define.ts';
import { isPatternFile } from '../support/relays.ts';
import type { RuleContext } from '../types.ts';

interface State {
  readonly smarthost: Entry;
  /** The file with the logins, as the folder's view names it. */
  readonly logins: string;
  readonly isNamed: boolean;
}

const DEFAULT_NAME = 'auth.conf';
const DEFAULT_PATH = `/etc/dma/${DEFAULT_NAME}`;

/** A smarthost of dma for which its file of logins has no line, or which dma does not read. */
export const missingAuthEntry = defineRule<State>({
  meta: {
    id: 'auth/missing-auth-entry',
    severity: 'warning',
    since: '0.1.0',
    kinds: ['dma'],
    listens: ['host', 'user', 'password'],
    title: 'Smarthost without a login',
    why: 'dma looks for its user and password in the file that AUTHPATH names, under the very text of SMARTHOST. Without AUTHPATH, or with a line for another name, it does not sign in, and the server answers 530 or refuses to relay.',
    bad: {
      kind: 'dma',
      path: 'dma.conf',
      text: 'SMARTHOST mail.acme.io\nPORT 587\nAUTHPATH /etc/dma/auth.conf\nSECURETRANSFER\nSTARTTLS\n',
      around: { 'auth.conf': 'robot|smtp.acme.io:k4Tz9vQ8Horse\n' },
    },
    ok: {
      kind: 'dma',
      path: 'dma.conf',
      text: 'SMARTHOST mail.acme.io\nPORT 587\nAUTHPATH /etc/dma/auth.conf\nSECURETRANSFER\nSTARTTLS\n',
      around: { 'auth.conf': 'robot|mail.acme.io:k4Tz9vQ8Horse\n' },
    },
    references: [{ title: 'dma(8)', url: 'https://man.dragonflybsd.org/?command=dma&section=8' }],
    fix: 'unsafe',
  },
  *run(context) {
    const { file } = context;
    const named = (key: string) => [...file.entries].reverse().find((entry) => entry.key === key && entry.path.length === 1 && entry.form === 'pair');
    const smarthost = named('SMARTHOST');
    const authPath = named('AUTHPATH')?.value;
    if (!smarthost || isPatternFile(file.path)) return;
    const logins = authPath === undefined ? DEFAULT_NAME : authPath.slice(authPath.lastIndexOf('/') + 1);
    const hosts = hostsIn(context, logins);
    if (!hosts || hosts.size === 0) return;
    if (authPath === undefined) {
      // The file may be left over; with a line for this host it is meant.
      if (hosts.has(smarthost.value)) yield { smarthost, logins, isNamed: false };
    } else if (!hosts.has(smarthost.value)) yield { smarthost, logins, isNamed: true };
  },
  word: ({ smarthost, logins, isNamed }) => ({
    at: smarthost.valueSpan,
    message: isNamed
      ? `"${logins}" has no line for "${smarthost.value}", so dma does not sign in there. add one that begins with "user|${smarthost.value}:"`
      : `"${logins}" has a login for "${smarthost.value}", but without AUTHPATH dma does not read it`,
    related: [{ path: logins, span: span(0, 0), message: 'the logins' }],
  }),
  fixes: ({ smarthost, isNamed }, { file }) =>
    isNamed
      ? []
      : [{ title: `Set AUTHPATH to ${DEFAULT_PATH}`, safety: 'unsafe', isPreferred: true, edits: [insertAfter(file, smarthost, 'AUTHPATH', DEFAULT_PATH)] }],
});

/** The hosts for which a file beside has logins; undefined where it can't be seen. */
function hostsIn({ project }: RuleContext, name: string): ReadonlySet<string> | undefined {
  const text = project?.view.readText(name);
  if (text === undefined) return undefined;
  return new Set(parseDma(text, DEFAULT_NAME).entries.flatMap(({ key, value }) => (key === 'host' ? [value] : [])));
}
