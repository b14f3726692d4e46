import { MASTER_COLUMNS, type MasterService, type PostfixMasterFile } from '../../parse/postfixMaster.ts';
import { span, type TextEdit } from '../../text/span.ts';
import { physicalLines, reindent, rewrite, trimEnd } from './layout.ts';

const INDENT = 2;
/** Where the columns begin in the master.cf that Postfix ships, when those before leave room. */
const COLUMN_STARTS = [0, 10, 16, 24, 32, 40, 48, 56];

/** The edits that bring the services of a master.cf into columns. No argument changes. */
export function formatMaster({ text, services, logicalLines }: PostfixMasterFile): TextEdit[] {
  const byStart = new Map(logicalLines.map((line) => [line.span.start, line]));
  return services.flatMap((service) => {
    const line = byStart.get(service.span.start);
    if (!line || line.nul !== undefined) return [];
    const lines = physicalLines(text, line);
    const columns = formatColumns(text, service, lines[0]!.end);
    // In braces that reach over several lines each blank may be part of a value.
    const isOpen = service.arguments.some(({ span: where }) => text.slice(where.start, where.end).includes('\n'));
    return isOpen ? columns : [...columns, ...reindentAll(text, lines.slice(1)), ...lines.flatMap((own) => trimEnd(text, own))];
  });
}

function reindentAll(text: string, lines: Parameters<typeof reindent>[1]): TextEdit[] {
  return lines.length > 0 ? reindent(text, lines, INDENT) : [];
}

function formatColumns(text: string, { fields }: MasterService, lineEnd: number): TextEdit[] {
  const edits: TextEdit[] = [];
  let column = 0;
  for (const [index, name] of MASTER_COLUMNS.entries()) {
    const field = fields[name];
    if (field.span.end > lineEnd) break;
    const before = MASTER_COLUMNS[index - 1];
    if (before !== undefined) {
      const start = Math.max(column + 1, COLUMN_STARTS[index]!);
      edits.push(...rewrite(text, span(fields[before].span.end, field.span.start), ' '.repeat(start - column)));
      column = start;
    }
    column += field.text.length;
  }
  return edits;
}
