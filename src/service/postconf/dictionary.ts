/** Names and values, with an order in which warnings about them come. */
export interface Dictionary {
  get(name: string): string | undefined;
  set(name: string, value: string): void;
  delete(name: string): void;
  entries(): [string, string][];
}

/** Where postconf visits a hash table in an order that differs from run to run, we go by the file. */
export function createDictionary(isHashed = false): Dictionary {
  return isHashed ? new HashedDictionary() : new OrderedDictionary();
}

class OrderedDictionary implements Dictionary {
  private readonly values = new Map<string, string>();

  get(name: string): string | undefined {
    return this.values.get(name);
  }

  set(name: string, value: string): void {
    this.values.set(name, value);
  }

  delete(name: string): void {
    this.values.delete(name);
  }

  entries(): [string, string][] {
    return [...this.values];
  }
}

const FIRST_SIZE = 13;

/** The order of htable(3) when `NORANDOMIZE` in the environment keeps its hash from being seeded: the same in every run. */
class HashedDictionary implements Dictionary {
  private readonly values = new Map<string, string>();
  private buckets: string[][] = emptyBuckets(FIRST_SIZE);

  get(name: string): string | undefined {
    return this.values.get(name);
  }

  set(name: string, value: string): void {
    if (!this.values.has(name)) {
      if (this.values.size >= this.buckets.length) this.grow();
      this.link(name);
    }
    this.values.set(name, value);
  }

  delete(name: string): void {
    if (!this.values.delete(name)) return;
    for (const bucket of this.buckets) if (bucket.includes(name)) bucket.splice(bucket.indexOf(name), 1);
  }

  entries(): [string, string][] {
    return this.buckets.flat().map((name) => [name, this.values.get(name)!]);
  }

  private link(name: string): void {
    this.buckets[Number(hash(name) % BigInt(this.buckets.length))]!.unshift(name);
  }

  private grow(): void {
    const old = this.buckets;
    this.buckets = emptyBuckets(2 * old.length);
    for (const name of old.flat()) this.link(name);
  }
}

function emptyBuckets(size: number): string[][] {
  return Array.from({ length: size % 2 === 0 ? size + 1 : size }, () => []);
}

const PRIME = 0x100000001b3n;
const BASIS = 0xcbf29ce484222325n;

/** FNV-1a with one added to each byte (hash_fnv(3)). */
function hash(name: string): bigint {
  let result = BASIS;
  for (let at = 0; at < name.length; at += 1) result = BigInt.asUintN(64, (result ^ BigInt(name.charCodeAt(at) + 1)) * PRIME);
  return result;
}
