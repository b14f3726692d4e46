import type { DocumentSelector } from 'vscode';

/** The languages in which editors show the files of applications; what the manifest activates us for. */
export const APP_LANGUAGES = [
  'dotenv',
  'env',
  'properties',
  'ini',
  'toml',
  'xml',
  'spring-boot-properties',
  'spring-boot-properties-yaml',
  'java-properties',
  'systemd-unit-file',
  'systemd-conf',
  'shellscript',
  'yaml',
  'dockercompose',
  'helm',
  'ansible',
  'json',
  'jsonc',
  'plaintext',
  'javascript',
  'javascriptreact',
  'typescript',
  'typescriptreact',
  'php',
  'python',
  'ruby',
] as const;

export const APP_FILES: DocumentSelector = APP_LANGUAGES.map((language) => ({ language }));
