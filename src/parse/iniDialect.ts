/** How one program, or a family of them, reads INI files. */
export interface IniDialect {
  readonly id: 'go' | 'python' | 'git' | 'php' | 'plain' | 'common';
  /** What stands between a key and its value. */
  readonly delimiters: '=' | '=:';
  /** Marks that make a whole line a comment. */
  readonly comments: '#;' | ';' | '#';
  /** Where a mark begins a comment behind a value. */
  readonly inline: 'anywhere' | 'after-blank' | 'never';
  /** What makes a value go on below: a backslash at the end of its line, or an indent deeper than the key's. */
  readonly continuation?: 'backslash' | 'indent';
  /** Keys may stand without sign and value. */
  readonly hasLoneKeys?: true;
  /** `%%` is a percent sign, since `%(name)s` is another value. */
  readonly hasPercents?: true;
}

const GO: IniDialect = { id: 'go', delimiters: '=:', comments: '#;', inline: 'anywhere', continuation: 'backslash' };
const PYTHON: IniDialect = { id: 'python', delimiters: '=:', comments: '#;', inline: 'never', continuation: 'indent' };
const PLAIN: IniDialect = { id: 'plain', delimiters: '=', comments: ';', inline: 'never' };

/**
 * Dialects by file name, the first match counts. Sources: go-ini (Grafana; Gitea loads with IgnoreContinuation;
 * aerc with comments behind blanks), Python's configparser (Odoo reads raw, Airflow with interpolation),
 * git-config(1), PHP's INI scanner, haraka-config, and Delphi's TIniFile for the fake sendmail.
 */
const BY_NAME: readonly (readonly [name: RegExp, dialect: IniDialect])[] = [
  [
    /(^|\/)(\.?git-?config(\..+)?|.+\.gitconfig|config\.worktree|(\.git|git)\/config)$/,
    { id: 'git', delimiters: '=', comments: '#;', inline: 'anywhere', continuation: 'backslash', hasLoneKeys: true },
  ],
  [
    /(^|\/)(php[^/]*\.ini[^/]*|\.?[^/]*\.?user\.ini|php\.d\/[^/]+|[^/]+\.ini\.php)$/,
    { id: 'php', delimiters: '=', comments: ';', inline: 'anywhere', hasLoneKeys: true },
  ],
  [/(^|[/.])sendmail\.ini(\.[^/]*)?$/, PLAIN],
  [/(^|[/.])(smtp_forward|smtp_proxy|outbound|tls|smtp)\.ini(\.[^/]*)?$/, { ...PLAIN, comments: '#;', continuation: 'backslash', hasLoneKeys: true }],
  [/(^|\/)app[^/]*\.ini(\.[^/]*)?$/, { id: 'go', delimiters: '=:', comments: '#;', inline: 'anywhere' }],
  [/(^|\/)(grafana[^/]*|custom|defaults|sample)\.ini(\.[^/]*)?$/, GO],
  [/(^|[/.])accounts\.conf(\.[^/]*)?$/, { ...GO, delimiters: '=', inline: 'after-blank' }],
  [/(^|\/)(airflow[^/]*\.cfg|(production|development|test|ckan|paste)\.ini)(\.[^/]*)?$/, { ...PYTHON, hasPercents: true }],
  [/\.(cfg|conf)(\.[^/.]*)?$|(^|\/)trac\.ini$/, PYTHON],
];

/** Where the reading program is not known: what most of them agree on. */
const COMMON: IniDialect = { id: 'common', delimiters: '=:', comments: '#;', inline: 'after-blank' };

/** The dialect of a file, by its path and, for names that several programs use, by what it holds. */
export function iniDialect(path: string, text: string): IniDialect {
  const unix = path.replaceAll('\\', '/').toLowerCase();
  const byName = BY_NAME.find(([name]) => name.test(unix))?.[1];
  if (byName) return byName;
  return /^[ \t]*\[sendemail\b/im.test(text.slice(0, 65_536)) ? BY_NAME[0]![1] : COMMON;
}
