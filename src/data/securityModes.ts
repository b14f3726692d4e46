/** How a connection is protected, in words for a sentence or a headline; the modes are those of discover/types.ts. */
export const SECURITY_MODE_WORDS = {
  'implicit-tls': 'TLS from the first byte',
  'starttls-required': 'STARTTLS required',
  'starttls-opportunistic': 'STARTTLS if offered',
  none: 'no TLS',
  unspecified: 'not said',
} as const;
