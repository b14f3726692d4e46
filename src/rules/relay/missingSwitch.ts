import type { RelaySetting } from '../../discover/types.ts';
import { isUnset } from '../../discover/values.ts';
import { insertAfter } from '../../parse/edit.ts';
import { APP_KINDS } from '../../parse/types.ts';
import { defineRule } from '../define.ts';
import { appKeysOf, placeFor } from '../support/appKeys.ts';
import { entriesBeside } from '../support/beside.ts';
import { yaml } from '../support/examples.ts';
import { remoteRelays, severityFor } from '../support/relays.ts';

/** What has to be said before an app sends by SMTP at all. */
interface Needed {
  readonly profile: string;
  /** The same key in each of the app's forms. */
  readonly keys: readonly string[];
  readonly value: string;
  /** What happens without it. */
  readonly otherwise: string;
}

const NEEDED: readonly Needed[] = [
  { profile: 'directus', keys: ['EMAIL_TRANSPORT'], value: 'smtp', otherwise: 'hands mail to a local sendmail' },
  { profile: 'dify', keys: ['MAIL_TYPE'], value: 'smtp', otherwise: 'sends through the API of Resend' },
  { profile: 'grafana', keys: ['GF_SMTP_ENABLED'], value: 'true', otherwise: 'sends no mail' },
  { profile: 'gitea', keys: ['GITEA__mailer__ENABLED', 'FORGEJO__mailer__ENABLED'], value: 'true', otherwise: 'sends no mail' },
  { profile: 'immich', keys: ['notifications.smtp.enabled'], value: 'true', otherwise: 'sends no mail' },
  { profile: 'wp-mail-smtp', keys: ['WPMS_ON'], value: 'true', otherwise: 'ignores all its constants' },
  { profile: 'gitlab-omnibus', keys: ['gitlab_rails.smtp_enable'], value: 'true', otherwise: 'hands mail to a local sendmail' },
  { profile: 'codeigniter', keys: ['Email.protocol', 'config.protocol'], value: 'smtp', otherwise: "uses PHP's own mail function" },
];

interface State {
  readonly setting: RelaySetting;
  readonly needed: Needed;
  readonly key: string;
}

/** A server without the switch that makes the app use it. */
export const missingSwitch = defineRule<State>({
  meta: {
    id: 'relay/missing-switch',
    severity: 'warning',
    since: '0.1.0',
    kinds: APP_KINDS,
    listens: ['enabled', 'host'],
    title: 'Server without the switch that puts it to use',
    why: 'Some apps send mail in another way, or not at all, until a switch of its own says SMTP. Host, port and password are then set for nothing.',
    bad: yaml(
      'docker-compose.yml',
      'services:\n  grafana:\n    image: grafana/grafana\n    environment:\n      GF_SMTP_HOST: mail.acme.io:587\n      GF_SMTP_USER: robot\n      GF_SMTP_PASSWORD: ${MAIL_SECRET}\n',
    ),
    ok: yaml(
      'docker-compose.yml',
      'services:\n  grafana:\n    image: grafana/grafana\n    environment:\n      GF_SMTP_ENABLED: "true"\n      GF_SMTP_HOST: mail.acme.io:587\n      GF_SMTP_USER: robot\n      GF_SMTP_PASSWORD: ${MAIL_SECRET}\n',
    ),
    references: [{ title: 'Grafana: SMTP settings', url: 'https://grafana.com/docs/grafana/latest/setup-grafana/configure-grafana/#smtp' }],
    fix: 'unsafe',
  },
  *run(context) {
    for (const setting of remoteRelays(context)) {
      const keys = setting.host && setting.enabled ? appKeysOf(setting) : undefined;
      const needed = keys && NEEDED.find(({ profile }) => profile === setting.profile);
      if (!keys || !needed || needed.keys.some((key) => isWritten(key, setting))) continue;
      yield { setting, needed, key: needed.keys.find((each) => placeFor(keys, each)) ?? needed.keys[0]! };
    }
  },
  word: ({ setting, needed, key }, { file }) => ({
    at: setting.host!.entry.keySpan,
    // A .env file may be a part of the environment only.
    severity: severityFor(setting, file.kind === 'dotenv' ? 'information' : 'warning'),
    message: `without "${key.slice(key.lastIndexOf('.') + 1)}" set to "${needed.value}" ${setting.profileTitle} ${needed.otherwise}, and this server is not used`,
  }),
  fixes({ setting, needed, key }, { file }) {
    const keys = appKeysOf(setting);
    const place = keys && placeFor(keys, key);
    return place
      ? [
          {
            title: `Set ${place.name} to ${needed.value}`,
            safety: 'unsafe',
            isPreferred: true,
            edits: [insertAfter(file, place.anchor, place.name, needed.value)],
          },
        ]
      : [];
  },
});

/** A variable that is only named has its value from outside. */
function isWritten(key: string, setting: RelaySetting): boolean {
  const entry = appKeysOf(setting)?.found.get(key);
  return (entry !== undefined && !isUnset(entry)) || entriesBeside(setting).some((each) => each.key === key && each.form === 'key-only');
}
