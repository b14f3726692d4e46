import { isImplicitTlsPort, isStartTlsPort } from '../../data/ports.ts';
import { compareVersions } from '../../data/versions.ts';
import type { RelaySetting } from '../../discover/types.ts';
import type { Entry } from '../../parse/types.ts';
import { APP_KINDS } from '../../parse/types.ts';
import { defineRule } from '../define.ts';
import { appKeysOf, isByDefault } from '../support/appKeys.ts';
import { dotenv } from '../support/examples.ts';
import { rfc } from '../support/references.ts';
import { remoteRelays, severityFor } from '../support/relays.ts';
import { retarget } from '../support/retarget.ts';
import type { Fix } from '../types.ts';

interface State {
  readonly setting: RelaySetting;
  readonly says: string;
  /** The switches that are on, in file order. */
  readonly entries: readonly Entry[];
  /** Some versions of the app do not mind, and which one is in use is unknown. */
  readonly isVersionBound: boolean;
}

/** From this version on the mail gem refuses; before, TLS from the first byte silently won (mikel/mail smtp.rb). */
const REFUSING_MAIL_GEM = '2.9';

/** Two switches for TLS that exclude each other. */
export const duplicateSwitches = defineRule<State>({
  meta: {
    id: 'tls/duplicate-switches',
    severity: 'error',
    since: '0.1.0',
    kinds: APP_KINDS,
    listens: ['security'],
    title: 'Two TLS switches that exclude each other',
    why: 'A connection is either TLS from the first byte or upgraded by STARTTLS. With both switched on, an app refuses to start, or sends STARTTLS inside TLS, which no server takes.',
    bad: dotenv('EMAIL_HOST=mail.acme.io\nEMAIL_PORT=587\nEMAIL_USE_TLS=True\nEMAIL_USE_SSL=True\n'),
    ok: dotenv('EMAIL_HOST=mail.acme.io\nEMAIL_PORT=587\nEMAIL_USE_TLS=True\nEMAIL_USE_SSL=False\n'),
    references: [{ title: 'Django settings: EMAIL_USE_SSL', url: 'https://docs.djangoproject.com/en/stable/ref/settings/#email-use-ssl' }, rfc(3207, '4.2')],
    fix: 'unsafe',
  },
  *run(context) {
    for (const setting of remoteRelays(context)) {
      const says = setting.security.conflict;
      const keys = appKeysOf(setting);
      const conflict = keys?.profile.tls.conflicts?.find((known) => known.says === says);
      // One switch that is on by default has a finding of its own.
      if (!keys || !conflict || says === undefined || isByDefault(conflict, keys)) continue;
      const gem = conflict.isVersionBound && isRubyMail(setting) ? context.project?.version('gem:mail') : undefined;
      if (gem !== undefined && compareVersions(gem, REFUSING_MAIL_GEM) < 0) continue;
      const entries = conflict.keys.flat().flatMap((key) => keys.found.get(key) ?? []);
      yield {
        setting,
        says,
        entries: entries.sort((a, b) => a.span.start - b.span.start),
        isVersionBound: conflict.isVersionBound === true && gem === undefined,
      };
    }
  },
  word: ({ setting, says, entries, isVersionBound }) => {
    const last = entries.at(-1)!;
    return {
      at: last.keySpan,
      severity: severityFor(setting, isVersionBound ? 'warning' : 'error'),
      message: `${says}. leave one of them on`,
      related: entries.slice(0, -1).map(({ keySpan }) => ({ span: keySpan, message: 'this one is on as well' })),
    };
  },
  fixes({ setting }): Fix[] {
    const port = setting.effectivePort;
    const implicit = port !== undefined && isStartTlsPort(port) ? undefined : retarget(setting, { modes: ['implicit-tls'] });
    const starttls = port !== undefined && isImplicitTlsPort(port) ? undefined : retarget(setting, { modes: ['starttls-required', 'starttls-opportunistic'] });
    return [starttls, implicit].flatMap((found) =>
      found ? [{ title: `Set ${found.words.join(' and ')}`, safety: 'unsafe' as const, edits: found.edits }] : [],
    );
  },
});

/** Apps that go by the version of the gem in their own lock file, not by that in a container's image. */
const isRubyMail = ({ profile }: RelaySetting) => profile === 'action-mailer' || profile === 'mail-gem' || profile === 'rails';
