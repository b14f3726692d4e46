import type { RelaySetting } from '../../discover/types.ts';
import { setValue } from '../../parse/edit.ts';
import { defineRule } from '../define.ts';
import { APP_KINDS } from '../support/allKinds.ts';
import { appKeysOf } from '../support/appKeys.ts';
import { keyName } from '../support/keyName.ts';
import { remoteRelays } from '../support/relays.ts';
import type { RuleExample } from '../types.ts';

/** A name that promises that this is what runs. */
const PRODUCTION = /(^|[/\\._-])(prod|production|live)([._-][^/\\]*)?$/i;

const production = (text: string): RuleExample => ({ kind: 'dotenv', path: '.env.production', text });

/** A server that is filled in and switched off, where the file is for production. */
export const unusedRelay = defineRule<RelaySetting>({
  meta: {
    id: 'relay/unused-relay',
    severity: 'warning',
    since: '0.1.0',
    kinds: APP_KINDS,
    listens: ['enabled', 'host'],
    title: 'Mail switched off in production',
    why: "The switch that keeps mail on the developer's machine has come along into production: messages go to a log or nowhere, and nobody gets an error.",
    bad: production('APP_KEY=\nMAIL_MAILER=log\nMAIL_HOST=mail.acme.io\nMAIL_PORT=587\nMAIL_USERNAME=robot\nMAIL_PASSWORD=${MAIL_SECRET}\n'),
    ok: production('APP_KEY=\nMAIL_MAILER=smtp\nMAIL_HOST=mail.acme.io\nMAIL_PORT=587\nMAIL_USERNAME=robot\nMAIL_PASSWORD=${MAIL_SECRET}\n'),
    references: [{ title: 'Laravel: mail and local development', url: 'https://laravel.com/docs/mail#mail-and-local-development' }],
    fix: 'unsafe',
  },
  *run(context) {
    if (!PRODUCTION.test(context.file.path)) return;
    for (const setting of remoteRelays(context)) {
      const { enabled, enabledBy, host, user, provider } = setting;
      if (!enabled && enabledBy && host && (user || provider)) yield setting;
    }
  },
  word: ({ enabledBy, host, profileTitle }) => ({
    at: enabledBy!.valueSpan,
    message: `"${keyName(enabledBy!)}" is "${enabledBy!.value}": ${profileTitle} sends nothing through "${host!.value}"`,
  }),
  fixes(setting, { file }) {
    const entry = setting.enabledBy!;
    const keys = appKeysOf(setting);
    const own = [...(keys?.found ?? [])].find(([, each]) => each === entry)?.[0];
    const rule = own !== undefined && keys?.profile.enabled?.keys.includes(own) ? keys.profile.enabled : undefined;
    const on = rule?.on?.[0] ?? OPPOSITES[entry.value];
    return on === undefined || entry.inherited
      ? []
      : [{ title: `Set ${keyName(entry)} to ${on}`, safety: 'unsafe', isPreferred: true, edits: [setValue(file, entry, on)] }];
  },
});

const OPPOSITES: Readonly<Record<string, string>> = { false: 'true', False: 'True', true: 'false', True: 'False', '0': '1', '1': '0', off: 'on', no: 'yes' };
