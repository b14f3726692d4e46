import * as vscode from 'vscode';
import { type Consent, type MissingPart, type PlanOptions, type PlanResult, planFor, planForTarget } from '../../smtp/plan.ts';
import { Secret } from '../../smtp/secret.ts';
import type { RelayPlan } from '../../smtp/types.ts';
import { hostAndPort } from '../relayLabel.ts';
import { askHost, askPort, type Choice } from './choose.ts';
import type { PasswordStore } from './passwords.ts';

/** A test that is ready to run. */
export interface Prepared {
  readonly plan: RelayPlan;
  readonly consent: Consent;
  /** Where the password came from when it was not the file: the store, or the user's keyboard just now. */
  readonly password?: { readonly account: string; readonly secret: Secret; readonly isSaved: boolean };
}

type Answers = { -readonly [Key in keyof PlanOptions]: PlanOptions[Key] };

const ORDER: readonly MissingPart['part'][] = ['host', 'port', 'user', 'password', 'mailFrom', 'rcptTo', 'heloName'];
/** Each part can be asked for twice: an answer may bring up another gap. */
const MAX_QUESTIONS = 2 * ORDER.length;

/** Completes the plan of a test, asking for what file and settings do not say. Undefined when the user leaves. */
export async function prepare(choice: Choice, given: PlanOptions, store: PasswordStore): Promise<Prepared | undefined> {
  const answers: Answers = { ...given };
  let password: Prepared['password'];
  for (let question = 0; question < MAX_QUESTIONS; question += 1) {
    const result = planOf(choice, answers);
    if (result.ok) return { plan: result.plan, consent: result.consent, ...(password && result.plan.password ? { password } : {}) };
    const part = ORDER.map((name) => result.missing.find((one) => one.part === name)).find((one) => one !== undefined);
    if (!part) return undefined;
    if (part.part !== 'password') {
      if (!(await ask(part, choice, answers))) return undefined;
      continue;
    }
    const user = answers.user ?? fileUser(choice);
    if (user === undefined) {
      if (!(await ask({ part: 'user', reason: part.reason }, choice, answers))) return undefined;
      continue;
    }
    password = await findPassword(part.reason, user, addressOf(choice, answers), store);
    if (!password) return undefined;
    if (password.secret.isEmpty) answers.skipAuth = true;
    else Object.assign(answers, { user, password: password.secret });
  }
  return undefined;
}

/**
 * Completes the plan of a test without asking anything: from file, settings and saved passwords. Returns what would have
 * to be asked where those do not suffice, as one line.
 */
export async function prepareQuietly(choice: Choice, given: PlanOptions, store: PasswordStore): Promise<Prepared | string> {
  const first = planOf(choice, given);
  if (first.ok) return { plan: first.plan, consent: first.consent };
  const other = first.missing.find(({ part }) => part !== 'password');
  const user = fileUser(choice);
  if (other || user === undefined) return other?.reason ?? 'it needs a user name and a password';
  const account = accountOf(user, addressOf(choice, given));
  const secret = await store.get(account);
  if (!secret) return 'it needs a password';
  const result = planOf(choice, { ...given, user, password: secret });
  return result.ok ? { plan: result.plan, consent: result.consent, password: { account, secret, isSaved: true } } : (result.missing[0]?.reason ?? '');
}

function planOf(choice: Choice, options: PlanOptions): PlanResult {
  if (choice.kind === 'setting') return planFor(choice.relay.setting, options);
  return planForTarget(`smtp://${hostAndPort(choice.host, choice.port)}`, options) ?? { ok: false, missing: [] };
}

function fileUser(choice: Choice): string | undefined {
  const user = choice.kind === 'setting' ? choice.relay.setting.user : undefined;
  return user && !user.templated && user.value !== '' ? user.value : undefined;
}

/** The server as the plan will have it, to tell accounts apart. */
function addressOf(choice: Choice, answers: Answers): string {
  const result = planOf(choice, { ...answers, skipAuth: true });
  return result.ok ? hostAndPort(result.plan.host, result.plan.port) : '';
}

/** What a password is kept under. */
function accountOf(user: string, address: string): string {
  return `${user} ${address}`;
}

async function findPassword(reason: string, user: string, address: string, store: PasswordStore): Promise<Prepared['password']> {
  const account = accountOf(user, address);
  const saved = await store.get(account);
  if (saved) return { account, secret: saved, isSaved: true };
  const typed = await vscode.window.showInputBox({
    title: `Test SMTP Relay: Password of ${user}`,
    prompt: `For ${address}; ${reason}. Leave empty to test without signing in.`,
    password: true,
    ignoreFocusOut: true,
  });
  return typed === undefined ? undefined : { account, secret: new Secret(typed), isSaved: false };
}

/** Asks for one part and puts the answer in. False when the user leaves. */
async function ask({ part, reason }: MissingPart, choice: Choice, answers: Answers): Promise<boolean> {
  if (part === 'port') {
    const port = await askPort(answers.host ?? (choice.kind === 'setting' ? (choice.relay.setting.host?.value ?? 'the relay') : choice.host), reason);
    if (port !== undefined) answers.port = port;
    return port !== undefined;
  }
  const text = await askText(part, reason);
  if (text === undefined) return false;
  if (part === 'user' && text === '') answers.skipAuth = true;
  else if (part !== 'password') answers[part] = text;
  return true;
}

async function askText(part: Exclude<MissingPart['part'], 'port'>, reason: string): Promise<string | undefined> {
  if (part === 'host') return (await askHost(`${reason}. Which host should be tested?`))?.trim();
  const titles = { user: 'User Name', password: 'Password', mailFrom: 'Sender', rcptTo: 'Recipient', heloName: 'Name for EHLO' };
  const prompt = part === 'user' ? `${reason}. Leave empty to test without signing in.` : `${reason}.`;
  return (await vscode.window.showInputBox({ title: `Test SMTP Relay: ${titles[part]}`, prompt, ignoreFocusOut: true }))?.trim();
}
