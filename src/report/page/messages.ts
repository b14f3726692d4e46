import type { PageNode } from './node.ts';

/** What a person can do in the report, and what the button says. */
export const ACTIONS = {
  test: 'Test Again',
  stop: 'Stop',
  'apply-fix': 'Apply Proven Fix',
  'open-setting': 'Open Setting',
  copy: 'Copy Report',
  compare: 'Compare with Last Run',
  'explain-rule': 'Explain Rule',
  'explain-again': 'Explain Another…',
} as const;

export type ActionName = keyof typeof ACTIONS;

/** From the page to the editor: that it is there, or which button was pressed. It carries nothing else. */
export type PageMessage = { readonly type: 'ready' } | { readonly type: 'action'; readonly action: ActionName };

/** From the editor to the page: what to show. */
export interface ShowMessage {
  readonly type: 'show';
  readonly page: PageNode;
  /** What those who can't see the page are told about the change. */
  readonly status: string;
  /** The id of the element to go to. */
  readonly focus?: string;
  /** Whether the person is in the tab: the focus is not taken from where they type. */
  readonly mayFocus?: boolean;
  /** What the page keeps over a reload of the window: of which relay it tells. */
  readonly state: PageState;
}

/** What is left of a report over a reload of the window. */
export interface PageState {
  /** `RecordedRelay.key`; absent when it tells of none. */
  readonly key?: string;
}

/** Reads a message of the page; undefined for anything else. Never throws. */
export function readPageMessage(value: unknown): PageMessage | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const { type, action } = value as Record<string, unknown>;
  if (type === 'ready') return { type };
  return type === 'action' && typeof action === 'string' && Object.hasOwn(ACTIONS, action) ? { type, action: action as ActionName } : undefined;
}

/** Reads what a page kept. Never throws. */
export function readPageState(value: unknown): PageState {
  const key = typeof value === 'object' && value !== null ? (value as Record<string, unknown>).key : undefined;
  return typeof key === 'string' ? { key } : {};
}
