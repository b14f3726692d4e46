import type { RelaySetting } from '../../discover/types.ts';

/** Apps in PHP whose own reader of `.env` files we know: vlucas/phpdotenv and symfony/dotenv. */
const PHP_PROFILES: ReadonlySet<string> = new Set(['laravel', 'symfony']);

/** Says whether the app reads its `.env` file with one of PHP's strict readers. */
export function isPhpApp({ profile }: RelaySetting): boolean {
  return PHP_PROFILES.has(profile);
}

/** Apps in Python, and Symfony, whose readers end a value at a "#" only after a blank. */
const KEEPS_HASH: ReadonlySet<string> = new Set(['symfony', 'django', 'django-environ', 'flask-mail', 'fastapi-mail', 'airflow', 'paperless', 'vaultwarden']);
/** Apps whose reader ends a value at every "#": vlucas/phpdotenv and the npm package dotenv. */
const CUTS_AT_HASH: ReadonlySet<string> = new Set(['laravel', 'nextauth']);

/** What the app's reader of `.env` files does at a "#" inside a value without quotes; `unknown` where it depends on who reads the file. */
export function atHash({ profile }: RelaySetting): 'cuts' | 'keeps' | 'unknown' {
  if (KEEPS_HASH.has(profile)) return 'keeps';
  return CUTS_AT_HASH.has(profile) ? 'cuts' : 'unknown';
}

/** The quote marks in which a text means itself to every reader; undefined for a text that has none. */
export function quoteFor(text: string): '"' | "'" | undefined {
  if (!/["$\\`]/.test(text)) return '"';
  return /['\\]/.test(text) ? undefined : "'";
}
