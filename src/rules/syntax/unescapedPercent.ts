import { iniDialect } from '../../parse/iniDialect.ts';
import type { ConfigFile, Entry } from '../../parse/types.ts';
import { span } from '../../text/span.ts';
import { defineRule } from '../define.ts';
import { type Credential, writtenCredentials } from '../support/credentials.ts';
import { keyName } from '../support/keyName.ts';
import { severityFor } from '../support/relays.ts';
import type { Severity } from '../types.ts';

interface Reading {
  readonly reader: string;
  readonly severity: Severity;
  readonly outcome: string;
  /** Where the sign has a meaning of its own; what is doubled already is matched without the group `sign`. */
  readonly pattern: RegExp;
}

interface State extends Credential {
  readonly reading: Reading;
  /** Offsets in the file. */
  readonly signs: readonly [number, ...number[]];
}

/** Letters that systemd replaces (systemd.unit(5), "Specifiers"). */
const SYSTEMD: Reading = {
  reader: 'systemd',
  severity: 'warning',
  outcome: 'puts something else in its place',
  pattern: /%%|(?<sign>%)(?=[aAbBCdDEfgGhHiIjJlLmMnNopPqsStTuUvVwWyY])/g,
};
const CONFIGPARSER: Reading = { reader: "Python's configparser", severity: 'error', outcome: 'refuses the value', pattern: /%%|%\(\w+\)s|(?<sign>%)/g };
/** `%40pa%40ss`: between two signs Symfony sees the name of a parameter. */
const SYMFONY: Reading = {
  reader: 'Symfony',
  severity: 'error',
  outcome: 'looks for a parameter of that name and stops',
  pattern: /%%|(?<sign>%)(?=\d[0-9A-Fa-f][^%\s]*%)|(?<=%\d[0-9A-Fa-f][^%\s]*)(?<last>%)(?!%)/g,
};

/** A percent sign in a place where it begins something. */
export const unescapedPercent = defineRule<State>({
  meta: {
    id: 'syntax/unescaped-percent',
    severity: 'error',
    since: '0.1.0',
    kinds: ['ini', 'systemd', 'yaml'],
    listens: ['user', 'password'],
    title: 'Percent sign that is not doubled',
    why: 'Some readers give "%" a meaning: systemd replaces specifiers such as "%h", Python\'s configparser and Symfony insert other settings. A password or an encoded URL then changes on its way, or the program stops. Two signs stand for one.',
    bad: { kind: 'ini', path: 'airflow.cfg', text: '[smtp]\nsmtp_host = mail.acme.io\nsmtp_port = 587\nsmtp_user = robot@acme.io\nsmtp_password = k4%Tz9vQ\n' },
    ok: { kind: 'ini', path: 'airflow.cfg', text: '[smtp]\nsmtp_host = mail.acme.io\nsmtp_port = 587\nsmtp_user = robot@acme.io\nsmtp_password = k4%%Tz9vQ\n' },
    references: [
      { title: 'systemd.unit: specifiers', url: 'https://www.freedesktop.org/software/systemd/man/latest/systemd.unit.html#Specifiers' },
      { title: 'Python: interpolation of values', url: 'https://docs.python.org/3/library/configparser.html#interpolation-of-values' },
      { title: 'Symfony: configuration parameters', url: 'https://symfony.com/doc/current/configuration.html#configuration-parameters' },
    ],
    fix: 'unsafe',
  },
  *run({ file, settings }) {
    for (const credential of writtenCredentials(settings)) {
      const reading = readingOf(file, credential);
      if (!reading) continue;
      const [first, ...rest] = signsIn(file, credential.entry, reading);
      if (first !== undefined) yield { ...credential, reading, signs: [first, ...rest] };
    }
  },
  word: ({ setting, entry, reading: { reader, severity, outcome }, signs: [first] }) => ({
    at: span(first, first + 1),
    severity: severityFor(setting, severity),
    message: `"%" in the value of "${keyName(entry)}" has a meaning of its own: ${reader} ${outcome}. write "%%"`,
  }),
  fixes: ({ entry, signs }) => [
    {
      title: `Double the percent signs in ${keyName(entry)}`,
      safety: 'unsafe',
      isPreferred: true,
      edits: signs.map((at) => ({ span: span(at, at + 1), newText: '%%' })),
    },
  ],
});

function readingOf({ kind, path, text }: ConfigFile, { setting, entry }: Credential): Reading | undefined {
  if (kind === 'systemd') return SYSTEMD;
  if (kind === 'ini') return iniDialect(path, text).hasPercents ? CONFIGPARSER : undefined;
  return setting.profile === 'symfony' && entry.path[0] === 'framework' ? SYMFONY : undefined;
}

function signsIn({ text }: ConfigFile, { valueSpan: { start, end } }: Entry, { pattern }: Reading): number[] {
  const found = [...text.slice(start, end).matchAll(pattern)];
  return found.flatMap(({ groups, index }) => (groups?.sign || groups?.last ? [start + index] : []));
}
