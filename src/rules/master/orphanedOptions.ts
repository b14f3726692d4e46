import { readLogicalLines } from '../../parse/postfixLines.ts';
import type { MasterService, PostfixMasterFile } from '../../parse/postfixMaster.ts';
import { readMasterLine } from '../../parse/postfixMaster.ts';
import type { Comment } from '../../parse/types.ts';
import { type Span, span } from '../../text/span.ts';
import { masterCf } from '../support/examples.ts';
import { masterRule, serviceName } from '../support/masterRule.ts';
import { masterManual } from '../support/references.ts';

interface Orphans {
  readonly head: Comment;
  /** The physical lines with options below it. */
  readonly lines: readonly Span[];
}

/** The name of the service that a comment would be without its mark; undefined when it would be none. */
function serviceIn({ text }: Comment): string | undefined {
  const [line] = readLogicalLines(text).lines;
  const { service, problems } = line ? readMasterLine(line) : { service: undefined, problems: [] };
  return service && problems.length === 0 ? serviceName(service) : undefined;
}

function orphansOf({ text, comments, logicalLines }: PostfixMasterFile, service: MasterService): Orphans | undefined {
  const segments = logicalLines.find(({ span: { start } }) => start === service.span.start)?.segments ?? [];
  for (const [index, { source, length }] of segments.entries()) {
    const above = segments[index - 1];
    if (!above || !/^\s+-o/.test(text.slice(source, source + length))) continue;
    const between = comments.filter(({ span: { start } }) => above.source < start && start < source);
    const head = between.find((comment) => serviceIn(comment) !== undefined);
    if (!head) continue;
    return { head, lines: segments.slice(index).map((segment) => span(segment.source, segment.source + segment.length)) };
  }
  return undefined;
}

/** Options whose service is commented out: they belong to the service above. */
export const orphanedOptions = masterRule(
  {
    id: 'master/orphaned-options',
    severity: 'error',
    title: 'Options of a service that is commented out',
    why: 'Postfix skips comments and joins the indented lines below them to the service above. Options left behind by a commented-out head, such as those of "submission", then change that other service, often the one on port 25.',
    bad: masterCf('smtp inet n - n - - smtpd\n#submission inet n - n - - smtpd\n  -o smtpd_tls_security_level=encrypt\n'),
    ok: masterCf('smtp inet n - n - - smtpd\n#submission inet n - n - - smtpd\n#  -o smtpd_tls_security_level=encrypt\n'),
    references: [masterManual],
    fix: 'unsafe',
  },
  function* (master) {
    for (const service of master.services) {
      const { head, lines } = orphansOf(master, service) ?? {};
      const [first] = lines ?? [];
      if (!head || !lines || !first) continue;
      const start = first.start + /^\s*/.exec(master.text.slice(first.start, first.end))![0].length;
      const owner = serviceIn(head)!;
      const textStart = master.text.indexOf(head.text, head.span.start);
      yield {
        at: span(start, first.end),
        message: `this option belongs to "${serviceName(service)}", because "${owner}" above it is commented out. take the "#" off its line, or comment the options out`,
        related: [{ span: head.span, message: `"${owner}" is a comment` }],
        fixes: [
          { title: 'Comment the options out', safety: 'unsafe', edits: lines.map((line) => ({ span: span(line.start, line.start), newText: '#' })) },
          {
            title: `Bring "${owner}" into force`,
            safety: 'unsafe',
            edits: [{ span: span(lineStartOf(master.text, head.span.start), textStart), newText: '' }],
          },
        ],
      };
    }
  },
);

const lineStartOf = (text: string, at: number) => text.lastIndexOf('\n', at - 1) + 1;
