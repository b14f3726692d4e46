/** The end of the program before its time; caught where it began. */
export class Ended extends Error {
  readonly status: number;

  constructor(status: number) {
    super(`ended with status ${status}`);
    this.status = status;
  }
}

/** What a shell reports for a program that overflowed its stack: 128 + SIGSEGV. */
const STACK_OVERFLOW = 139;

/** The buffer of vstream(3). A program that ends early loses what is still in it. */
const BUFFER_SIZE = 4096;

/** Standard output and error of one call, in the forms of vstream(3) and msg(3). */
export class Output {
  private written = '';
  private pending = '';
  private messages = '';

  get stdout(): string {
    return this.written;
  }

  get stderr(): string {
    return this.messages;
  }

  write(text: string): void {
    this.pending += text;
    if (this.pending.length <= BUFFER_SIZE) return;
    const whole = Math.floor((this.pending.length - 1) / BUFFER_SIZE) * BUFFER_SIZE;
    this.written += this.pending.slice(0, whole);
    this.pending = this.pending.slice(whole);
  }

  flush(): void {
    this.written += this.pending;
    this.pending = '';
  }

  /** A line that is none of postconf's own, such as getopt(3)'s. */
  say(text: string): void {
    this.messages += `postconf: ${printable(text)}\n`;
  }

  warn(text: string): void {
    this.say(`warning: ${text}`);
  }

  fatal(text: string): never {
    this.say(`fatal: ${text}`);
    throw new Ended(1);
  }

  overflowStack(): never {
    throw new Ended(STACK_OVERFLOW);
  }
}

/** msg(3) shows a `?` for everything but printable ASCII. */
function printable(text: string): string {
  return text.replace(/[^ -~]/g, '?');
}
