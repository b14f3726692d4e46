/** Text as inline code, whatever it holds: line ends become blanks, and the fence is longer than any run of backticks inside. */
export function code(text: string): string {
  const flat = text.replaceAll(/\s+/g, ' ');
  const longest = Math.max(0, ...[...flat.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = '`'.repeat(longest + 1);
  const pad = longest > 0 || /^ | $/.test(flat) ? ' ' : '';
  return `${fence}${pad}${flat}${pad}${fence}`;
}

/** Text as plain words: nothing in it is read as Markdown or HTML, at the start of a line neither. */
export function plain(text: string): string {
  return text
    .replaceAll(/\s+/g, ' ')
    .replaceAll(/[\\`*_{}[\]()#+!|<>~&]/g, '\\$&')
    .replace(/^( ?\d{1,9})\.(?= |$)/, '$1\\.')
    .replace(/^( ?)([-=])/, '$1\\$2');
}

/** Lines as they are, in a block of code that nothing inside can end. */
export function codeBlock(lines: readonly string[], language = ''): string {
  const longest = Math.max(2, ...lines.flatMap((line) => [...line.matchAll(/`+/g)].map(([run]) => run.length)));
  const fence = '`'.repeat(longest + 1);
  return [`${fence}${language}`, ...lines.map((line) => line.replaceAll(/[\r\n\u2028\u2029]+/g, ' ')), fence].join('\n');
}

/** A table cell: its own bars don't end it. */
export function cell(text: string): string {
  return text.replaceAll('|', '\\|');
}
