/** The base64 of a text's UTF-8 (RFC 4648 §4). */
export function toBase64(text: string): string {
  return btoa([...new TextEncoder().encode(text)].map((byte) => String.fromCharCode(byte)).join(''));
}

/** The bytes that base64 stands for, one character each; undefined for a text that is none. */
export function fromBase64(text: string): string | undefined {
  try {
    return atob(text.trim());
  } catch {
    // Not base64: whoever asks has a finding of its own for that.
    return undefined;
  }
}
