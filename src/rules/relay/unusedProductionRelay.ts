import type { RelaySetting } from '../../discover/types.ts';
import type { Entry } from '../../parse/types.ts';
import { APP_KINDS } from '../../parse/types.ts';
import { defineRule } from '../define.ts';
import { isProductionFile } from '../support/fileRoles.ts';
import { keyName } from '../support/keyName.ts';
import { isPatternFile, remoteRelays } from '../support/relays.ts';

interface State {
  readonly setting: RelaySetting;
  readonly entry: Entry;
}

/** Ways of sending that keep the mail to themselves, made for development. */
const KEEPS_MAIL = /^(log|array|null|none|mock|dummy|console|locmem|memory|file|debug|test|preview)$/i;

/** A relay that the settings of a production system do not use. */
export const unusedProductionRelay = defineRule<State>({
  meta: {
    id: 'relay/unused-production-relay',
    severity: 'warning',
    since: '0.1.0',
    kinds: APP_KINDS,
    listens: ['host'],
    title: 'Mail that is only logged, in production settings',
    why: "New projects write mail to a log or nowhere, so that nothing leaves a developer's machine: Laravel begins with MAIL_MAILER=log. Left so in production, the relay below is set up and never used, and no error says so.",
    bad: {
      kind: 'dotenv',
      path: '.env.production',
      text: 'APP_KEY=\nMAIL_MAILER=log\nMAIL_HOST=mail.acme.io\nMAIL_PORT=587\nMAIL_USERNAME=robot\nMAIL_PASSWORD=${MAIL_SECRET}\n',
    },
    ok: {
      kind: 'dotenv',
      path: '.env.production',
      text: 'APP_KEY=\nMAIL_MAILER=smtp\nMAIL_HOST=mail.acme.io\nMAIL_PORT=587\nMAIL_USERNAME=robot\nMAIL_PASSWORD=${MAIL_SECRET}\n',
    },
    references: [{ title: 'Laravel: mail and local development', url: 'https://laravel.com/docs/mail#mail-and-local-development' }],
    fix: 'none',
  },
  *run(context) {
    if (!isProductionFile(context.file.path) || isPatternFile(context.file.path)) return;
    for (const setting of remoteRelays(context)) {
      const { enabled, enabledBy, host, user } = setting;
      if (!enabled && enabledBy && host && user) yield { setting, entry: enabledBy };
    }
  },
  word: ({ setting, entry }) => ({
    at: entry.valueSpan,
    severity: KEEPS_MAIL.test(entry.value) ? 'warning' : 'information',
    message: `"${entry.value.slice(0, 60)}" in "${keyName(entry)}" means that ${setting.profileTitle} sends nothing through "${setting.host!.value}", and this file is for production`,
  }),
});
