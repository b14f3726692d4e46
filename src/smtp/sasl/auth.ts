import type { Reading } from '../wire.ts';
import { type AuthMessage, type AuthStop, type Credentials, cramMd5, login, type Mechanism, plain } from './mechanism.ts';
import { oauthBearer, tokenError, xoauth2 } from './oauth.ts';
import { scram } from './scram.ts';

const scramSha1 = scram('sha1');
const scramSha256 = scram('sha256');

/**
 * Under TLS the plain ones come first: that is what apps use, and servers that store hashes often offer
 * the others without being able to check them. In clear text the password should not be seen.
 */
const UNDER_TLS: readonly Mechanism[] = [plain, login, scramSha256, scramSha1, cramMd5];
const IN_CLEAR: readonly Mechanism[] = [scramSha256, scramSha1, cramMd5, plain, login];
/** The same in both cases: a token travels as it is. */
const FOR_TOKENS: readonly Mechanism[] = [xoauth2, oauthBearer];

export interface MechanismWish {
  /** What the SASL mechanisms of the server are, upper case. */
  readonly offered: readonly string[];
  readonly isEncrypted: boolean;
  /** What the user has; a password when left out. */
  readonly secretKind?: 'password' | 'token' | undefined;
  /** The only mechanism to use, in any case, when the configuration names one. */
  readonly named?: string | undefined;
}

/** The best mechanism that both sides know and that takes such a secret, or undefined. */
export function chooseMechanism({ offered, isEncrypted, secretKind, named }: MechanismWish): Mechanism | undefined {
  const known = secretKind === 'token' ? FOR_TOKENS : isEncrypted ? UNDER_TLS : IN_CLEAR;
  const wanted = named === undefined ? known : known.filter(({ name }) => name === named.toUpperCase());
  return wanted.find(({ name }) => offered.includes(name));
}

/** The mechanisms we can speak, for messages. */
export function knownMechanisms(secretKind: 'password' | 'token' = 'password'): readonly string[] {
  return (secretKind === 'token' ? FOR_TOKENS : UNDER_TLS).map(({ name }) => name);
}

/** RFC 4954 §4: an AUTH command with an initial response must fit in a command line (RFC 5321 §4.5.3.1.4). */
const MAX_COMMAND = 510;
/** No mechanism we know needs more; a server that goes on asking gets a cancel (RFC 4954 §4, `*`). */
const MAX_STEPS = 4;

const TOO_MUCH: AuthStop = { stop: 'malformed', detail: 'the server asks for more than the mechanism has' };

export interface AuthDialogue {
  /** Sends a line with its redacted twin and returns the reply. */
  ask(line: string, twin: string): Promise<Reading>;
  /** Told everything that goes out, so that an echo of it can be masked. */
  hide(text: string): void;
}

/** How a sign-in ended. */
export interface AuthOutcome {
  /** The server's last reply, whatever it says. */
  readonly reading: Reading;
  /** The error that the server gave for a token, as it came: mask secrets before you show it. */
  readonly tokenError?: string;
  /** Why we broke off, or do not believe the server. */
  readonly stop?: AuthStop;
}

/** Signs in once with one mechanism and returns how it ended. Rejects when the dialogue breaks. */
export async function authenticate(mechanism: Mechanism, credentials: Credentials, dialogue: AuthDialogue): Promise<AuthOutcome> {
  const session = mechanism.start(credentials);
  const command = `AUTH ${mechanism.name}`;
  const send = (answer: AuthMessage, prefix = '') => {
    for (const secret of answer.secrets) dialogue.hide(secret);
    return dialogue.ask(prefix + encode(answer.text, prefix !== ''), prefix + answer.twin);
  };
  const { initial } = session;
  const fits = initial !== undefined && command.length + 1 + encode(initial.text, true).length <= MAX_COMMAND;
  let reading = fits ? await send(initial, `${command} `) : await dialogue.ask(command, command);
  // Too long for the command: the server's empty challenge asks for it (RFC 4954 §4).
  if (initial && !fits && reading.raw.code === 334) reading = await send(initial);
  let said: string | undefined;
  for (let step = 0; reading.raw.code === 334; step += 1) {
    const challenge = Buffer.from(reading.raw.lines[0] ?? '', 'base64').toString('utf8');
    if (mechanism.takes === 'token') said = tokenError(challenge) ?? said;
    const answer = step < MAX_STEPS ? await session.respond(challenge, step) : undefined;
    if (!answer || 'stop' in answer) return { reading: await dialogue.ask('*', '*'), stop: answer ?? TOO_MUCH };
    reading = await send(answer);
  }
  const stop = reading.raw.code === 235 ? session.unproven?.() : undefined;
  return { reading, ...(said === undefined ? {} : { tokenError: said }), ...(stop ? { stop } : {}) };
}

/**
 * Base64. An empty initial response is written `=` so that it is not taken for a missing one; an empty answer to a challenge
 * is an empty line (RFC 4954 §4).
 */
function encode(text: string, isInitial: boolean): string {
  if (text === '') return isInitial ? '=' : '';
  return Buffer.from(text, 'utf8').toString('base64');
}
