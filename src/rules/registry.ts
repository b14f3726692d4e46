import { mismatchedSecretKind } from './auth/mismatchedSecretKind.ts';
import { mismatchedSecurityOptions } from './auth/mismatchedSecurityOptions.ts';
import { mismatchedUserName } from './auth/mismatchedUserName.ts';
import { missingMapType } from './auth/missingMapType.ts';
import { missingPassword } from './auth/missingPassword.ts';
import { missingPasswordMaps } from './auth/missingPasswordMaps.ts';
import { missingSasl } from './auth/missingSasl.ts';
import { missingUser } from './auth/missingUser.ts';
import { unusedCredentials } from './auth/unusedCredentials.ts';
import { unusedPasswordMaps } from './auth/unusedPasswordMaps.ts';
import { deprecatedParameter } from './postfix/deprecatedParameter.ts';
import { duplicateParameter } from './postfix/duplicateParameter.ts';
import { malformedBoolean } from './postfix/malformedBoolean.ts';
import { malformedMacro } from './postfix/malformedMacro.ts';
import { malformedNumber } from './postfix/malformedNumber.ts';
import { malformedTime } from './postfix/malformedTime.ts';
import { undefinedMacro } from './postfix/undefinedMacro.ts';
import { unknownParameter } from './postfix/unknownParameter.ts';
import { malformedDestination } from './relay/malformedDestination.ts';
import { malformedHost } from './relay/malformedHost.ts';
import { malformedPort } from './relay/malformedPort.ts';
import { mismatchedHost } from './relay/mismatchedHost.ts';
import { missingBrackets } from './relay/missingBrackets.ts';
import { selfRelayhost } from './relay/selfRelayhost.ts';
import { unknownProviderHost } from './relay/unknownProviderHost.ts';
import { unreachablePort25 } from './relay/unreachablePort25.ts';
import { unreachableProviderPort } from './relay/unreachableProviderPort.ts';
import { unusedKey } from './relay/unusedKey.ts';
import { inlineCredentials } from './secrets/inlineCredentials.ts';
import { placeholderCredentials } from './secrets/placeholderCredentials.ts';
import { missingReason } from './suppression/missingReason.ts';
import { unknownRule } from './suppression/unknownRule.ts';
import { byteOrderMark } from './syntax/byteOrderMark.ts';
import { inlineComment } from './syntax/inlineComment.ts';
import { leadingContinuation } from './syntax/leadingContinuation.ts';
import { literalQuotes } from './syntax/literalQuotes.ts';
import { malformedDocument } from './syntax/malformedDocument.ts';
import { missingEquals } from './syntax/missingEquals.ts';
import { missingName } from './syntax/missingName.ts';
import { missingQuote } from './syntax/missingQuote.ts';
import { nonAsciiBlank } from './syntax/nonAsciiBlank.ts';
import { nulByte } from './syntax/nulByte.ts';
import { orphanedContinuation } from './syntax/orphanedContinuation.ts';
import { quotedValue } from './syntax/quotedValue.ts';
import { swallowedSetting } from './syntax/swallowedSetting.ts';
import { trailingBackslash } from './syntax/trailingBackslash.ts';
import { unencodedUrl } from './syntax/unencodedUrl.ts';
import { unquotedHash } from './syntax/unquotedHash.ts';
import { unquotedSpace } from './syntax/unquotedSpace.ts';
import { unreadFile } from './syntax/unreadFile.ts';
import { deprecatedUseTls } from './tls/deprecatedUseTls.ts';
import { duplicateSwitches } from './tls/duplicateSwitches.ts';
import { mismatchedPort465 } from './tls/mismatchedPort465.ts';
import { mismatchedPort587 } from './tls/mismatchedPort587.ts';
import { mismatchedWrappermodeLevel } from './tls/mismatchedWrappermodeLevel.ts';
import { missingCa } from './tls/missingCa.ts';
import { missingEncrypt } from './tls/missingEncrypt.ts';
import { missingTls } from './tls/missingTls.ts';
import { unknownLevel } from './tls/unknownLevel.ts';
import { unknownMode } from './tls/unknownMode.ts';
import { unsafeOpportunistic } from './tls/unsafeOpportunistic.ts';
import { unsafeVerificationOff } from './tls/unsafeVerificationOff.ts';
import type { Rule } from './types.ts';

/** Every rule, sorted by id. One import and one line each, so that two branches rarely collide. */
export const rules: readonly Rule[] = [
  mismatchedSecretKind,
  mismatchedSecurityOptions,
  mismatchedUserName,
  missingMapType,
  missingPassword,
  missingPasswordMaps,
  missingSasl,
  missingUser,
  unusedCredentials,
  unusedPasswordMaps,
  deprecatedParameter,
  duplicateParameter,
  malformedBoolean,
  malformedMacro,
  malformedNumber,
  malformedTime,
  undefinedMacro,
  unknownParameter,
  malformedDestination,
  malformedHost,
  malformedPort,
  mismatchedHost,
  missingBrackets,
  selfRelayhost,
  unknownProviderHost,
  unreachablePort25,
  unreachableProviderPort,
  unusedKey,
  inlineCredentials,
  placeholderCredentials,
  missingReason,
  unknownRule,
  byteOrderMark,
  inlineComment,
  leadingContinuation,
  literalQuotes,
  malformedDocument,
  missingEquals,
  missingName,
  missingQuote,
  nonAsciiBlank,
  nulByte,
  orphanedContinuation,
  quotedValue,
  swallowedSetting,
  trailingBackslash,
  unencodedUrl,
  unquotedHash,
  unquotedSpace,
  unreadFile,
  deprecatedUseTls,
  duplicateSwitches,
  mismatchedPort465,
  mismatchedPort587,
  mismatchedWrappermodeLevel,
  missingCa,
  missingEncrypt,
  missingTls,
  unknownLevel,
  unknownMode,
  unsafeOpportunistic,
  unsafeVerificationOff,
];
