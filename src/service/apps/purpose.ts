import type { KeyPurpose } from '../../data/profileNotes.ts';
import type { Match } from '../../discover/fromProfile.ts';

type Keyed = Pick<Match, 'profile'>;

/** What an app does with one of its keys; undefined for keys that only tell which app it is. */
export function purposeOf({ profile }: Keyed, key: string): KeyPurpose | undefined {
  for (const [role, keys] of Object.entries(profile.keys)) if (keys.includes(key)) return role as KeyPurpose;
  const isTls = profile.tls.rules.some((rule) => rule.keys.includes(key) || ('also' in rule && rule.also?.keys.includes(key)));
  if (isTls) return 'tls';
  return (['enabled', 'auth', 'verify', 'timeout'] as const).find((each) => profile[each]?.keys.includes(key));
}

/** Each purpose in a word or two, and what such a key is for. */
export const PURPOSES: Readonly<Record<KeyPurpose, readonly [name: string, is: string]>> = {
  host: ['server', 'The server that takes the mail.'],
  port: ['port', 'The port of the server.'],
  url: ['server as URL', 'Server, port, protection and sign-in in one. Special characters in user name and password are percent-encoded.'],
  user: ['user name', 'The name to sign in with.'],
  password: ['password', 'The password to sign in with.'],
  passwordFile: ['password file', 'The file that holds the password.'],
  passwordCommand: ['password command', 'The command that prints the password.'],
  from: ['sender', 'The sender of the mail.'],
  helo: ['own name', 'The name by which the app greets the server (EHLO), not that of the server.'],
  service: ['service', 'A name that stands for host, port and protection of a known service; it is looked up in a list.'],
  tls: ['protection', 'How the connection is protected.'],
  enabled: ['switch', 'Whether mail is sent by SMTP at all.'],
  auth: ['sign-in', 'Whether to sign in.'],
  timeout: ['time limit', 'How long the app waits for the server.'],
  verify: ['certificate', "Whether the server's certificate is checked."],
};
