import { loadFormat } from '../../src/parse/format.ts';
import type { FormatKind } from '../../src/parse/types.ts';
import { NO_GRAMMARS } from './formatEdits.ts';

/** The configuration files that a module of their own reads. */
export const CONFIG_FORMATS = [
  'toml',
  'ini',
  'properties',
  'xml',
  'systemd',
  'msmtp',
  'ssmtp',
  'nullmailer',
  'dma',
  'mutt',
] as const satisfies readonly FormatKind[];

// Importing this makes all of them ready.
for (const kind of CONFIG_FORMATS) await loadFormat(kind, NO_GRAMMARS);
