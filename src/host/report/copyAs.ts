import * as vscode from 'vscode';
import { copyAsNodemailer, copyAsOpenssl, copyAsSwaks } from '../../report/copyAs.ts';
import { Secret } from '../../smtp/credentials/secret.ts';
import type { RelayPlan } from '../../smtp/types.ts';
import type { Analyses } from '../analyses.ts';
import type { Panel } from '../panel.ts';
import { chooseRelay } from '../relayTest/choose.ts';
import type { PasswordStore } from '../relayTest/passwords.ts';
import { prepare } from '../relayTest/prepare.ts';
import { givenBySettings } from '../relayTest/tester.ts';

export type CopyForm = 'swaks' | 'openssl s_client' | 'nodemailer';

const FORMS: Readonly<Record<CopyForm, (plan: RelayPlan) => string | undefined>> = {
  swaks: copyAsSwaks,
  'openssl s_client': copyAsOpenssl,
  nodemailer: copyAsNodemailer,
};

/** What is copied names no password, so none is looked up or asked for. */
const PLACEHOLDER: Pick<PasswordStore, 'get'> = { get: () => Promise.resolve(new Secret('placeholder')) };

/** Copies the test of a relay as a command or program of another tool. */
export async function copyAs(form: CopyForm, argument: unknown, analyses: Analyses, panel: Panel): Promise<void> {
  const choice = await chooseRelay(analyses, argument);
  const prepared = choice && (await prepare(choice, await givenBySettings(choice, panel), PLACEHOLDER));
  if (!prepared) return;
  const { plan } = prepared;
  const text = FORMS[form](plan);
  if (text === undefined) {
    void vscode.window.showInformationMessage(`${plan.host} port ${plan.port} is used without TLS: there is nothing for ${form} to test.`);
    return;
  }
  await vscode.env.clipboard.writeText(text);
  const password = text.includes('SMTP_PASSWORD') ? ' The password is left as the variable SMTP_PASSWORD.' : '';
  void vscode.window.showInformationMessage(`Copied the test of ${plan.host} port ${plan.port} as ${form}.${password}`);
}
