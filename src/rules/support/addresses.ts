/** The address in a sender's value, without a display name: `a@b.c` of `"A" <a@b.c>`. */
export function addressIn(text: string): string {
  return (/<([^<>]*)>\s*$/.exec(text)?.[1] ?? text).trim();
}

/** Says whether a text is one address as RFC 5321 §4.1.2 has it, as far as apps check that. */
export function isAddress(text: string): boolean {
  return /^[^\s@<>"]+@[^\s@<>"]+$/.test(text);
}

export const domainOf = (address: string) => address.slice(address.lastIndexOf('@') + 1).toLowerCase();
