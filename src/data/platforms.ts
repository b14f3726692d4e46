/**
 * What hosting platforms do to connections that leave them, checked 2026-11-20. Sources: Google Cloud "sending email from
 * an instance", Heroku changelog 2198, Render's support and changelog of 2025-09-26, Railway's documentation on outbound
 * networking, Cloudflare's documentation on TCP sockets, Zerops' documentation, DigitalOcean's documentation on SMTP.
 */
export interface Platform {
  readonly name: string;
  /** Files that show it, as their names stand beside or above a project's. */
  readonly files: readonly string[];
  /** Source of a pattern that the file has to match as well, where its name belongs to others too. */
  readonly holds?: string;
  /** Source of a pattern for a file of which the block does not hold. */
  readonly lacks?: string;
  readonly blocks: readonly number[];
  /** For whom, where not for all: `free services`. */
  readonly forWhom?: string;
  /** The platform's own pages say so, and no plan is excepted. */
  readonly isSure?: true;
}

/** Narrower rows stand before wider ones of the same platform. */
export const PLATFORMS: readonly Platform[] = [
  { name: 'App Engine', files: ['app.yaml'], holds: '^runtime:', blocks: [25], isSure: true },
  { name: 'Cloudflare Workers', files: ['wrangler.toml', 'wrangler.jsonc', 'wrangler.json'], blocks: [25], isSure: true },
  { name: 'DigitalOcean', files: ['.do/app.yaml'], blocks: [25, 465, 587], forWhom: 'many accounts' },
  { name: 'Fly.io', files: ['fly.toml'], blocks: [25], forWhom: 'new organisations' },
  { name: 'Heroku', files: ['Procfile'], blocks: [25] },
  { name: 'Netlify', files: ['netlify.toml'], blocks: [25] },
  { name: 'Railway', files: ['railway.json', 'railway.toml'], blocks: [25, 465, 587, 2525], forWhom: 'all plans below Pro' },
  {
    name: 'Render',
    files: ['render.yaml'],
    holds: '^\\s*plan:\\s*["\']?free\\b',
    lacks: '^\\s*plan:\\s*["\']?(?!free\\b)\\w',
    blocks: [25, 465, 587],
    forWhom: 'free services',
    isSure: true,
  },
  { name: 'Render', files: ['render.yaml'], blocks: [25], isSure: true },
  { name: 'Vercel', files: ['vercel.json'], blocks: [25] },
  { name: 'Zerops', files: ['zerops.yml', 'zerops.yaml'], blocks: [25, 465], isSure: true },
];
