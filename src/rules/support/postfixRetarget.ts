import type { PostfixMain } from '../../discover/postfixMain.ts';
import type { RelaySetting } from '../../discover/types.ts';
import type { TextEdit } from '../../text/span.ts';
import type { RuleContext } from '../types.ts';
import { clientTls, isMandatory, isYes } from './postfixClient.ts';
import { setParameter } from './postfixEdit.ts';
import { merged, type Retargeting } from './retarget.ts';
import { renameInTables } from './tableRows.ts';

/**
 * Finds the edits after which Postfix dials `port` of the same relay under TLS: from the first byte, or by STARTTLS.
 * The level is raised to "encrypt" where it allows mail without TLS, and the relay's keys in tables change along. Undefined when the relay is not written out.
 */
export function retargetPostfix(setting: RelaySetting, context: RuleContext, port: number, isImplicit: boolean): Retargeting | undefined {
  const { file, host } = setting;
  const main = context.postfix;
  if (!main || !host || host.templated || setting.port?.templated) return undefined;
  const parameters = tlsParameters(main, isImplicit);
  const destination = setting.port?.value === port ? [] : [destinationEdit(setting, port)];
  const edits = [...destination, ...parameters.map(([name, value]) => setParameter(file, main, name, value, host.entry))];
  const words = parameters.map(([name, value]) => `${name} to ${value}`);
  if (destination.length === 0) return { edits: merged(edits), words };
  const newForm = `[${host.value}]:${port}`;
  const elsewhere = renameInTables(context, writtenForm(setting), newForm);
  const keys = elsewhere.map(({ path }) => `its key in ${path}`);
  return { edits: merged(edits), words: [`${[host.entry.key, ...keys].join(', ')} to ${newForm}`, ...words], ...(elsewhere.length > 0 && { elsewhere }) };
}

/** The parameters, with their new values, that make Postfix insist on TLS: from the first byte, or by STARTTLS. */
export function tlsParameters(main: PostfixMain, isImplicit: boolean): (readonly [string, string])[] {
  const tls = clientTls(main);
  const isWeak = !tls || !isMandatory(tls.level);
  const isOther = isYes(main.get('smtp_tls_wrappermode').value) !== isImplicit;
  return [
    ...(isWeak ? [['smtp_tls_security_level', 'encrypt'] as const] : []),
    ...(isOther ? [['smtp_tls_wrappermode', isImplicit ? 'yes' : 'no'] as const] : []),
  ];
}

/** The next hop as the file has it, which is a key in tables. */
function writtenForm({ file, host, port, isBracketed }: RelaySetting): string {
  const name = isBracketed ? `[${host!.value}]` : host!.value;
  return port ? `${name}:${file.text.slice(port.span.start, port.span.end)}` : name;
}

/** Writes the port behind the host, which gets brackets on the way: with a port of submission it is no mail domain. */
function destinationEdit({ file, host, port: written, isBracketed }: RelaySetting, port: number): TextEdit {
  const { span, value } = host!;
  if (!isBracketed) return { span: { start: span.start, end: written?.span.end ?? span.end }, newText: `[${value}]:${port}` };
  if (written) return { span: written.span, newText: String(port) };
  const at = file.text.indexOf(']', span.end) + 1;
  return { span: { start: at, end: at }, newText: `:${port}` };
}

/**
 * A key in the password table has the form of the relay, so it has to change along. A related place that says so;
 * none when no table is read.
 */
export function passwordTableNote(main: PostfixMain): { readonly span: TextEdit['span']; readonly message: string }[] {
  const { entry } = main.get('smtp_sasl_password_maps');
  if (!entry || entry.value.trim() === '') return [];
  return [{ span: entry.keySpan, message: 'the key of the relay in this table has to be written like the relay itself' }];
}
