import * as vscode from 'vscode';
import type { RelayDoctorApi } from '../../src/extension.ts';
import { answerDialogs, type Dialog, relay } from './support.ts';

const { user, password } = relay;

/** The forms in which the password could leak: as it is, alone in base64 (LOGIN), and with the user (PLAIN). */
export const SECRETS = [password, Buffer.from(password ?? '').toString('base64'), Buffer.from(`\0${user}\0${password}`).toString('base64')];

/** Agrees to every test and leaves the closing notification. Credentials that were refused before are tried again. */
export const agree = ({ items }: Dialog) => ['Continue', 'Try Again'].find((item) => items.includes(item));

/** A main.cf that relays to the demo relay, with a password table beside it. */
export function mainCf(port: number): string {
  return [
    `relayhost = [${relay.host}]:${port}`,
    'smtp_sasl_auth_enable = yes',
    'smtp_sasl_password_maps = hash:/etc/postfix/sasl_passwd',
    'smtp_sasl_security_options = noanonymous',
    'smtp_tls_security_level = secure',
    'smtp_tls_CAfile = /etc/postfix/relay-ca.pem',
    '',
  ].join('\n');
}

/** Settings of nodemailer for the demo relay. */
export function dotenv(parts: { port: number; host?: string; password?: string; secure?: boolean }): string {
  const secret = parts.password === undefined ? '' : `SMTP_PASS=${parts.password}\n`;
  return `SMTP_HOST=${parts.host ?? relay.host}\nSMTP_PORT=${parts.port}\nSMTP_SECURE=${parts.secure ?? false}\nSMTP_USER=${user}\n${secret}SMTP_FROM=${user}\n`;
}

/** What tests have put into the file, rules left aside. */
export function verdictsOf(uri: vscode.Uri): vscode.Diagnostic[] {
  return vscode.languages.getDiagnostics(uri).filter(({ source }) => source === 'relay-doctor test');
}

/** Runs a command while `reply` answers the dialogs. Returns what this run wrote into the panel, and the dialogs. */
export async function runRelayTest(
  api: RelayDoctorApi,
  reply: (dialog: Dialog) => string | undefined = agree,
  command = 'relayDoctor.testRelay',
  ...args: unknown[]
): Promise<{ readonly panel: string; readonly shown: readonly Dialog[] }> {
  const seen = api.panelText().length;
  const dialogs = answerDialogs(reply);
  try {
    await vscode.commands.executeCommand(command, ...args);
  } finally {
    dialogs.restore();
  }
  return { panel: api.panelText().slice(seen), shown: dialogs.shown };
}
