import { createHmac } from 'node:crypto';
import type { Secret } from './secret.ts';
import type { Reading } from './wire.ts';

export interface Credentials {
  readonly user: string;
  readonly password: Secret;
}

/** One message of a mechanism: its text before base64, and what the transcript says instead. */
export interface AuthMessage {
  readonly text: string;
  readonly twin: string;
  /** What of it must not be seen when a server echoes it. The user name alone may. */
  readonly secrets: readonly string[];
}

/**
 * A SASL mechanism (RFC 4422) over SMTP (RFC 4954). One that needs several steps keeps its own state between
 * the calls of one session.
 */
export interface Mechanism {
  readonly name: string;
  /** Whether the password itself, or something as good, goes over the wire. */
  readonly revealsPassword: boolean;
  start(credentials: Credentials): MechanismSession;
}

export interface MechanismSession {
  /** Sent along with AUTH, for mechanisms in which the client speaks first. */
  readonly initial?: AuthMessage;
  /** Answers a challenge, already decoded; undefined when there is no answer to it. `step` counts from 0, `initial` not included. */
  respond(challenge: string, step: number): AuthMessage | undefined;
}

/** RFC 4616. */
const plain: Mechanism = {
  name: 'PLAIN',
  revealsPassword: true,
  start({ user, password }) {
    const text = `\0${user}\0${password.reveal()}`;
    return { initial: { text, twin: '•••• (user name and password)', secrets: [text] }, respond: () => undefined };
  },
};

/** draft-murchison-sasl-login: two prompts whose wording servers are free in, so they are not read. */
const login: Mechanism = {
  name: 'LOGIN',
  revealsPassword: true,
  start({ user, password }) {
    const answers: readonly AuthMessage[] = [
      { text: user, twin: '•••• (user name)', secrets: [] },
      { text: password.reveal(), twin: '•••• (password)', secrets: [password.reveal()] },
    ];
    return { respond: (_challenge, step) => answers[step] };
  },
};

/** RFC 2195: proves the password with a keyed digest of the challenge. */
const cramMd5: Mechanism = {
  name: 'CRAM-MD5',
  revealsPassword: false,
  start({ user, password }) {
    return {
      respond(challenge, step) {
        if (step > 0 || challenge === '') return undefined;
        const digest = createHmac('md5', password.reveal()).update(challenge).digest('hex');
        const text = `${user} ${digest}`;
        return { text, twin: '•••• (user name and digest)', secrets: [text, digest] };
      },
    };
  },
};

/**
 * Under TLS the plain ones come first: that is what apps use, and servers that store hashes often offer
 * CRAM-MD5 without being able to check it. In clear text the password should not be seen.
 */
const UNDER_TLS: readonly Mechanism[] = [plain, login, cramMd5];
const IN_CLEAR: readonly Mechanism[] = [cramMd5, plain, login];

/** The best mechanism that both sides know, or undefined. */
export function chooseMechanism(offered: readonly string[], isEncrypted: boolean): Mechanism | undefined {
  return (isEncrypted ? UNDER_TLS : IN_CLEAR).find(({ name }) => offered.includes(name));
}

/** The mechanisms we can speak, for messages. */
export const KNOWN_MECHANISMS: readonly string[] = IN_CLEAR.map(({ name }) => name);

/** RFC 4954 §4: an AUTH command with an initial response must fit in a command line (RFC 5321 §4.5.3.1.4). */
const MAX_COMMAND = 510;
/** No mechanism we know needs more; a server that goes on asking gets a cancel (RFC 4954 §4, `*`). */
const MAX_STEPS = 4;

export interface AuthDialogue {
  /** Sends a line with its redacted twin and returns the reply. */
  ask(line: string, twin: string): Promise<Reading>;
  /** Told everything that goes out, so that an echo of it can be masked. */
  hide(text: string): void;
}

/** Signs in once with one mechanism and returns the server's last reply, whatever it says. */
export async function authenticate(mechanism: Mechanism, credentials: Credentials, dialogue: AuthDialogue): Promise<Reading> {
  const session = mechanism.start(credentials);
  const command = `AUTH ${mechanism.name}`;
  const send = (answer: AuthMessage, prefix = '') => {
    for (const secret of answer.secrets) dialogue.hide(secret);
    return dialogue.ask(prefix + encode(answer.text), prefix + answer.twin);
  };
  const { initial } = session;
  const fits = initial !== undefined && command.length + 1 + encode(initial.text).length <= MAX_COMMAND;
  let reading = fits ? await send(initial, `${command} `) : await dialogue.ask(command, command);
  // Too long for the command: the server's empty challenge asks for it (RFC 4954 §4).
  if (initial && !fits && reading.raw.code === 334) reading = await send(initial);
  for (let step = 0; reading.raw.code === 334; step += 1) {
    const challenge = Buffer.from(reading.raw.lines[0] ?? '', 'base64').toString('utf8');
    const answer = step < MAX_STEPS ? session.respond(challenge, step) : undefined;
    if (!answer) return dialogue.ask('*', '*');
    reading = await send(answer);
  }
  return reading;
}

/** Base64; an empty response is written `=` so that it is not taken for a missing one (RFC 4954 §4). */
function encode(text: string): string {
  return text === '' ? '=' : Buffer.from(text, 'utf8').toString('base64');
}
