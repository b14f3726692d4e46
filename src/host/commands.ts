/** Command ids as package.json declares them. */
export const COMMANDS = {
  testRelay: 'relayDoctor.testRelay',
  testTlsVersions: 'relayDoctor.testTlsVersions',
  sendTestMessage: 'relayDoctor.sendTestMessage',
  fixAll: 'relayDoctor.fixAll',
  explainRule: 'relayDoctor.explainRule',
  showOutput: 'relayDoctor.showOutput',
  forgetPasswords: 'relayDoctor.forgetPasswords',
  testAllRelays: 'relayDoctor.testAllRelays',
  stopTests: 'relayDoctor.stopTests',
  refreshRelays: 'relayDoctor.refreshRelays',
  clearHistory: 'relayDoctor.clearHistory',
  showReport: 'relayDoctor.showReport',
  copyReport: 'relayDoctor.copyReport',
  compareRuns: 'relayDoctor.compareRuns',
  copyAsSwaks: 'relayDoctor.copyAsSwaks',
  copyAsOpenssl: 'relayDoctor.copyAsOpenssl',
  copyAsNodemailer: 'relayDoctor.copyAsNodemailer',
  explainMailError: 'relayDoctor.explainMailError',
} as const;

/** The report's tab, as the activation event of package.json knows it. */
export const REPORT_VIEW = 'relayDoctor.report';

export type CommandId = (typeof COMMANDS)[keyof typeof COMMANDS];

/** Points at one relay setting of one document; what a lens hands to the test command. */
export interface RelayReference {
  /** The document's address, as text. */
  readonly uri: string;
  /** `RelaySetting.id`. */
  readonly id: string;
  /** Whoever asks shows the run, so the panel stays where it is. */
  readonly isQuiet?: boolean;
}

export function isRelayReference(value: unknown): value is RelayReference {
  const reference = value as Partial<RelayReference> | undefined;
  return typeof reference?.uri === 'string' && typeof reference.id === 'string';
}

/** Points at a server that somebody typed; what a report hands to the test command. */
export interface RelayAddress {
  readonly host: string;
  readonly port: number;
  readonly isQuiet?: boolean;
}

export function isRelayAddress(value: unknown): value is RelayAddress {
  const address = value as Partial<RelayAddress> | undefined;
  return typeof address?.host === 'string' && typeof address.port === 'number';
}
