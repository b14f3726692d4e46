import { stageTitle } from '../report/transcript.ts';
import { OWNER_WORDS } from '../report/verdict.ts';
import { type Explanation, explainError } from '../smtp/explain/explainError.ts';
import { replyText } from '../smtp/reply.ts';
import { type CommandSpec, readArgs } from './args.ts';
import { type CliPorts, EXIT, UsageError } from './ports.ts';
import { type Paint, painter, printable } from './style.ts';

export const explainCommand: CommandSpec = {
  name: 'explain',
  operands: '[TEXT|-]',
  about: 'Explains the error that an app printed when it could not send mail. Connects to nothing.',
  options: { format: { value: 'FORMAT', choices: ['text', 'json'], fallback: 'text', about: 'how to print the explanation (default text)' } },
  notes: [
    'TEXT is what nodemailer, PHPMailer, Symfony, Laravel, smtplib, Django, Jakarta Mail, Go, MailKit, .NET, Rails, curl,\nswaks, msmtp or the mail log said; "-" or nothing reads it from standard input.',
    'Exit codes: 0 explained, 1 nothing known in the text, 2 wrong usage.',
  ],
};

/** `relay-doctor explain`. Returns the exit code. @throws UsageError */
export async function explain(argv: readonly string[], ports: CliPorts): Promise<number> {
  const args = readArgs(explainCommand, argv);
  const { operands } = args;
  const isStdin = operands.length === 0 || (operands.length === 1 && operands[0] === '-');
  if (operands.length === 0 && ports.isInteractive) throw new UsageError('no TEXT given. paste the error in quotes, or give "-" and end the input with Ctrl+D');
  const text = isStdin ? new TextDecoder().decode(await ports.readStdin()) : operands.join(' ');
  const explanation = explainError(text);
  if (args.choice('format') === 'json') ports.out.write(`${JSON.stringify({ version: 1, explanation: explanation ?? null }, null, 2)}\n`);
  else if (explanation) ports.out.write(explanationText(explanation, painter(ports.out, ports.env)));
  else ports.err.write('relay-doctor: nothing in this text is an error of mail that is known here. add the lines around it, down to the first cause\n');
  return explanation ? EXIT.clean : EXIT.found;
}

function explanationText({ app, reply, cause }: Explanation, paint: Paint): string {
  const sure = cause.confidence === 'likely' ? ' (likely)' : '';
  const rows: readonly (readonly [string, readonly string[]])[] = [
    ['Cause', [`${cause.code} at the stage ${stageTitle(cause.stage)}${sure}`]],
    ['Said by', app ? [app] : []],
    ['Evidence', cause.evidence.filter((line) => !reply || line !== `reply: ${replyText(reply)}` || !cause.summary.includes(replyText(reply)))],
    ['Who must act', [OWNER_WORDS[cause.owner]]],
    [cause.nextSteps.length > 1 ? 'Next steps' : 'Next step', cause.nextSteps],
    ['Rule', cause.rule ? [cause.rule] : []],
  ];
  const lines = rows.flatMap(([title, items]) => {
    if (items.length === 0) return [];
    return items.length === 1 ? [`  ${title}: ${items[0]}`] : [`  ${title}:`, ...items.map((item) => `    - ${item}`)];
  });
  return `${[paint('bold', printable(cause.summary)), ...lines.map(printable)].join('\n')}\n`;
}
