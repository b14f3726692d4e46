import { isImplicitTlsPort } from '../data/ports.ts';
import type { RelaySetting } from '../discover/types.ts';
import { setValue } from '../parse/edit.ts';
import { keyName } from '../rules/support/keyName.ts';
import { placeEdits } from '../rules/support/origin.ts';
import { setParameter } from '../rules/support/postfixEdit.ts';
import { retargetPostfix } from '../rules/support/postfixRetarget.ts';
import { merged, type Retargeting, retarget } from '../rules/support/retarget.ts';
import { renameInTables } from '../rules/support/tableRows.ts';
import type { Fix, RuleContext } from '../rules/types.ts';
import type { Analysis } from '../service/types.ts';
import type { ProvenSettings } from '../smtp/types.ts';

const NOTHING: Retargeting = { edits: [], words: [] };

/**
 * The edits after which a setting says what the test has seen to work, in the file's own keys, all at once and in
 * other files too. None where the file gives no place for a part of it: half of a proof proves nothing.
 */
export function provenFix(analysis: Analysis, setting: RelaySetting, proven: ProvenSettings): Fix | undefined {
  const { settings, folder, project } = analysis;
  const { file } = setting;
  const postfix = file.kind === 'postfix-main' ? folder?.parameters : undefined;
  const context: RuleContext = { file, settings, ...(folder && { folder }), ...(postfix && { postfix }), ...(project && { project }) };
  const parts = [reach(setting, context, proven), host(setting, context, proven), user(setting, proven), helo(setting, context, proven)];
  const changes = parts.filter((part) => part !== undefined);
  if (changes.length < parts.length) return undefined;
  const edits = merged(changes.flatMap((change) => change.edits));
  const elsewhere = changes.flatMap((change) => change.elsewhere ?? []);
  if (edits.length === 0 && elsewhere.length === 0) return undefined;
  const words = changes.flatMap((change) => change.words);
  const title = `Write what the test proved: set ${words.join(' and ')}`;
  return placeEdits({ title, safety: 'unsafe', edits, isPreferred: true, ...(elsewhere.length > 0 && { elsewhere }) }, file);
}

/** Port and protection. */
function reach(setting: RelaySetting, context: RuleContext, { port, mode }: ProvenSettings): Retargeting | undefined {
  if (port === undefined && mode === undefined) return NOTHING;
  const dialled = port ?? setting.port?.value ?? setting.effectivePort;
  const wanted = mode ?? (dialled !== undefined && isImplicitTlsPort(dialled) ? 'implicit-tls' : 'starttls-required');
  if (!context.postfix) {
    // An app that can only take STARTTLS when it is offered still takes it there: the test has seen that it is.
    const modes = wanted === 'starttls-required' ? (['starttls-required', 'starttls-opportunistic'] as const) : [wanted];
    return retarget(setting, { ...(port === undefined ? {} : { port }), modes });
  }
  if (dialled === undefined || wanted === 'none') return undefined;
  return retargetPostfix(setting, context, dialled, wanted === 'implicit-tls');
}

function host(setting: RelaySetting, context: RuleContext, { host: name, port }: ProvenSettings): Retargeting | undefined {
  const { host: written, nextHop } = setting;
  if (name === undefined) return NOTHING;
  if (!written || written.templated || written.entry.inherited) return undefined;
  const edits = [{ span: written.span, newText: name }];
  const words = [`${keyName(written.entry)} to ${name}`];
  if (!context.postfix || nextHop === undefined) return { edits, words };
  // A new port and a new name at once would rename the same row twice.
  if (port !== undefined) return undefined;
  const elsewhere = renameInTables(context, nextHop, nextHop.replace(written.value, name));
  return { edits, words: [...words, ...elsewhere.map(({ path }) => `its key in ${path}`)], ...(elsewhere.length > 0 && { elsewhere }) };
}

function user(setting: RelaySetting, { user: name }: ProvenSettings): Retargeting | undefined {
  const written = setting.user;
  if (name === undefined) return NOTHING;
  if (!written || written.templated) return undefined;
  const isWhole = written.span.start === written.entry.valueSpan.start && written.span.end === written.entry.valueSpan.end;
  if (!isWhole) return undefined;
  return { edits: [setValue(setting.file, written.entry, name)], words: [`${keyName(written.entry)} to ${name}`] };
}

function helo({ file, helo: written, host: relay }: RelaySetting, { postfix }: RuleContext, { heloName }: ProvenSettings): Retargeting | undefined {
  if (heloName === undefined) return NOTHING;
  const words = [`${written ? keyName(written.entry) : 'smtp_helo_name'} to ${heloName}`];
  if (postfix) return relay && { edits: [setParameter(file, postfix, 'smtp_helo_name', heloName, relay.entry)], words: [`smtp_helo_name to ${heloName}`] };
  return written && !written.templated ? { edits: [setValue(file, written.entry, heloName)], words } : undefined;
}
