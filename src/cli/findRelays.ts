import { dirname, join } from 'node:path';
import { placeOfRelay, type RelayPlace, wholeRelays } from '../discover/joinedPlaces.ts';
import type { RelaySetting } from '../discover/types.ts';
import type { Analysis, MailConfigService } from '../service/types.ts';
import { surroundingsOf } from './postfixView.ts';
import { createProjectFiles } from './projectFiles.ts';
import type { SourceReader } from './sources.ts';

/** A setting and the path of the file that it was found in. */
export interface FoundRelay {
  /** The file that its host stands in. */
  readonly file: string;
  /** The file that it was found in. */
  readonly seenFrom: string;
  readonly place: RelayPlace;
  readonly setting: RelaySetting;
  readonly analysis: Analysis;
}

/** Every relay of the files that are read, each once, in their order. */
export async function findRelays(reader: SourceReader, service: MailConfigService): Promise<FoundRelay[]> {
  const projects = createProjectFiles();
  const all: FoundRelay[] = [];
  for await (const source of reader.read()) {
    await service.prepare(source);
    const isPostfix = source.kind.startsWith('postfix-');
    const around = source.isStdin
      ? {}
      : isPostfix
        ? { around: surroundingsOf(source.path, source.kind) }
        : { project: projects.of(source.path, source.operand) };
    const analysis = service.analyze({ ...source, ...around });
    if (analysis) all.push(...wholeRelays(analysis).map((setting) => placed(source.path, setting, analysis)));
  }
  return withoutRepeats(all);
}

function placed(seenFrom: string, setting: RelaySetting, analysis: Analysis): FoundRelay {
  const place = placeOfRelay(setting);
  return { file: place.path === undefined ? seenFrom : join(dirname(seenFrom), place.path), seenFrom, place, setting, analysis };
}

/** A relay that several files have a part in is met in each of them. */
function withoutRepeats(found: readonly FoundRelay[]): FoundRelay[] {
  const keys = new Set<string>();
  return found.filter(({ file, place, setting }) => {
    const { port, security, user, profile } = setting;
    const key = JSON.stringify([file, place.span.start, place.span.end, port?.value ?? null, security.effective, user?.value ?? null, profile]);
    const isNew = !setting.file.parts || !keys.has(key);
    keys.add(key);
    return isNew;
  });
}
