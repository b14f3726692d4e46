import type { PostfixMeanings } from '../../data/postfixMeanings.ts';
import type { MasterColumn, MasterField, MasterService } from '../../parse/postfixMaster.ts';
import { code } from '../../text/markdown.ts';
import type { Analysis } from '../types.ts';
import { humanTime } from './human.ts';
import { isShowable } from './showable.ts';
import { serviceName } from './sources.ts';

/** The service of master.cf that a transport or service name means: never one on a TCP port. */
export function serviceByName({ folder }: Analysis, name: string): MasterService | undefined {
  const named = folder?.master?.services.filter(({ fields }) => fields.service.text === name) ?? [];
  return named.find(({ fields }) => fields.type.text !== 'inet') ?? named[0];
}

/** The daemon's own name: `/usr/libexec/postfix/smtp` is `smtp`. */
export function daemonOf({ fields }: MasterService): string {
  return fields.command.text.slice(fields.command.text.lastIndexOf('/') + 1);
}

/** A service as CommonMark: what runs there, and what it overrides. */
export function describeService(service: MasterService, meanings: PostfixMeanings): string {
  const daemon = daemonOf(service);
  const meaning = meanings.master('daemon', daemon);
  const overrides = service.overrides.map(
    ({ key, value }) => `- ${isShowable(key, value) ? code(`${key} = ${value}`) : `${code(key)}, set (not shown: it may hold a password)`}`,
  );
  return [
    `**${serviceName(service).replaceAll('_', '\\_')}** · runs ${code(daemon)}${meaning ? `  \n${meaning}` : ''}`,
    ...(overrides.length > 0 ? [`Its own settings:\n\n${overrides.join('\n')}`] : []),
  ].join('\n\n');
}

const COLUMN_TITLES: Readonly<Record<MasterColumn, string>> = {
  service: 'service name',
  type: 'type',
  private: 'private',
  unprivileged: 'unprivileged',
  chroot: 'chroot',
  wakeup: 'wake-up time',
  process_limit: 'process limit',
  command: 'command',
};

/** A column of a service as CommonMark: what the column is for, and what its value means. */
export function describeColumn(service: MasterService, column: MasterColumn, field: MasterField, meanings: PostfixMeanings): string {
  const heading = `**${COLUMN_TITLES[column]}** · column of master.cf  \n${meanings.master('column', column) ?? ''}`;
  const own = ownMeaning(service, column, field.text, meanings);
  const manual =
    column === 'command' && meanings.master('daemon', daemonOf(service)) ? manualOf(daemonOf(service)) : '[Manual](https://www.postfix.org/master.5.html)';
  return [heading, ...(own ? [`${code(field.text)}: ${own}`] : []), ...(column === 'service' ? [describeService(service, meanings)] : []), manual].join('\n\n');
}

/** `smtp` and `lmtp` share a page, as do the old names of the queue manager. */
function manualOf(daemon: string): string {
  const page = daemon === 'lmtp' ? 'smtp' : daemon === 'nqmgr' || daemon === 'oqmgr' ? 'qmgr' : daemon;
  return `[Manual](https://www.postfix.org/${page}.8.html)`;
}

function ownMeaning(service: MasterService, column: MasterColumn, text: string, meanings: PostfixMeanings): string | undefined {
  if (column === 'type') return meanings.master('type', text);
  if (column === 'command') return meanings.master('daemon', daemonOf(service));
  if (column === 'wakeup') return humanTime(text.replace(/\?$/, ''));
  if (column === 'process_limit' && text === '0') return 'no limit';
  return undefined;
}

/** `-o`, `-v` or `-D` of a daemon as CommonMark. */
export function describeOption(text: string, meanings: PostfixMeanings): string | undefined {
  const meaning = meanings.master('option', text.slice(0, 2));
  return meaning && `**${text}** · option of the daemon  \n${meaning}`;
}

/** `user`, `flags`, `argv` … as CommonMark. */
export function describeAttribute(service: MasterService, name: string, meanings: PostfixMeanings): string | undefined {
  const daemon = daemonOf(service);
  const meaning =
    daemon === 'pipe' ? meanings.master('pipe-attr', name) : daemon === 'spawn' ? meanings.master('spawn-attr', name) : meanings.master('smtp-attr', name);
  return meaning && `**${name}=** · attribute of ${code(daemon)}  \n${meaning}`;
}

/** A letter of `flags=` as CommonMark. */
export function describeFlag(service: MasterService, letter: string, meanings: PostfixMeanings): string | undefined {
  const meaning = meanings.master(daemonOf(service) === 'pipe' ? 'pipe-flag' : 'smtp-flag', letter);
  return meaning && `${code(letter)} in \`flags=\`  \n${meaning}`;
}

/** `${recipient}` of pipe(8) as CommonMark. */
export function describePipeMacro(name: string, meanings: PostfixMeanings): string | undefined {
  const meaning = meanings.master('pipe-macro', name);
  return meaning && `${code(`\${${name}}`)} · filled in by \`pipe\`  \n${meaning}`;
}
