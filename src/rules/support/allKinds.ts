import type { AppKind, FileKind } from '../../parse/types.ts';

/** The kinds of files in which applications keep relay settings. */
export const APP_KINDS: readonly AppKind[] = [
  'dotenv',
  'yaml',
  'json',
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
  'javascript',
  'typescript',
  'tsx',
  'php',
  'python',
  'ruby',
];

/** The kinds in which relay settings are found. */
export const RELAY_KINDS: readonly FileKind[] = ['postfix-main', ...APP_KINDS];

export const ALL_KINDS: readonly FileKind[] = [...RELAY_KINDS, 'postfix-master', 'postfix-map'];
