import type { PageMessage, ShowMessage } from '../report/page/messages.ts';
import type { PageDocument, PageElement } from './dom.ts';
import { draw } from './draw.ts';

/** The script of the report's page: draws what the editor sends, and tells it which button was pressed. */
interface Page {
  readonly document: PageDocument;
  acquireVsCodeApi(): { postMessage(message: PageMessage): void; setState(state: unknown): void };
  addEventListener(type: 'message', listener: (event: { readonly data: ShowMessage }) => void): void;
}

const page = globalThis as unknown as Page;
const { document } = page;
const editor = page.acquireVsCodeApi();

/** Shows a page in place of the one before; what was open stays open, and the focus stays where it is. */
function show({ page: content, status, focus, mayFocus, state }: ShowMessage): void {
  const root = document.getElementById('page');
  const element = draw(document, content);
  if (!root || element === undefined || typeof element === 'string') return;
  const focused = focus ?? document.activeElement?.id;
  const open = [...root.querySelectorAll('details')].flatMap((one) => (one.open && one.id ? [one.id] : []));
  root.replaceChildren(element);
  for (const id of open) document.getElementById(id)?.setAttribute('open', '');
  if (focused && mayFocus) document.getElementById(focused)?.focus({ preventScroll: true });
  // All of the part that it heads, not only the heading.
  if (focus) document.getElementById(focus)?.closest('header, section')?.scrollIntoView();
  tell(status);
  editor.setState(state);
}

/** A live region speaks when its text changes. */
function tell(status: string): void {
  const region = document.getElementById('status');
  if (region && region.textContent !== status) region.textContent = status;
}

document.addEventListener('click', ({ target }) => {
  const button: PageElement | null = target.closest('[data-action]');
  const action = button?.getAttribute('data-action');
  if (action) editor.postMessage({ type: 'action', action } as PageMessage);
});
page.addEventListener('message', ({ data }) => {
  if (data.type === 'show') show(data);
});
editor.postMessage({ type: 'ready' });
