import { APP_KINDS, type FileKind } from '../../parse/types.ts';

/** The kinds in which relay settings are found. */
export const RELAY_KINDS: readonly FileKind[] = ['postfix-main', ...APP_KINDS];

export const ALL_KINDS: readonly FileKind[] = [...RELAY_KINDS, 'postfix-master', 'postfix-map'];
