import { createHmac } from 'node:crypto';
import type { Secret } from '../credentials/secret.ts';

export interface Credentials {
  readonly user: string;
  readonly password: Secret;
  /** Where the sign-in goes, for mechanisms that say so in their message (RFC 7628 §3.1). */
  readonly host?: string;
  readonly port?: number;
}

/** One message of a mechanism: its text before base64, and what the transcript says instead. */
export interface AuthMessage {
  readonly text: string;
  readonly twin: string;
  /** What of it must not be seen when a server echoes it. The user name alone may. */
  readonly secrets: readonly string[];
}

/** Why a client must not go on with a sign-in that the server has not ended. */
export interface AuthStop {
  readonly stop: 'malformed' | 'forged';
  /** What was wrong, without anything that came from the server. */
  readonly detail: string;
}

/**
 * A SASL mechanism (RFC 4422) over SMTP (RFC 4954). One that needs several steps keeps its own state between
 * the calls of one session.
 */
export interface Mechanism {
  readonly name: string;
  /** Whether the password itself, or something as good, goes over the wire. */
  readonly revealsPassword: boolean;
  /** What it proves the knowledge of. */
  readonly takes: 'password' | 'token';
  start(credentials: Credentials): MechanismSession;
}

export interface MechanismSession {
  /** Sent along with AUTH, for mechanisms in which the client speaks first. */
  readonly initial?: AuthMessage;
  /**
   * Answers a challenge, already decoded; undefined when there is no answer to it. `step` counts from 0, `initial` not
   * included.
   */
  respond(challenge: string, step: number): AuthMessage | AuthStop | undefined | Promise<AuthMessage | AuthStop | undefined>;
  /** Why a success of the server counts for nothing: it has not proved that it knows the password, though the mechanism wants that. */
  unproven?(): AuthStop | undefined;
}

/** RFC 4616. */
export const plain: Mechanism = {
  name: 'PLAIN',
  revealsPassword: true,
  takes: 'password',
  start({ user, password }) {
    const text = `\0${user}\0${password.reveal()}`;
    return { initial: { text, twin: '•••• (user name and password)', secrets: [text] }, respond: () => undefined };
  },
};

/** draft-murchison-sasl-login: two prompts whose wording servers are free in, so they are not read. */
export const login: Mechanism = {
  name: 'LOGIN',
  revealsPassword: true,
  takes: 'password',
  start({ user, password }) {
    const answers: readonly AuthMessage[] = [
      { text: user, twin: '•••• (user name)', secrets: [] },
      { text: password.reveal(), twin: '•••• (password)', secrets: [password.reveal()] },
    ];
    return { respond: (_challenge, step) => answers[step] };
  },
};

/** RFC 2195: proves the password with a keyed digest of the challenge. */
export const cramMd5: Mechanism = {
  name: 'CRAM-MD5',
  revealsPassword: false,
  takes: 'password',
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
