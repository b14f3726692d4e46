import * as vscode from 'vscode';
import { isForTokens } from '../../data/mechanisms.ts';
import { Secret } from '../../smtp/credentials/secret.ts';
import { type Consent, type MissingPart, type PlanOptions, type PlanResult, planFor, planForTarget } from '../../smtp/plan.ts';
import { namedMechanism } from '../../smtp/sasl/namedMechanism.ts';
import type { RelayPlan } from '../../smtp/types.ts';
import { hostAndPort } from '../relayLabel.ts';
import { askHost, askPort, type Choice } from './choose.ts';
import type { PasswordStore } from './passwords.ts';

/** A test that is ready to run. */
export interface Prepared {
  readonly plan: RelayPlan;
  readonly consent: Consent;
  /** Where the password or token came from when it was not the file: the store, or the user's keyboard just now. */
  readonly password?: { readonly account: string; readonly secret: Secret; readonly isSaved: boolean; readonly isToken: boolean };
}

type Answers = { -readonly [Key in keyof PlanOptions]: PlanOptions[Key] };

const ORDER: readonly MissingPart['part'][] = ['host', 'port', 'user', 'password', 'mailFrom', 'rcptTo', 'heloName'];
/** Each part can be asked for twice: an answer may bring up another gap. */
const MAX_QUESTIONS = 2 * ORDER.length;

/**
 * Completes the plan of a test, asking for what file and settings do not say. Undefined when the user leaves. A server that
 * takes nothing but access tokens gets one, whatever password the file has.
 */
export async function prepare(choice: Choice, given: PlanOptions, store: Pick<PasswordStore, 'get'>): Promise<Prepared | undefined> {
  const { secretKind, ...others } = given;
  const answers: Answers = { ...others };
  let password: Prepared['password'];
  for (let question = 0; question < MAX_QUESTIONS; question += 1) {
    const result = planOf(choice, answers);
    const needsToken = secretKind === 'token' && !password;
    if (result.ok && !needsToken) return { plan: result.plan, consent: result.consent, ...(password && result.plan.password ? { password } : {}) };
    const missing = result.ok ? [{ part: 'password', reason: 'the server takes access tokens only' } as const] : result.missing;
    const part = ORDER.map((name) => missing.find((one) => one.part === name)).find((one) => one !== undefined);
    if (!part) return undefined;
    if (part.part !== 'password') {
      if (!(await ask(part, choice, answers))) return undefined;
      if (needsToken && answers.skipAuth) return withoutSignIn(choice, answers);
      continue;
    }
    const user = answers.user ?? (result.ok ? result.plan.user : undefined) ?? fileUser(choice);
    if (user === undefined) {
      if (!(await ask({ part: 'user', reason: part.reason }, choice, answers))) return undefined;
      if (needsToken && answers.skipAuth) return withoutSignIn(choice, answers);
      continue;
    }
    const isToken = needsToken || isTokenNamed(choice);
    password = await findSecret({ reason: part.reason, user, address: addressOf(choice, answers), isToken }, store);
    if (!password) return undefined;
    if (password.secret.isEmpty) answers.skipAuth = true;
    else Object.assign(answers, { user, password: password.secret, ...(isToken ? { secretKind: 'token' } : {}) });
  }
  return undefined;
}

function withoutSignIn(choice: Choice, answers: Answers): Prepared | undefined {
  const result = planOf(choice, answers);
  return result.ok ? { plan: result.plan, consent: result.consent } : undefined;
}

/** The configuration signs in with a mechanism that takes access tokens. */
function isTokenNamed(choice: Choice): boolean {
  const named = choice.kind === 'setting' ? namedMechanism(choice.relay.setting) : undefined;
  return named !== undefined && isForTokens(named);
}

/**
 * Completes the plan of a test without asking anything: from file, settings and saved passwords. Returns what would have
 * to be asked where those do not suffice, as one line.
 */
export async function prepareQuietly(choice: Choice, given: PlanOptions, store: Pick<PasswordStore, 'get'>): Promise<Prepared | string> {
  const first = planOf(choice, given);
  if (first.ok) return { plan: first.plan, consent: first.consent };
  const other = first.missing.find(({ part }) => part !== 'password');
  const user = fileUser(choice);
  if (other || user === undefined) return other?.reason ?? 'it needs a user name and a password';
  const isToken = isTokenNamed(choice);
  const account = accountOf(user, addressOf(choice, given), isToken);
  const secret = await store.get(account);
  if (!secret) return isToken ? 'it needs an access token' : 'it needs a password';
  const result = planOf(choice, { ...given, user, password: secret });
  return result.ok ? { plan: result.plan, consent: result.consent, password: { account, secret, isSaved: true, isToken } } : (result.missing[0]?.reason ?? '');
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

/** What a password or a token is kept under; an account may have both. */
function accountOf(user: string, address: string, isToken: boolean): string {
  return `${isToken ? 'token of ' : ''}${user} ${address}`;
}

interface Wanted {
  readonly reason: string;
  readonly user: string;
  readonly address: string;
  readonly isToken: boolean;
}

async function findSecret({ reason, user, address, isToken }: Wanted, store: Pick<PasswordStore, 'get'>): Promise<Prepared['password']> {
  const account = accountOf(user, address, isToken);
  const saved = await store.get(account);
  if (saved) return { account, secret: saved, isSaved: true, isToken };
  const typed = await vscode.window.showInputBox({
    title: `Test SMTP Relay: ${isToken ? 'Access Token' : 'Password'} of ${user}`,
    prompt: `${isToken ? 'An OAuth 2.0 access token for' : 'For'} ${address}; ${reason}. Leave empty to test without signing in.`,
    password: true,
    ignoreFocusOut: true,
  });
  return typed === undefined ? undefined : { account, secret: new Secret(isToken ? typed.trim() : typed), isSaved: false, isToken };
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
