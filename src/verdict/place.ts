import { findRow, readTables } from '../discover/postfixTable.ts';
import type { RelaySetting } from '../discover/types.ts';
import type { Entry } from '../parse/types.ts';
import type { Analysis } from '../service/types.ts';
import type { SettingPart } from '../smtp/types.ts';
import type { Span } from '../text/span.ts';

/** Where a verdict stands: in the analyzed file, or in another one that its view names. */
export interface VerdictPlace {
  readonly path?: string;
  readonly span: Span;
}

/** The piece of a setting that a verdict is about. Falls back to the setting's own line where the file does not say that part. */
export function placeOf(analysis: Analysis, setting: RelaySetting, part: SettingPart | undefined): VerdictPlace {
  const own = part === undefined ? undefined : spanOf(setting, part);
  if (own) return { span: own };
  const row = part === 'user' || part === 'password' ? passwordRow(analysis, setting) : undefined;
  return row ?? { span: setting.host?.span ?? setting.anchor.keySpan };
}

function spanOf(setting: RelaySetting, part: SettingPart): Span | undefined {
  const { host, port, user, password, from, helo, security, main } = setting;
  switch (part) {
    case 'host':
      return host?.span;
    case 'port':
      return port?.span;
    case 'security': {
      // In a lookup table the protection is decided in main.cf, whose offsets mean nothing here.
      const [by] = main ? [] : security.by;
      return by ? valueOrKey(by.entry, by.span) : port?.span;
    }
    case 'verify':
      return main ? undefined : security.verify?.span;
    case 'user':
      return user?.span;
    case 'password':
      // A path or the name of a table is not the password: what is wrong with it stands elsewhere.
      return password && !['map', 'file', 'command'].includes(password.source) ? password.span : undefined;
    case 'from':
      return from?.span;
    case 'helo':
      return main ? undefined : helo?.span;
    default:
      return undefined;
  }
}

/** A switch without a value has its key to be marked. */
function valueOrKey({ keySpan, valueSpan }: Entry, span: Span): Span {
  return valueSpan.start === valueSpan.end ? keySpan : span;
}

/** The row of the password table that Postfix signs in with: the line that has to change when the relay refuses it. */
function passwordRow({ folder }: Analysis, { nextHop }: RelaySetting): VerdictPlace | undefined {
  const { parameters } = folder ?? {};
  if (!folder || !parameters || nextHop === undefined) return undefined;
  const tables = readTables(folder, parameters, 'smtp_sasl_password_maps');
  const row = tables && findRow(tables, nextHop);
  return row && { path: row.path, span: row.keySpan };
}
