/** Container images whose tags say which Postfix branch they hold or install. */
interface ImageFamily {
  /** Names without the registry. */
  readonly images: readonly string[];
  /** The branch by the first numbers of the tag, or by the name that a release goes by. */
  readonly releases: Readonly<Record<string, string>>;
  readonly source: string;
}

/** Only what a source says. A tag that moves (`latest`, `stable`, `edge`) has no entry. */
const FAMILIES: readonly ImageFamily[] = [
  {
    images: ['debian'],
    releases: { 10: '3.4', buster: '3.4', 11: '3.5', bullseye: '3.5', 12: '3.7', bookworm: '3.7', 13: '3.10', trixie: '3.10' },
    source: 'https://tracker.debian.org/pkg/postfix; for 10 the change log of docker-mailserver 10.4',
  },
  {
    images: ['ubuntu'],
    releases: {
      ...{ '20.04': '3.4', focal: '3.4', '22.04': '3.6', jammy: '3.6', '24.04': '3.8', noble: '3.8' },
      ...{ '25.10': '3.10', questing: '3.10', '26.04': '3.10', resolute: '3.10' },
    },
    source: 'https://packages.ubuntu.com/search?keywords=postfix; for 20.04 to 24.04 the names of the packages in logs of installations',
  },
  {
    images: ['alpine'],
    // 3.13, 3.15, 3.19 and 3.21 came out before the Postfix branch that is next to their predecessor's did.
    releases: {
      ...{ '3.11': '3.4', '3.12': '3.5', '3.13': '3.5', '3.14': '3.6', '3.15': '3.6', '3.17': '3.7', '3.18': '3.8', '3.19': '3.8' },
      ...{ '3.20': '3.9', '3.21': '3.9', '3.22': '3.10', '3.23': '3.10', '3.24': '3.11' },
    },
    source: 'https://pkgs.alpinelinux.org/packages?name=postfix; https://www.postfix.org/announcements.html',
  },
  {
    images: ['rockylinux', 'rockylinux/rockylinux', 'almalinux'],
    releases: { 8: '3.5', 9: '3.5', 10: '3.8' },
    source: 'the packages postfix-3.5.8-8.el8_10, postfix-3.5.25-1.el9 and postfix-3.8.5-8.el10',
  },
  { images: ['fedora'], releases: { 42: '3.9', 43: '3.10', 45: '3.11' }, source: 'https://packages.fedoraproject.org/pkgs/postfix/postfix/' },
  { images: ['amazonlinux'], releases: { 2023: '3.7' }, source: 'the package postfix-3.7.2-4.amzn2023' },
  {
    images: ['mailserver/docker-mailserver', 'docker-mailserver/docker-mailserver'],
    releases: { '10.4': '3.5', '10.5': '3.5', 11: '3.5', 12: '3.5', 13: '3.5', 14: '3.7', 15: '3.7' },
    source: 'https://github.com/docker-mailserver/docker-mailserver/blob/master/CHANGELOG.md: Debian 11 from 10.4 on, Debian 12 from 14.0 on',
  },
];

const REGISTRY = /^(?:(?:docker\.io|index\.docker\.io|ghcr\.io|quay\.io|public\.ecr\.aws|registry\.fedoraproject\.org)\/)?(?:docker\/)?(?:library\/)?/;

/**
 * The Postfix branch that an image holds, or that its own package manager installs, such as `3.7` for
 * `debian:bookworm-slim`. Undefined for an image without a tag, with one that moves, or that we don't know.
 */
export function postfixOfImage(image: string): string | undefined {
  const [, name = '', tag] = /^([^:@]+)(?::([^@]+))?/.exec(image.replace(REGISTRY, '')) ?? [];
  // Backports bring packages of later releases along.
  if (tag === undefined || tag.includes('backports')) return undefined;
  const releases = FAMILIES.find(({ images }) => images.includes(name))?.releases ?? {};
  const [word = ''] = tag.replace(/^v(?=\d)/, '').split(/[-_]/);
  const release = Object.keys(releases).find((known) => word === known || (/^\d/.test(known) && word.startsWith(`${known}.`)));
  return release && releases[release];
}
