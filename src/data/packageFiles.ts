/** `image` stands for the tags of container images. */
export type Registry = 'composer' | 'npm' | 'gem' | 'pypi' | 'maven' | 'image';

/**
 * A library as its registry names it: `composer:laravel/framework`, `npm:nodemailer`, `gem:mail`, `pypi:django`,
 * `maven:angus-mail`; an app by its image without the registry's host: `image:gitlab/gitlab-ce`.
 */
export type PackageName = `${Registry}:${string}`;

/** Where a version of a library stands: the file's name, and the pattern that finds it, `NAME` standing for the library. */
export interface PackageFile {
  readonly registry: Registry;
  readonly file: string;
  /** Source of a pattern, flags `im`; its first group is the version. */
  readonly pattern: string;
}

/** An image's name behind the host of its registry, with a tag that begins with a version. */
const IMAGE = String.raw`(?:[\w.-]+(?::\d+)?/)*NAME:v?(\d+(?:\.\d+)*)`;

/** The pattern of a package's version, with `NAME` put in; `-` and `_` are one in the names of Python's packages. */
export function versionPattern({ registry, pattern }: Pick<PackageFile, 'registry' | 'pattern'>, name: string): RegExp {
  const escaped = name.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&');
  return new RegExp(pattern.replaceAll('NAME', registry === 'pypi' ? escaped.replace(/[-_]/g, '[-_.]') : escaped), 'im');
}

/** The version in the tag of an image such as `ghcr.io/mastodon/mastodon:v4.3.1`; undefined for another image or a tag without one. */
export function imageVersion(image: string, name: string): string | undefined {
  return versionPattern({ registry: 'image', pattern: `^${IMAGE}` }, name).exec(image.trim())?.[1];
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
  { registry: 'pypi', file: 'pyproject.toml', pattern: String.raw`(?:"NAME(?:\[[^\]]*\])?\s*==\s*|^NAME\s*=\s*["'](?:==)?)(\d+\.\d+(?:\.\d+)*)["']` },
  { registry: 'maven', file: 'pom.xml', pattern: String.raw`<artifactId>NAME</artifactId>\s*<version>(\d[\d.]*)` },
  ...['Dockerfile', 'compose.yaml', 'compose.yml', 'docker-compose.yaml', 'docker-compose.yml'].map(
    (file): PackageFile => ({ registry: 'image', file, pattern: String.raw`^\s*(?:FROM|(?:-\s+)?image:)\s+(?:--\S+\s+)?["']?${IMAGE}` }),
  ),
];
