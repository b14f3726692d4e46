import type { RelaySetting } from '../../discover/types.ts';
import { isUnset } from '../../discover/values.ts';
import { setValue } from '../../parse/edit.ts';
import type { Entry } from '../../parse/types.ts';
import { defineRule } from '../define.ts';
import { appKeysOf, entriesFor, readerOf } from '../support/appKeys.ts';
import { program } from '../support/examples.ts';
import { keyName } from '../support/keyName.ts';
import { remoteRelays, severityFor } from '../support/relays.ts';

interface State {
  readonly setting: RelaySetting;
  readonly host: Entry;
  readonly port: Entry;
  readonly inHost: string;
}

/** A port in the host's value and another one in its own key. */
export const duplicatePort = defineRule<State>({
  meta: {
    id: 'relay/duplicate-port',
    severity: 'warning',
    since: '0.1.0',
    kinds: ['php'],
    listens: ['port', 'host'],
    title: 'Two ports that differ',
    why: 'PHPMailer takes a port behind the host\'s name and prefers it to its "Port". Whoever reads "Port" expects another connection than is made, and the kind of TLS may fit only one of the two.',
    bad: program(
      'php',
      'mail.php',
      "<?php\n$mail = new PHPMailer(true);\n$mail->isSMTP();\n$mail->Host = 'mail.acme.io:587';\n$mail->Port = 465;\n$mail->SMTPAuth = true;\n",
    ),
    ok: program(
      'php',
      'mail.php',
      "<?php\n$mail = new PHPMailer(true);\n$mail->isSMTP();\n$mail->Host = 'mail.acme.io:587';\n$mail->Port = 587;\n$mail->SMTPAuth = true;\n",
    ),
    references: [{ title: 'PHPMailer: Host and Port', url: 'https://github.com/PHPMailer/PHPMailer/blob/master/src/PHPMailer.php' }],
    fix: 'unsafe',
  },
  *run(context) {
    for (const setting of remoteRelays(context)) {
      const keys = setting.profile === 'phpmailer' ? appKeysOf(setting) : undefined;
      const host = keys && entriesFor(keys, 'host').find((entry) => !isUnset(entry));
      const port = keys && entriesFor(keys, 'port').find((entry) => !isUnset(entry));
      if (!host || !port) continue;
      const reader = readerOf(context.file);
      const inHost = /^[^;\s$]*[\w\]]:(\d{1,5})$/.exec(reader.read(host).text)?.[1];
      const { text, isTemplated } = reader.read(port);
      if (inHost !== undefined && !isTemplated && /^\d+$/.test(text) && Number(text) !== Number(inHost)) yield { setting, host, port, inHost };
    }
  },
  word: ({ setting, host, port, inHost }) => ({
    at: port.valueSpan,
    severity: severityFor(setting, 'warning'),
    message: `"${port.value}" is not used: "${keyName(host)}" has port ${inHost} in it, which counts in ${setting.profileTitle}`,
    related: [{ span: host.valueSpan, message: 'this one counts' }],
    tag: 'unnecessary',
  }),
  fixes: ({ port, inHost }, { file }) => [
    { title: `Set ${keyName(port)} to ${inHost}`, safety: 'unsafe', isPreferred: true, edits: [setValue(file, port, inHost)] },
  ],
});
