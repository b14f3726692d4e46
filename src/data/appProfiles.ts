import type { AppProfile } from './appProfile.types.ts';
import { BLOCK_PROFILES } from './profiles/blocks.ts';
import { CLIENT_PROFILES } from './profiles/clients.ts';
import { CODE_PROFILES } from './profiles/code.ts';
import { DOTNET_PROFILES } from './profiles/dotnet.ts';
import { FILE_PROFILES } from './profiles/files.ts';
import { FRAMEWORK_PROFILES } from './profiles/frameworks.ts';
import { IMAGE_PROFILES } from './profiles/images.ts';
import { JAVA_PROFILES } from './profiles/java.ts';
import { PLATFORM_PROFILES } from './profiles/platforms.ts';
import { SERVER_PROFILES } from './profiles/servers.ts';
import { TOOL_PROFILES } from './profiles/tools.ts';

export type { AppProfile, KeyRole, TlsMode, TlsRules } from './appProfile.types.ts';

/** Every app whose mail settings we know by name, checked 2026-11. */
export const APP_PROFILES: readonly AppProfile[] = [
  ...FRAMEWORK_PROFILES,
  ...JAVA_PROFILES,
  ...DOTNET_PROFILES,
  ...PLATFORM_PROFILES,
  ...TOOL_PROFILES,
  ...SERVER_PROFILES,
  ...FILE_PROFILES,
  ...IMAGE_PROFILES,
  ...CLIENT_PROFILES,
  ...CODE_PROFILES,
  ...BLOCK_PROFILES,
];

/** A profile by its id; undefined for the ids of settings that were recognised by words alone. */
export function profileById(id: string): AppProfile | undefined {
  return APP_PROFILES.find((profile) => profile.id === id);
}
