/** A library as its registry names it: `composer:laravel/framework`, `npm:nodemailer`, `gem:mail`, `pypi:django`, `maven:angus-mail`. */
export type PackageName = `${'composer' | 'npm' | 'gem' | 'pypi' | 'maven'}:${string}`;

/** Where a version of a library stands: the file's name, and the pattern that finds it, `NAME` standing for the library. */
export interface PackageFile {
  readonly registry: 'composer' | 'npm' | 'gem' | 'pypi' | 'maven';
  readonly file: string;
  /** Source of a pattern, flags `im`; its first group is the version. */
  readonly pattern: string;
}

/** Lock files first: they name the version in use. Of manifests only exact versions count, a range leaves it open. */
export const PACKAGE_FILES: readonly PackageFile[] = [
  { registry: 'composer', file: 'composer.lock', pattern: String.raw`"name":\s*"NAME",\s*"version":\s*"v?(\d[\d.]*)"` },
  { registry: 'composer', file: 'composer.json', pattern: String.raw`"NAME":\s*"v?(\d+\.\d+\.\d+)"` },
  { registry: 'npm', file: 'package-lock.json', pattern: String.raw`"(?:node_modules/)?NAME":\s*\{\s*"version":\s*"(\d[\d.]*)"` },
  { registry: 'npm', file: 'pnpm-lock.yaml', pattern: String.raw`^ +'?/?NAME@(\d[\d.]*)` },
  { registry: 'npm', file: 'yarn.lock', pattern: String.raw`^"?NAME@[^\n]*:\r?\n +version:? "?(\d[\d.]*)` },
  { registry: 'npm', file: 'package.json', pattern: String.raw`"NAME":\s*"(\d+\.\d+\.\d+)"` },
  { registry: 'gem', file: 'Gemfile.lock', pattern: String.raw`^ {4}NAME \((\d[\d.]*)` },
  { registry: 'gem', file: 'Gemfile', pattern: String.raw`^\s*gem\s*\(?\s*["']NAME["'],\s*["']=?\s*(\d+\.\d+\.\d+)["']` },
  { registry: 'pypi', file: 'uv.lock', pattern: String.raw`^name = "NAME"\r?\nversion = "(\d[\d.]*)` },
  { registry: 'pypi', file: 'poetry.lock', pattern: String.raw`^name = "NAME"\r?\nversion = "(\d[\d.]*)` },
  { registry: 'pypi', file: 'Pipfile.lock', pattern: String.raw`"NAME":\s*\{[^{}]*"version":\s*"==(\d[\d.]*)` },
  { registry: 'pypi', file: 'requirements.txt', pattern: String.raw`^NAME(?:\[[^\]]*\])?\s*==\s*(\d[\d.]*)` },
  { registry: 'maven', file: 'pom.xml', pattern: String.raw`<artifactId>NAME</artifactId>\s*<version>(\d[\d.]*)` },
];
