import { mismatchedSecurityOptions } from './auth/mismatchedSecurityOptions.ts';
import { missingMapType } from './auth/missingMapType.ts';
import { missingPasswordMaps } from './auth/missingPasswordMaps.ts';
import { missingSasl } from './auth/missingSasl.ts';
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
import { missingBrackets } from './relay/missingBrackets.ts';
import { selfRelayhost } from './relay/selfRelayhost.ts';
import { inlineCredentials } from './secrets/inlineCredentials.ts';
import { missingReason } from './suppression/missingReason.ts';
import { unknownRule } from './suppression/unknownRule.ts';
import { byteOrderMark } from './syntax/byteOrderMark.ts';
import { inlineComment } from './syntax/inlineComment.ts';
import { leadingContinuation } from './syntax/leadingContinuation.ts';
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
import { unreadFile } from './syntax/unreadFile.ts';
import { deprecatedUseTls } from './tls/deprecatedUseTls.ts';
import { mismatchedWrappermodeLevel } from './tls/mismatchedWrappermodeLevel.ts';
import { missingCa } from './tls/missingCa.ts';
import { missingEncrypt } from './tls/missingEncrypt.ts';
import { unknownLevel } from './tls/unknownLevel.ts';
import type { Rule } from './types.ts';

/** Every rule, sorted by id. One import and one line each, so that two branches rarely collide. */
export const rules: readonly Rule[] = [
  mismatchedSecurityOptions,
  missingMapType,
  missingPasswordMaps,
  missingSasl,
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
  missingBrackets,
  selfRelayhost,
  inlineCredentials,
  missingReason,
  unknownRule,
  byteOrderMark,
  inlineComment,
  leadingContinuation,
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
  unreadFile,
  deprecatedUseTls,
  mismatchedWrappermodeLevel,
  missingCa,
  missingEncrypt,
  unknownLevel,
];
