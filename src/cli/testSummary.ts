import { cell, code, plain } from '../text/markdown.ts';
import type { Outcome } from './sideBySide.ts';
import { count, type Paint, printable, type Style } from './style.ts';
import type { TestOutput } from './testOutput.ts';

/** What the summary calls the outcomes: the words of `lint`, so that one problem matcher reads both. */
const WORDS: Readonly<Record<Outcome['state'], readonly [string, Style]>> = {
  passed: ['ok', 'green'],
  failed: ['error', 'red'],
  'not-tested': ['warning', 'yellow'],
};

/** A trial that could not run, in its place among the others. */
export function printNotTested({ trial, summary }: Outcome, { out, format, paint }: TestOutput): void {
  const { places } = trial;
  const [relay] = places;
  if (format === 'ndjson') out.write(`${JSON.stringify({ type: 'not-tested', file: relay.file, line: relay.line, reason: summary, relay, places })}\n`);
  if (format === 'text' && summary !== 'interrupted')
    out.write(`${paint('bold', printable(`${relay.file}:${relay.line}`))}\n${paint('yellow', `NOT TESTED: ${printable(summary)}`)}\n`);
}

/** How many ended in which way, trials and not places. */
export interface Tally {
  readonly relays: number;
  readonly places: number;
  readonly passed: number;
  readonly failed: number;
  readonly notTested: number;
  readonly switchedOff: number;
}

export function tallyOf(outcomes: readonly Outcome[], switchedOff: number): Tally {
  const of = (state: Outcome['state']) => outcomes.filter((outcome) => outcome.state === state).length;
  const places = outcomes.reduce((sum, { trial }) => sum + trial.places.length, 0);
  return { relays: outcomes.length, places, passed: of('passed'), failed: of('failed'), notTested: of('not-tested'), switchedOff };
}

/** One line for each place, in the form of `lint`, and the totals. */
export function summaryText(outcomes: readonly Outcome[], tally: Tally, paint: Paint): string {
  const lines = outcomes.flatMap((outcome) => {
    const [word, style] = WORDS[outcome.state];
    return outcome.trial.places.map(
      ({ file, line }) => `${paint('bold', printable(`${file}:${line}`))}  ${paint(style, word)}  ${printable(messageOf(outcome))}${tail(outcome, paint)}\n`,
    );
  });
  return `${lines.join('')}\n${tallyText(tally)}\n`;
}

function messageOf({ state, summary }: Outcome): string {
  return state === 'not-tested' ? `not tested: ${summary}` : summary;
}

function tail({ state, code: cause }: Outcome, paint: Paint): string {
  const id = state === 'not-tested' ? 'not-tested' : cause;
  return id === undefined ? '' : `  ${paint('dim', id)}`;
}

function tallyText({ relays, places, passed, failed, notTested, switchedOff }: Tally): string {
  const parts = [`${passed} passed`, ...(failed > 0 ? [`${failed} failed`] : []), ...(notTested > 0 ? [`${notTested} not tested`] : [])];
  const total = places === relays ? count(relays, 'relay') : `${count(relays, 'relay')} at ${count(places, 'place')}`;
  return `${total}: ${parts.join(', ')}${switchedOff > 0 ? `; ${switchedOff} switched off, left out` : ''}`;
}

/** The last line of ndjson. */
export function summaryJson(tally: Tally): string {
  return `${JSON.stringify({ type: 'summary', ...tally })}\n`;
}

/** The beginning of a report on several relays. */
export function summaryMarkdown(outcomes: readonly Outcome[], tally: Tally): string {
  const rows = outcomes.flatMap((outcome) =>
    outcome.trial.places.map(({ file, line }) => {
      const cause = outcome.code === undefined ? '' : code(outcome.code);
      const state = outcome.state === 'failed' ? '**failed**' : outcome.state === 'passed' ? 'passed' : 'not tested';
      return `| ${cell(code(`${file}:${line}`))} | ${state} | ${cause} | ${plain(outcome.summary)} |`;
    }),
  );
  return [`# SMTP tests: ${plain(tallyText(tally))}`, '', '| Setting | Result | Cause | |', '| --- | --- | --- | --- |', ...rows, ''].join('\n');
}
