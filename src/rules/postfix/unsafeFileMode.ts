import { databaseClients } from '../support/databaseClients.ts';
import { mainCf } from '../support/examples.ts';
import { judgeableValues } from '../support/judgeable.ts';
import { mainRule } from '../support/mainRule.ts';
import { postfixReadme } from '../support/references.ts';
import { itemSpan, tablesIn } from '../support/tables.ts';

const KEY = /_tls_(|d|ec)key_file$/;
const PASSWORDS = /_sasl_password_maps$/;
/** In the file of a database's client. */
const PASSWORD_KEY = /^(password|bind_pw)$/;
/** Permission bits of everybody but owner and group, for reading. */
const OTHERS_READ = 0o004;

/** A private key, a password table or the password of a database that every account of the machine may read. */
export const unsafeFileMode = mainRule(
  {
    id: 'postfix/unsafe-file-mode',
    severity: 'warning',
    listens: ['smtp_sasl_password_maps', 'smtpd_tls_key_file', 'smtp_tls_key_file'],
    title: 'Secret file that everybody can read',
    why: 'Postfix opens private keys and password tables as root before it gives up its rights, so nobody else has to read them. With read permission for all, every account and every program of the machine knows the secret.',
    bad: { ...mainCf('smtpd_tls_key_file = /etc/ssl/mail.key\n'), facts: { '/etc/ssl/mail.key': { modifiedMs: 1, mode: 0o644 } } },
    ok: { ...mainCf('smtpd_tls_key_file = /etc/ssl/mail.key\n'), facts: { '/etc/ssl/mail.key': { modifiedMs: 1, mode: 0o640 } } },
    references: [postfixReadme('TLS_README', 'server_cert_key'), postfixReadme('SASL_README', 'client_sasl_enable')],
  },
  function* (context) {
    const clients = databaseClients(context);
    const isOpen = (path: string) => ((context.folder?.view.stat(path)?.mode ?? 0) & OTHERS_READ) !== 0;
    for (const judged of judgeableValues(context, (name) => KEY.test(name) || PASSWORDS.test(name))) {
      const { entry, value } = judged;
      const places = KEY.test(entry.key)
        ? [{ path: value, at: entry.valueSpan }]
        : [...tablesIn(judged)].map(({ name, item }) => ({ path: name, at: itemSpan(judged, item) }));
      for (const { path, at } of places) {
        if (path.startsWith('/') && isOpen(path) && !clients.some((client) => client.path === path))
          yield { at, message: `"${path}" holds a secret and every account can read it. run "chmod 600 ${path}"` };
      }
    }
    for (const { path, at, file } of clients) {
      const isSecret = file.entries.some(({ key, value }) => PASSWORD_KEY.test(key) && value !== '');
      if (isSecret && isOpen(path)) yield { at, message: `"${path}" holds a password and every account can read it. run "chmod o-r ${path}"` };
    }
  },
);
