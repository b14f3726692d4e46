import { providerById } from '../data/providers.ts';
import { SECURITY_MODE_WORDS } from '../data/securityModes.ts';
import type { Located, PasswordInfo, RelaySetting } from '../discover/types.ts';
import { cell, code, plain } from '../text/markdown.ts';

const PASSWORD_WORDS: Readonly<Record<PasswordInfo['source'], string>> = {
  literal: 'set',
  placeholder: 'a placeholder',
  variable: 'from a variable',
  file: 'from a file',
  command: 'from a command',
  map: 'from a lookup table',
  masked: 'masked',
};

/** A relay setting as CommonMark: what was understood, and which keys decided it. No secret, and no user name that may be one. */
export function describeSetting(setting: RelaySetting): string {
  const provider = setting.provider === undefined ? undefined : providerById(setting.provider);
  const title = [`**Mail relay**`, plain(setting.profileTitle), ...(setting.scope ? [code(setting.scope)] : []), ...(provider ? [plain(provider.name)] : [])];
  const { security } = setting;
  const rows: (readonly [string, string, string])[] = [
    ['Host', hostWords(setting), keyOf(setting.host, setting)],
    ['Port', portWords(setting), keyOf(setting.port, setting)],
    [
      'Security',
      modeWords(setting),
      unique(security.by.map(({ entry }) => entry.key))
        .map(code)
        .join(', '),
    ],
    ...(security.verify ? [['Certificate', security.verify.value ? 'checked' : 'not checked', keyOf(security.verify, setting)] as const] : []),
    ['User', userWords(setting, provider?.username.literal), keyOf(setting.user, setting)],
    ['Password', setting.password ? PASSWORD_WORDS[setting.password.source] : 'not set', keyOf(setting.password, setting)],
    ...(setting.from ? [['Sender', code(setting.from.value), keyOf(setting.from, setting)] as const] : []),
  ];
  const notes = [
    plain(sentence(security.because)),
    ...(security.conflict ? [plain(sentence(security.conflict))] : []),
    ...(setting.enabled ? [] : [`Switched off${setting.enabledBy ? ` by ${code(setting.enabledBy.key)}` : ''}.`]),
    ...(setting.confidence === 'heuristic' ? ['Recognised by the names of its keys.'] : []),
  ].filter((note) => note !== '');
  const table = ['| | | decided by |', '| :-- | :-- | :-- |', ...rows.map((row) => `| ${row.map(cell).join(' | ')} |`)];
  return [title.join(' · '), table.join('\n'), notes.join(' ')].filter((part) => part !== '').join('\n\n');
}

function hostWords({ host, hostDefault, isBracketed }: RelaySetting): string {
  if (!host || host.value === '') return 'not set';
  const lookup = isBracketed === undefined ? '' : isBracketed ? ', no MX lookup' : ', its MX first';
  return `${code(host.value)}${hostDefault === undefined ? '' : `, by default ${code(hostDefault)}`}${lookup}`;
}

function portWords({ port, effectivePort }: RelaySetting): string {
  if (port) return String(port.value);
  return effectivePort === undefined ? 'not set' : `${effectivePort} (default)`;
}

function modeWords({ security: { mode, effective } }: RelaySetting): string {
  if (mode !== 'unspecified') return SECURITY_MODE_WORDS[mode];
  return effective === 'unspecified' ? SECURITY_MODE_WORDS.unspecified : `${SECURITY_MODE_WORDS[effective]} (default)`;
}

/** Some providers take a token as user name, so only what is plainly none is shown. */
function userWords({ user }: RelaySetting, providersWord: string | undefined): string {
  if (!user || user.value === '') return 'not set';
  const isPlain = user.templated || user.value === providersWord || /^[^\s@:/]+@[\w.-]+\.[a-z]{2,}$/i.test(user.value);
  return isPlain ? code(user.value) : 'set';
}

/** The key that said it, and the one in another file behind it. */
function keyOf(place: Pick<Located<unknown>, 'entry'> | undefined, { file }: RelaySetting): string {
  if (!place) return '';
  const origin = file.around?.origins.get(place.entry);
  return code(place.entry.key) + (origin ? `, from ${code(origin.entry.key)} in ${code(origin.path)}` : '');
}

const unique = (texts: readonly string[]) => [...new Set(texts)];

function sentence(text: string): string {
  const trimmed = text.trim();
  return trimmed === '' || /[.!?]$/.test(trimmed) ? trimmed : `${trimmed}.`;
}
