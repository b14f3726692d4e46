import { type Span, touches } from '../../../text/span.ts';
import type { Analysis } from '../../types.ts';
import { isPostfix } from '../sources.ts';
import { defaultsActions } from './defaults.ts';
import { layoutActions } from './layout.ts';
import { lmdbActions } from './lmdb.ts';
import { moveActions } from './move.ts';
import { relayTlsActions } from './relayTls.ts';
import { renameOptionActions } from './renameOption.ts';
import type { Refactoring } from './types.ts';

/** What may be done with the setting where a selection begins, and with the whole of a main.cf or master.cf; nothing for other files. */
export function actionsAt(analysis: Analysis, { start }: Span): Refactoring[] {
  if (!isPostfix(analysis)) return [];
  const { file } = analysis;
  const entry = file.entries.find(({ keySpan, valueSpan }) => touches({ start: keySpan.start, end: valueSpan.end }, start));
  const atEntry = entry
    ? [...layoutActions(file, entry), ...moveActions(analysis, entry), ...relayTlsActions(analysis, entry), ...renameOptionActions(analysis, entry)]
    : [];
  return [...atEntry, ...lmdbActions(analysis, entry), ...defaultsActions(analysis)];
}
