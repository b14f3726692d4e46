/** What an extended regular expression of POSIX means, as far as we can tell for sure. */
export interface PosixRegexp {
  /** regcomp(3) of glibc refuses it; these are its words. */
  readonly fault?: string;
  /** Where reading stopped when there is a fault. */
  readonly faultAt?: number;
  /** Number of groups in parentheses. */
  readonly groups: number;
  /** The same expression in JavaScript; absent when one can't be sure that it matches the same texts. */
  readonly source?: string;
  /** Groups capture the same, too: the rules differ once there is a choice of what to match. */
  readonly isCaptureSure: boolean;
}

/** Greatest count in `{n}` (RE_DUP_MAX in glibc). */
const MAX_COUNT = 0x7fff;

const INVALID_PRECEDING = 'Invalid preceding regular expression';
const INVALID_INTERVAL = 'Invalid content of \\{\\}';
const UNMATCHED_BRACKET = 'Unmatched [, [^, [:, [., or [=';

const CLASSES: Readonly<Record<string, string>> = {
  alpha: 'A-Za-z',
  digit: '0-9',
  alnum: 'A-Za-z0-9',
  upper: 'A-Z',
  lower: 'a-z',
  space: ' \\t-\\r',
  blank: ' \\t',
  punct: '!-\\/:-@\\[-`{-~',
  print: ' -~',
  graph: '!-~',
  cntrl: '\\x00-\\x1f\\x7f',
  xdigit: '0-9A-Fa-f',
};

/** Escaped letters that glibc and JavaScript read alike for ASCII text. */
const SHARED_ESCAPES = 'wWbB';

/** Reads an extended regular expression (regex(7)) and says what it means in JavaScript. Only ASCII is read for sure. */
export function readPosixRegexp(pattern: string): PosixRegexp {
  return new Reader(pattern).read();
}

class Fault extends Error {}

interface Group {
  readonly start: number;
  readonly number: number;
  /** A `*`, `+` or `{n,}` stands in it. */
  hasLoop: boolean;
}

class Reader {
  private readonly pattern: string;
  private at = 0;
  private output = '';
  private groups = 0;
  private readonly closed = new Set<number>();
  private isSure: boolean;
  private readonly open: Group[] = [{ start: 0, number: 0, hasLoop: false }];
  /** What a quantifier would apply to: where it begins in the output, and whether it loops inside. Absent where none may stand. */
  private atom: { readonly start: number; readonly isGroup: boolean; hasLoop: boolean; isQuantified: boolean } | undefined;
  private hasChoice = false;
  private hasQuantifier = false;

  constructor(pattern: string) {
    this.pattern = pattern;
    this.isSure = /^[ -~\t]*$/.test(pattern);
  }

  read(): PosixRegexp {
    try {
      while (this.at < this.pattern.length) this.item();
      if (this.open.length > 1) throw new Fault('Unmatched ( or \\(');
    } catch (error) {
      if (!(error instanceof Fault)) throw error;
      return { fault: error.message, faultAt: this.at, groups: this.groups, isCaptureSure: false };
    }
    const isAnchored = this.output.endsWith('$') && !this.output.endsWith('\\$');
    const isCaptureSure = this.isSure && !this.hasChoice && (!this.hasQuantifier || isAnchored);
    return { groups: this.groups, isCaptureSure, ...(this.isSure ? { source: this.output } : {}) };
  }

  private item(): void {
    const character = this.pattern[this.at]!;
    if (character === '\\') this.escape();
    else if (character === '[') this.bracket();
    else if (character === '(') this.openGroup();
    else if (character === ')' && this.open.length > 1) this.closeGroup();
    else if (character === '|') this.alternative();
    else if ('*+?'.includes(character)) this.quantify(character, character !== '?', 1);
    else if (character === '{') this.interval();
    else if (character === '^' || character === '$') this.anchor(character);
    else this.single(character === '.' ? '.' : literal(character), 1);
  }

  private single(text: string, length: number): void {
    this.atom = { start: this.output.length, isGroup: false, hasLoop: false, isQuantified: false };
    this.output += text;
    this.at += length;
  }

  /** Nothing to repeat stands before what follows an anchor. */
  private anchor(character: string): void {
    this.output += character;
    this.atom = undefined;
    this.at += 1;
  }

  private escape(): void {
    const next = this.pattern[this.at + 1];
    if (next === undefined) throw new Fault('Trailing backslash');
    if (/[1-9]/.test(next)) {
      if (!this.closed.has(Number(next))) throw new Fault('Invalid back reference');
      this.isSure = false;
    } else if (/[A-Za-z0-9<>`']/.test(next) && !SHARED_ESCAPES.includes(next)) this.isSure = false;
    this.single(SHARED_ESCAPES.includes(next) ? `\\${next}` : literal(next), 2);
  }

  private openGroup(): void {
    this.groups += 1;
    this.open.push({ start: this.output.length, number: this.groups, hasLoop: false });
    this.output += '(';
    this.atom = undefined;
    this.at += 1;
  }

  private closeGroup(): void {
    const { start, number, hasLoop } = this.open.pop()!;
    this.closed.add(number);
    if (hasLoop) this.open.at(-1)!.hasLoop = true;
    this.output += ')';
    this.atom = { start, isGroup: true, hasLoop, isQuantified: false };
    this.at += 1;
  }

  private alternative(): void {
    this.hasChoice = true;
    this.output += '|';
    this.atom = undefined;
    this.at += 1;
  }

  private quantify(text: string, isLoop: boolean, length: number): void {
    const { atom } = this;
    if (!atom) throw new Fault(INVALID_PRECEDING);
    this.hasQuantifier = true;
    if (atom.isGroup) this.hasChoice = true;
    // A loop in a loop can take JavaScript for ever.
    if (isLoop && atom.hasLoop) this.isSure = false;
    if (atom.isQuantified) this.output = `${this.output.slice(0, atom.start)}(?:${this.output.slice(atom.start)})`;
    this.output += text;
    atom.isQuantified = true;
    if (isLoop) {
      atom.hasLoop = true;
      this.open.at(-1)!.hasLoop = true;
    }
    this.at += length;
  }

  private interval(): void {
    if (!this.atom) throw new Fault(INVALID_PRECEDING);
    const open = this.at + 1;
    const [least, afterLeast] = this.count(open);
    const hasComma = this.pattern[afterLeast] === ',';
    if (least === undefined && !hasComma) throw new Fault(INVALID_INTERVAL);
    const [most, close] = hasComma ? this.count(afterLeast + 1) : [least, afterLeast];
    const from = least ?? 0;
    if (this.pattern[close] !== '}' || (most !== undefined && most < from)) throw new Fault(INVALID_INTERVAL);
    if ((most ?? from) > MAX_COUNT) throw new Fault('Regular expression too big');
    const text = hasComma ? `{${from},${most ?? ''}}` : `{${from}}`;
    this.quantify(text, most === undefined, close + 1 - this.at);
  }

  /** A number in `{ }`, undefined when there is none, and where the comma or brace behind it stands. */
  private count(start: number): [number | undefined, number] {
    const length = this.pattern.slice(start).search(/[,}]/);
    if (length === -1) throw new Fault('Unmatched \\{');
    const digits = this.pattern.slice(start, start + length);
    if (!/^\d*$/.test(digits)) throw new Fault(INVALID_INTERVAL);
    return [digits === '' ? undefined : Number(digits), start + length];
  }

  /** `[…]`: a backslash stands for itself, a `]` first too. */
  private bracket(): void {
    let at = this.at + 1;
    let inside = '';
    const isNegated = this.pattern[at] === '^';
    if (isNegated) at += 1;
    for (let isFirst = true; isFirst || this.pattern[at] !== ']'; isFirst = false) {
      if (at >= this.pattern.length) throw new Fault(UNMATCHED_BRACKET);
      const special = this.pattern[at] === '[' && '.:='.includes(this.pattern[at + 1] ?? ' ') ? this.pattern[at + 1]! : '';
      if (special !== '') {
        const close = this.pattern.indexOf(`${special}]`, at + 2);
        if (close === -1) throw new Fault(UNMATCHED_BRACKET);
        const name = this.pattern.slice(at + 2, close);
        if (special !== ':') this.isSure = false;
        else if (!Object.hasOwn(CLASSES, name)) throw new Fault('Invalid character class name');
        else inside += CLASSES[name];
        at = close + 2;
        if (this.pattern[at] === '-' && this.pattern[at + 1] !== ']') this.isSure = false;
        continue;
      }
      const low = this.pattern[at]!;
      const high = this.pattern[at + 1] === '-' && this.pattern[at + 2] !== ']' ? this.pattern[at + 2] : undefined;
      if (high === undefined) {
        inside += inClass(low);
        at += 1;
        continue;
      }
      if (high === '[' && '.:='.includes(this.pattern[at + 3] ?? ' ')) throw new Fault('Invalid range end');
      if (low > high) throw new Fault('Invalid range end');
      if (this.pattern[at + 3] === '-' && this.pattern[at + 4] !== ']') throw new Fault('Invalid range end');
      inside += `${inClass(low)}-${inClass(high)}`;
      at += 3;
    }
    this.single(`[${isNegated ? '^' : ''}${inside}]`, at + 1 - this.at);
  }
}

function literal(character: string): string {
  return /[\\^$.*+?()[\]{}|/]/.test(character) ? `\\${character}` : character;
}

function inClass(character: string): string {
  return /[\\\]^[-]/.test(character) ? `\\${character}` : character;
}
