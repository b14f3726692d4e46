import type { RelaySetting } from '../../discover/types.ts';
import { APP_KINDS } from '../../parse/types.ts';
import { defineRule } from '../define.ts';
import { severityIn, switchName, switchOn, type UnsetSwitch, unsetSwitch } from '../support/defaults.ts';
import { yaml } from '../support/examples.ts';
import { remoteRelays, severityFor } from '../support/relays.ts';

interface State {
  readonly setting: RelaySetting;
  readonly unset: UnsetSwitch;
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
      const unset = setting.host && setting.enabled ? unsetSwitch(setting, 'enabled', context) : undefined;
      if (unset) yield { setting, unset };
    }
  },
  word: ({ setting, unset: { key, byDefault } }, { file }) => ({
    at: setting.host!.entry.keySpan,
    severity: severityFor(setting, severityIn(file.kind)),
    message: `without "${switchName(key)}" set to "${byDefault.on}" ${setting.profileTitle} ${byDefault.otherwise}, and this server is not used`,
  }),
  fixes: ({ setting, unset }) => switchOn(setting, unset),
});
