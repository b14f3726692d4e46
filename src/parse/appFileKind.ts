import type { FileKind } from './types.ts';

/** How much of a text is looked at to tell its kind. */
const SAMPLE = 65_536;

/** INI files of tools that send no mail. */
const FOREIGN_INI = /^(desktop|pytest|tox|mypy|phpunit|opcache|xdebug|uwsgi|my|mimeapps|alembic)\.ini$|^(setup|pylint|pyvenv|flake8|versioneer|tox)\.cfg$/;
/** Properties of build tools, and texts of user interfaces: `messages_de.properties`. */
const FOREIGN_PROPERTIES =
  /^(gradle(-wrapper|-daemon-jvm)?|maven-wrapper|local|sonar-project|junit-platform|build|(messages|labels|strings)([._-].*)?)\.properties$/;
const FOREIGN_TOML = new Set([
  'cargo.toml',
  'pyproject.toml',
  'rustfmt.toml',
  '.rustfmt.toml',
  'clippy.toml',
  'rust-toolchain.toml',
  'bunfig.toml',
  'libs.versions.toml',
  'ruff.toml',
  '.ruff.toml',
  'taplo.toml',
  '.taplo.toml',
  'typos.toml',
  'deny.toml',
  'poetry.toml',
  'stylua.toml',
]);
/** A section, and a word about mail in some key below: what tells an INI file from the many others that are called `*.conf`. */
const INI_SECTION = /^[ \t]*\[[\w :."-]+\]/m;
const MAIL_KEY = /^[ \t]*[\w.-]*(smtp|mail|outgoing)[\w.-]*[ \t]*[=:]/im;

/** What begins Play's and Akka's settings, and the names that their files have. */
const HOCON_ROOT = /^[ \t]*(play|akka|pekko)(\.[\w.-]+)?[ \t]*[{=:]/m;
const HOCON_NAME = /^(application|reference|production|prod|staging)([._-][\w-]+)*\.conf$|\.hocon$/;
/** A block or an assignment, which no other format with such names begins like this. */
const HOCON_LINE = /^[ \t]*[\w.-]+[ \t]*(\{|[=:][ \t]*\S)/m;

/** Files of settings without a section. */
const WITHOUT_SECTIONS = /^discourse(_defaults)?\.conf$/;

const FOREIGN_XML =
  /^(pom|.*\.pom|build|ivy|androidmanifest|strings|checkstyle|phpunit|pmd|spotbugs|psalm|phpcs|ruleset|sitemap|rss|feed|atom|web-facesconfig|persistence)\.xml$|^(packages|nuget|dotnet-tools)\.config$|^test-.*\.xml$/;

/** Of all that is XML only what is written for mail by name, or speaks of it. */
function isMailXml(name: string, text: string | undefined): boolean {
  if (FOREIGN_XML.test(name)) return false;
  if (text !== undefined) return /smtp|mail/i.test(text) && text.trimStart().startsWith('<');
  return name.endsWith('.xml') || /^(web|app|nlog|log4net|machine)(\..+)?\.config$/.test(name);
}

/** A line of nullmailer's `remotes`: a host and its protocol. Git and others have files of that name, too. */
const REMOTE_LINE = /^[ \t]*[\w.-]+[ \t]+(smtp|qmqp)\b/m;

/** Programs that hand mail over for others. */
function kindOfMailClient(folder: string, name: string, text: string | undefined): FileKind | undefined {
  if (/^(\.|.+[._-])?msmtprc([._-][\w-]+)?$/.test(name) || (/(^|\/)\.?msmtp\/$/.test(folder) && name === 'config')) return 'msmtp';
  if (/(^|[._-])ssmtp\.conf$/.test(name)) return 'ssmtp';
  if (/(^|[._-])dma\.conf$/.test(name) || (name === 'auth.conf' && /(^|\/)dma\/$/.test(folder))) return 'dma';
  if (/(^|\.)remotes$/.test(name) && (/(^|\/)nullmailer\/$/.test(folder) || (text !== undefined && REMOTE_LINE.test(text.slice(0, SAMPLE)))))
    return 'nullmailer';
  return /^(.+[._-]|\.)?(neo)?muttrc$/.test(name) ? 'mutt' : undefined;
}

/** Files of the configuration formats that applications share; names decide where they can. */
export function kindOfAppName(folder: string, name: string, text: string | undefined): FileKind | undefined {
  const client = kindOfMailClient(folder.toLowerCase(), name, text);
  if (client) return client;
  if (/\.(service|container)$/.test(name) || (/\.(service|container)\.d\/$/.test(folder.toLowerCase()) && name.endsWith('.conf'))) return 'systemd';
  if (/^(\.?git-?config(\..+)?|.+\.gitconfig|config\.worktree)$/.test(name)) return 'ini';
  if (name === 'config' && /(^|\/)\.?git\/$/.test(folder)) return 'ini';
  if (/\.ini(\.php)?$/.test(name)) return FOREIGN_INI.test(name) ? undefined : 'ini';
  if (/\.properties$/.test(name)) return FOREIGN_PROPERTIES.test(name) ? undefined : 'properties';
  if (/\.toml$/.test(name)) return FOREIGN_TOML.has(name) ? undefined : 'toml';
  if (/\.(xml|config)$/.test(name)) return isMailXml(name, text) ? 'xml' : undefined;
  if (/\.(cfg|conf)$/.test(name) && text !== undefined && !FOREIGN_INI.test(name)) {
    const sample = text.slice(0, SAMPLE);
    if ((INI_SECTION.test(sample) || WITHOUT_SECTIONS.test(name)) && MAIL_KEY.test(sample)) return 'ini';
    if (!INI_SECTION.test(sample) && /mail|smtp/i.test(text) && (HOCON_ROOT.test(sample) || (HOCON_NAME.test(name) && HOCON_LINE.test(sample)))) return 'hocon';
  }
  return name.endsWith('.hocon') ? 'hocon' : undefined;
}
