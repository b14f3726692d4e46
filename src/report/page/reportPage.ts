import { SECURITY_MODE_WORDS } from '../../data/securityModes.ts';
import { type ChecklistStep, checklistOf, STATE_WORDS } from '../checklist.ts';
import type { Change } from '../compare.ts';
import type { RecordedRelay, RunRecord } from '../runRecord.ts';
import { stageTitle } from '../transcript.ts';
import { causePart } from './causePart.ts';
import { factParts } from './facts.ts';
import type { LiveRun } from './live.ts';
import { ACTIONS, type ActionName } from './messages.ts';
import { h, list, type PageChild, type PageNode, part, terms } from './node.ts';
import { timelinePart } from './timeline.ts';

/** Two runs of a relay beside each other. */
export interface Comparison {
  /** When the earlier one ran, ISO 8601. */
  readonly since: string;
  /** The earlier one is the last that went well, rather than just the one before. */
  readonly isSinceGood: boolean;
  readonly changes: readonly Change[];
}

/** What the report tells. Without a run it says how to get one. */
export interface ReportView {
  readonly record?: RunRecord;
  readonly running?: LiveRun;
  /** Something that has just happened and is nowhere else to be seen. */
  readonly notice?: string;
  /** Present when the person asked to compare; empty when there is nothing to compare with. */
  readonly comparisons?: readonly Comparison[];
  /** The name of the provider whose words led to the cause. */
  readonly provider?: string;
  /** What "Apply Proven Fix" would do; absent when it can do nothing. */
  readonly fixTitle?: string;
  /** What can be done here, besides. */
  readonly actions: readonly ActionName[];
}

/** The report of a run as a page: the same facts as the Markdown report, with buttons. */
export function reportPage(view: ReportView): PageNode {
  const { record, running } = view;
  if (running) return h('div', { class: 'report' }, ...runningParts(running));
  if (!record) return h('div', { class: 'report' }, ...emptyParts(view));
  const { cause, ok, summary } = record.verdict;
  return h(
    'div',
    { class: 'report' },
    h(
      'header',
      { class: `verdict ${ok ? 'ok' : 'failed'}` },
      h('p', { class: 'state' }, mark(ok ? 'ok' : 'failed'), ok ? 'Passed' : `Failed${cause?.confidence === 'likely' ? ', likely cause' : ''}`),
      h('h1', { id: 'headline', tabindex: '-1' }, summary),
      view.notice !== undefined && h('p', { class: 'notice' }, view.notice),
      buttons(view),
      aboutTerms(record),
    ),
    view.comparisons && comparePart(view.comparisons),
    cause && causePart(cause, view.provider),
    checklistPart(record),
    timelinePart(record.stages),
    ...factParts(record),
  );
}

/** What those who can't see the page are told when it changes. */
export function reportStatus({ record, running, notice }: ReportView): string {
  if (running) {
    const now = running.stages.find(({ state }) => state === 'running');
    return `Testing ${relayName(running.relay)}${now ? `: ${stageTitle(now.stage)}` : ''}`;
  }
  if (notice !== undefined) return notice;
  return record ? `Test ${record.verdict.ok ? 'passed' : 'failed'}: ${record.verdict.summary}` : 'No test has run yet';
}

/** `host:port`, an IPv6 address in brackets. */
export function relayName({ host, port }: Pick<RecordedRelay, 'host' | 'port'>): string {
  return `${host.includes(':') ? `[${host}]` : host}:${port}`;
}

function runningParts({ relay, stages }: LiveRun): PageNode[] {
  return [
    h(
      'header',
      { class: 'verdict running' },
      h('p', { class: 'state' }, mark('running'), 'Running'),
      h('h1', { id: 'headline', tabindex: '-1' }, `Testing ${relayName(relay)}`),
      h('div', { class: 'actions' }, button('stop', ACTIONS.stop, false)),
      terms([['Relay', relayWords(relay)]]),
    ),
    timelinePart(stages),
  ];
}

function emptyParts(view: ReportView): PageNode[] {
  return [
    h(
      'header',
      { class: 'verdict' },
      h('h1', { id: 'headline', tabindex: '-1' }, 'No test has run yet'),
      view.notice !== undefined && h('p', { class: 'notice' }, view.notice),
      h(
        'p',
        {},
        'A relay test connects to the mail server, negotiates TLS, signs in once and asks whether it takes your sender and recipient. No message is sent.',
      ),
      h('p', {}, 'Its report shows here: the one cause, what to do about it, and what the server said.'),
      h(
        'div',
        { class: 'actions' },
        ...view.actions.map((action) => button(action, action === 'test' ? 'Test SMTP Relay' : ACTIONS[action], action === 'test')),
      ),
    ),
  ];
}

/** The most telling step first: what the test has proved, else trying again. */
function buttons({ actions, fixTitle }: ReportView): PageNode {
  const first = fixTitle === undefined ? 'test' : 'apply-fix';
  return h(
    'div',
    { class: 'actions', role: 'group', 'aria-label': 'Actions' },
    fixTitle !== undefined && button('apply-fix', fixTitle, true),
    ...actions.map((action) => button(action, ACTIONS[action], action === first)),
  );
}

function button(action: ActionName, title: string, isFirst: boolean): PageNode {
  return h('button', { type: 'button', id: `do-${action}`, 'data-action': action, class: isFirst ? 'primary' : 'secondary' }, title);
}

function aboutTerms({ relay, place, startedAt }: RunRecord): PageNode {
  const { file, line, mailFrom, rcptTo, heloName, user } = relay;
  return terms([
    ['Relay', relayWords(relay)],
    ['Setting', file !== undefined && h('code', {}, line === undefined ? file : `${file}:${line}`)],
    ['Sign-in', user === undefined ? 'none' : h('span', {}, 'as ', h('code', {}, user))],
    ['Envelope', h('span', {}, h('code', {}, `<${mailFrom}>`), ' to ', h('code', {}, `<${rcptTo}>`), ', HELO ', h('code', {}, heloName))],
    ['Tested from', place.label],
    ['Tested at', when(startedAt)],
  ]);
}

function relayWords({ host, port, security, verifyCertificate }: RecordedRelay): PageNode {
  const checked = verifyCertificate ? '' : ', certificates not checked';
  return h('span', {}, h('code', {}, relayName({ host, port })), `, ${SECURITY_MODE_WORDS[security]}${checked}`);
}

function when(time: string): PageNode {
  return h('time', { datetime: time }, `${time.slice(0, 10)} ${time.slice(11, 19)} UTC`);
}

type Mark = ChecklistStep['state'] | 'running';

/** The state stands beside it in words. */
function mark(state: Mark): PageNode {
  const signs: Readonly<Record<Mark, string>> = { ok: '✓', warning: '!', failed: '✕', 'not-tested': '–', 'not-asked': '–', running: '' };
  return h('span', { class: `mark ${state}`, 'aria-hidden': 'true' }, signs[state]);
}

function checklistPart(record: RunRecord): PageNode {
  const steps = checklistOf(record).map(({ id, title, state, text, details }) =>
    h(
      'li',
      { class: `step ${state}` },
      mark(state),
      h(
        'div',
        {},
        h('h3', {}, title, ' ', h('span', { class: 'word' }, STATE_WORDS[state])),
        h('p', {}, text),
        details.length > 0 &&
          h('details', { id: `step-${id}` }, h('summary', { id: `step-${id}-summary`, 'aria-label': `Details of ${title}` }, 'Details'), list(details)),
      ),
    ),
  );
  return part('checklist', 'Checklist', h('ol', { class: 'steps' }, ...steps));
}

function comparePart(comparisons: readonly Comparison[]): PageNode {
  const parts = comparisons.flatMap(({ since, isSinceGood, changes }): PageChild[] => [
    h('h3', {}, isSinceGood ? 'Since it last worked, ' : 'Since the run before, ', when(since)),
    changes.length > 0 ? list(changes.map(({ text }) => text)) : h('p', {}, 'Nothing has changed that a test can see.'),
  ]);
  return part('compare', 'What has changed', ...(parts.length > 0 ? parts : [h('p', {}, 'There is no earlier run of this relay to compare with.')]));
}
