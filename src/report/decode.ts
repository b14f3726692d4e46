/** Reads one kind of value out of parsed JSON; undefined when it is something else. */
export type Decoder<T> = (value: unknown) => T | undefined;

/** Deeper or longer than anything we write. */
const MAX_TEXT = 20_000;
const MAX_ITEMS = 5_000;

export const text: Decoder<string> = (value) => (typeof value === 'string' && value.length <= MAX_TEXT ? value : undefined);
export const number: Decoder<number> = (value) => (typeof value === 'number' && Number.isFinite(value) ? value : undefined);
export const flag: Decoder<boolean> = (value) => (typeof value === 'boolean' ? value : undefined);

/** A text of the form that the pattern allows. */
export function textLike<T extends string = string>(pattern: RegExp): Decoder<T> {
  return (value) => (typeof value === 'string' && pattern.test(value) ? (value as T) : undefined);
}

export function oneOf<const T extends string | number>(...allowed: readonly T[]): Decoder<T> {
  return (value) => allowed.find((one) => one === value);
}

/** A list; what can't be read of it is left out. */
export function listOf<T>(item: Decoder<T>): Decoder<readonly T[]> {
  return (value) => (Array.isArray(value) ? value.slice(0, MAX_ITEMS).flatMap((one) => item(one) ?? []) : undefined);
}

/** An object with values of one kind under any names. */
export function mapOf<T>(item: Decoder<T>): Decoder<Readonly<Record<string, T>>> {
  return (value) => {
    if (!isObject(value)) return undefined;
    const read = Object.entries(value).slice(0, MAX_ITEMS);
    return Object.fromEntries(read.flatMap(([name, one]) => (name === '__proto__' || item(one) === undefined ? [] : [[name, item(one)!]])));
  };
}

type OptionalKeys<T> = { [K in keyof T]-?: Record<string, never> extends Pick<T, K> ? K : never }[keyof T];
type RequiredKeys<T> = Exclude<keyof T, OptionalKeys<T>>;

/**
 * An object of known fields: without all of `required` it is none, what can't be read of `optional` is left
 * out, and so is everything else. Both together must name every field of the type, so that a new one can't be
 * forgotten.
 */
export function objectOf<T extends object>(
  required: { readonly [K in RequiredKeys<T>]: Decoder<T[K]> },
  optional: { readonly [K in OptionalKeys<T>]-?: Decoder<NonNullable<T[K]>> },
): Decoder<T> {
  return (value) => {
    if (!isObject(value)) return undefined;
    const result: Record<string, unknown> = {};
    for (const [name, decode] of Object.entries<Decoder<unknown>>(required)) {
      const read = Object.hasOwn(value, name) ? decode(value[name]) : undefined;
      if (read === undefined) return undefined;
      result[name] = read;
    }
    for (const [name, decode] of Object.entries<Decoder<unknown>>(optional)) {
      const read = Object.hasOwn(value, name) ? decode(value[name]) : undefined;
      if (read !== undefined) result[name] = read;
    }
    return result as T;
  };
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
