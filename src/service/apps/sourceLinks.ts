import { plain } from '../../text/markdown.ts';

/** `owner/repository path, tag`: where a fact was read in the sources of an app. */
const REPOSITORY = /^([\w.-]+\/[\w.-]+)(?= |$)/;
/** `docs.example.org/path`. */
const PAGE = /^((?:[\w-]+\.)+[a-z]{2,}(?:\/[\w./#-]+)?)(?= |$|,)/;

/** The sources of a profile as CommonMark, each a link where its text leads somewhere. */
export function sourceLinks(sources: readonly string[]): string {
  if (sources.length === 0) return '';
  return `Source: ${sources.map(linkOf).join('; ')}`;
}

function linkOf(source: string): string {
  const page = PAGE.exec(source)?.[1];
  if (page) return `[${plain(source)}](https://${page})`;
  const repository = REPOSITORY.exec(source)?.[1];
  return repository ? `[${plain(source)}](https://github.com/${repository})` : plain(source);
}
