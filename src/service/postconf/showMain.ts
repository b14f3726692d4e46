import { expandShown, type Session, settingOf } from './session.ts';

const LINE_LIMIT = 80;
const INDENT = '    ';

/** Prints one line with its blanks drawn together, folded before 80 columns where asked for (postconf_print.c). */
export function printLine({ output, mode }: Session, text: string): void {
  let result = '';
  let column = 0;
  for (const word of text.split(/[ \t\r\n]+/)) {
    if (word === '') continue;
    if (column > 0) {
      const fits = !mode.isFolded || column + word.length < LINE_LIMIT;
      result += fits ? ' ' : `\n${INDENT}`;
      column = fits ? column + 1 : INDENT.length;
    }
    result += word;
    column += word.length;
  }
  output.write(`${result}\n`);
}

/** Prints the parameters asked for, or all of the wanted classes by name (postconf_main.c). */
export function showMain(session: Session): void {
  const { mode, parameters, output } = session;
  for (const name of mode.names) {
    if (parameters.has(name)) showParameter(session, name);
    else output.warn(`${name}: unknown parameter`);
  }
  if (mode.names.length > 0) return;
  for (const name of [...parameters.keys()].sort()) {
    const { parameterClass } = parameters.get(name)!;
    if (parameterClass && mode.classes.has(parameterClass)) showParameter(session, name);
  }
}

function showParameter(session: Session, name: string): void {
  const { mode, main } = session;
  const value = mode.isExplicitOnly ? main.get(name) : settingOf(session, name, { isDefaults: mode.isDefaults });
  if (value === undefined) return;
  if (mode.hidesValues) {
    printLine(session, name);
    return;
  }
  const isRaw = session.parameters.get(name)?.isRaw === true;
  const shown = mode.isExpanded && !isRaw ? expandShown(session, value, { isDefaults: mode.isDefaults }) : value;
  printLine(session, mode.hidesNames ? shown : `${name} = ${shown}`);
}
