import type { RelaySetting } from '../../discover/types.ts';
import { spanInValue } from '../../parse/edit.ts';
import { APP_KINDS } from '../../parse/types.ts';
import type { Span } from '../../text/span.ts';
import { defineRule } from '../define.ts';
import { dotenv } from '../support/examples.ts';
import { remoteRelays, severityFor } from '../support/relays.ts';

interface State {
  readonly setting: RelaySetting;
  readonly names: readonly string[];
  /** The whole query, from its question mark on. */
  readonly query: Span;
  /** The query without them. */
  readonly left: string;
}

/** Parameters that people write into mail URLs and the app does not read, with what says it instead. */
const UNREAD: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  symfony: { encryption: 'the scheme "smtps" or the port', auth_mode: "the server's own offer" },
  laravel: { encryption: 'the scheme "smtps" or the port', auth_mode: "the server's own offer" },
  nextauth: { secure: 'the scheme', encryption: 'the scheme' },
};

/** A parameter in a mail URL that the app does not read. */
export const unusedParameter = defineRule<State>({
  meta: {
    id: 'relay/unused-parameter',
    severity: 'warning',
    since: '0.1.0',
    kinds: APP_KINDS,
    listens: ['security', 'url'],
    title: 'URL parameter that the app does not read',
    why: 'Symfony took over mail URLs from SwiftMailer, but not their parameters, and nodemailer goes by the scheme. An unknown parameter is no error: it is skipped, and the connection is protected in another way than the line says.',
    bad: dotenv('MAILER_DSN=smtp://mail.acme.io:587?encryption=tls&auth_mode=login\n'),
    ok: dotenv('MAILER_DSN=smtp://mail.acme.io:587?require_tls=true\n'),
    references: [{ title: 'Symfony: Mailer', url: 'https://symfony.com/doc/current/mailer.html#using-built-in-transports' }],
    fix: 'safe',
  },
  *run(context) {
    for (const setting of remoteRelays(context)) {
      const entry = setting.url?.entry;
      const unread = UNREAD[setting.profile];
      // SwiftMailer's own variable, from which a project may still read them.
      if (!entry || !unread || entry.inherited || entry.key === 'MAILER_URL') continue;
      // The last one: a password may hold one as well.
      const start = entry.value.lastIndexOf('?');
      if (/[${(]/.test(start === -1 ? '' : entry.value.slice(start))) continue;
      const parts = start === -1 ? [] : entry.value.slice(start + 1).split('&');
      const names = parts.map(nameOf).filter((name) => Object.hasOwn(unread, name));
      if (names.length === 0) continue;
      const rest = parts.filter((part) => !names.includes(nameOf(part)));
      yield { setting, names, query: spanInValue(entry, start, entry.value.length), left: rest.length > 0 ? `?${rest.join('&')}` : '' };
    }
  },
  word: ({ setting, names, query }) => ({
    at: query,
    severity: severityFor(setting, 'warning'),
    message: `${setting.profileTitle} does not read ${names.map((name) => `"${name}"`).join(' and ')} in the URL and goes by ${UNREAD[setting.profile]![names[0]!]} instead`,
    tag: 'unnecessary',
  }),
  fixes: ({ names, query, left }) => [
    { title: `Remove ${names.join(' and ')} from the URL`, safety: 'safe', isPreferred: true, edits: [{ span: query, newText: left }] },
  ],
});

const nameOf = (part: string) => part.split('=', 1)[0]!;
