import type { CodeKind } from '../../parse/types.ts';
import type { RuleExample } from '../types.ts';

/** A whole main.cf as a rule's example. */
export const mainCf = (text: string): RuleExample => ({ kind: 'postfix-main', path: 'main.cf', text });

/** A main.cf with other files of its folder, by name. */
export const mainCfAmong = (text: string, around: Readonly<Record<string, string>>): RuleExample => ({ ...mainCf(text), around });

/** A master.cf with other files of its folder, by name. */
export const masterCf = (text: string, around: Readonly<Record<string, string>> = {}): RuleExample => ({
  kind: 'postfix-master',
  path: 'master.cf',
  text,
  around,
});

/** A whole `.env` file as a rule's example. */
export const dotenv = (text: string): RuleExample => ({ kind: 'dotenv', path: '.env', text });

/** A YAML file as a rule's example; the path decides which app it belongs to. */
export const yaml = (path: string, text: string): RuleExample => ({ kind: 'yaml', path, text });

/** A JSON file as a rule's example; the path decides which app it belongs to. */
export const json = (path: string, text: string): RuleExample => ({ kind: 'json', path, text });

/** A program as a rule's example. */
export const program = (kind: CodeKind, path: string, text: string): RuleExample => ({ kind, path, text });

/** A file of Java properties as a rule's example. */
export const properties = (path: string, text: string): RuleExample => ({ kind: 'properties', path, text });
