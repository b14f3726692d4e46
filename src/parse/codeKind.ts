import { BLOCK_KINDS, type BlockKind, type CodeKind } from './types.ts';

const KIND_OF_ENDING: Readonly<Record<string, CodeKind | BlockKind>> = {
  js: 'javascript',
  cjs: 'javascript',
  mjs: 'javascript',
  jsx: 'javascript',
  ts: 'typescript',
  cts: 'typescript',
  mts: 'typescript',
  tsx: 'tsx',
  php: 'php',
  py: 'python',
  rb: 'ruby',
  ps1: 'powershell',
  psm1: 'powershell',
  go: 'go',
  exs: 'elixir',
  tf: 'hcl',
  tfvars: 'hcl',
  nix: 'nix',
};
const KINDS: ReadonlySet<string> = new Set([...Object.values(KIND_OF_ENDING), ...BLOCK_KINDS]);

/** Says whether a grammar is that of a language in which names stand for values: of programs, or of settings as blocks. */
export function isCodeKind(kind: string): kind is CodeKind | BlockKind {
  return KINDS.has(kind);
}

const ENDING = /\.(?:[cm]?[jt]s|[jt]sx|php|py|rb|psm?1|go|exs|tf|tfvars|nix)$/;

/** Programs that no person writes for this project: built, tests, and what frameworks bring along. */
const FOREIGN_FOLDER =
  /(^|\/)(dist|build|out|coverage|\.next|\.nuxt|\.output|__tests__|__mocks__|__pycache__|tests?|specs?|fixtures|e2e|cypress|migrations|wp-admin|wp-includes|locales?|translations)\//;
const FOREIGN_NAME =
  /\.min\.|\.d\.[cm]?ts$|[._-](test|tests|spec|stories|bundle|chunk)\.\w+$|^(test_|conftest)|[a-z0-9]tests?\.php$|^(class[.-])?(phpmailer|smtp|pop3)\.php$/;
/** What a program about outgoing mail holds. */
const MAIL_WORD =
  /smtp|nodemailer|createTransport|PHPMailer|EMAIL_HOST|MAIL_(?:SERVER|HOST|URL)|MAILERS\b|EmailTransport|mailhost|Send-MailMessage|gomail|Swoosh|Bamboo/i;
/** Longer programs, and those with longer lines on average, were put together by a machine. */
const MAX_CODE = 300_000;
const MAX_MEAN_LINE = 250;

/** Says whether a name is that of a program that could hold settings; its text decides. */
export function isCodeName(path: string): boolean {
  const name = path.slice(path.lastIndexOf('/') + 1);
  return ENDING.test(name) && !FOREIGN_NAME.test(name) && !FOREIGN_FOLDER.test(path);
}

/** The language of a program that has to do with outgoing mail, by its ending and one look through its text. `path` is in lower case, with slashes. */
export function codeKind(path: string, text: string | undefined): CodeKind | BlockKind | undefined {
  if (text === undefined || text.length > MAX_CODE || !isCodeName(path) || !MAIL_WORD.test(text)) return undefined;
  const lines = text.split('\n', 1 + text.length / MAX_MEAN_LINE).length;
  return text.length / lines > MAX_MEAN_LINE && text.length > 10 * MAX_MEAN_LINE ? undefined : KIND_OF_ENDING[path.slice(path.lastIndexOf('.') + 1)];
}
