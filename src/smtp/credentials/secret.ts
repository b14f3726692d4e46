const MASK = '••••';

/**
 * A password or token on its way to the wire. Printing it in any way shows dots; only `reveal` gives the
 * text, and only the mechanisms of auth.ts (which prove it to the server), message.ts (which hands it to nodemailer),
 * redact.ts (which takes it out of what comes back), secretForensics.ts (which looks at its form) and refusedCredentials.ts
 * (which hashes it) call that, and the editor's own store of secrets.
 */
export class Secret {
  readonly #text: string;

  constructor(text: string) {
    this.#text = text;
  }

  reveal(): string {
    return this.#text;
  }

  /** Whether both are the same secret, without showing either. */
  equals(other: Secret): boolean {
    return this.#text === other.#text;
  }

  get isEmpty(): boolean {
    return this.#text === '';
  }

  /** The user name as it may be shown: some providers take one token as both, and then it is no more public than the password. */
  shownUser(user: string): string {
    return user === this.#text ? MASK : user;
  }

  toString(): string {
    return MASK;
  }

  toJSON(): string {
    return MASK;
  }

  [Symbol.for('nodejs.util.inspect.custom')](): string {
    return MASK;
  }
}
