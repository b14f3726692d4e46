import { deprecatedRestriction } from './access/deprecatedRestriction.ts';
import { malformedPolicyService } from './access/malformedPolicyService.ts';
import { mismatchedBareTable } from './access/mismatchedBareTable.ts';
import { mismatchedDelayReject } from './access/mismatchedDelayReject.ts';
import { mismatchedPermission } from './access/mismatchedPermission.ts';
import { mismatchedPipeliningCheck } from './access/mismatchedPipeliningCheck.ts';
import { mismatchedVerification } from './access/mismatchedVerification.ts';
import { missingArgument } from './access/missingArgument.ts';
import { missingLoginMaps } from './access/missingLoginMaps.ts';
import { missingRelayGuard } from './access/missingRelayGuard.ts';
import { missingRelayRestrictions } from './access/missingRelayRestrictions.ts';
import { unknownRestriction } from './access/unknownRestriction.ts';
import { unreachableDnsbl } from './access/unreachableDnsbl.ts';
import { unreachableRestriction } from './access/unreachableRestriction.ts';
import { unsafeBareNewline } from './access/unsafeBareNewline.ts';
import { unsafeDnsblReply } from './access/unsafeDnsblReply.ts';
import { unsafeNetworksStyle } from './access/unsafeNetworksStyle.ts';
import { unsafeOpenNetworks } from './access/unsafeOpenNetworks.ts';
import { unsafePermitBeforeGuard } from './access/unsafePermitBeforeGuard.ts';
import { unsafeWarnIfReject } from './access/unsafeWarnIfReject.ts';
import { unsafeWideNetworks } from './access/unsafeWideNetworks.ts';
import { unusedHeloRestrictions } from './access/unusedHeloRestrictions.ts';
import { unusedNetworksStyle } from './access/unusedNetworksStyle.ts';
import { unusedSaslCheck } from './access/unusedSaslCheck.ts';
import { deprecatedPasswordSignIn } from './auth/deprecatedPasswordSignIn.ts';
import { duplicatePassword } from './auth/duplicatePassword.ts';
import { malformedPasswordEntry } from './auth/malformedPasswordEntry.ts';
import { mismatchedAppPassword } from './auth/mismatchedAppPassword.ts';
import { mismatchedCramSecret } from './auth/mismatchedCramSecret.ts';
import { mismatchedMechanismFilter } from './auth/mismatchedMechanismFilter.ts';
import { mismatchedPasswordKey } from './auth/mismatchedPasswordKey.ts';
import { mismatchedProviderKey } from './auth/mismatchedProviderKey.ts';
import { mismatchedSecretKind } from './auth/mismatchedSecretKind.ts';
import { mismatchedSecurityOptions } from './auth/mismatchedSecurityOptions.ts';
import { mismatchedTokenPair } from './auth/mismatchedTokenPair.ts';
import { mismatchedUserName } from './auth/mismatchedUserName.ts';
import { missingAuthEntry } from './auth/missingAuthEntry.ts';
import { missingMapType } from './auth/missingMapType.ts';
import { missingPassword } from './auth/missingPassword.ts';
import { missingPasswordMaps } from './auth/missingPasswordMaps.ts';
import { missingSasl } from './auth/missingSasl.ts';
import { missingSenderAuthentication } from './auth/missingSenderAuthentication.ts';
import { missingUser } from './auth/missingUser.ts';
import { unknownSaslType } from './auth/unknownSaslType.ts';
import { unknownSecurityOption } from './auth/unknownSecurityOption.ts';
import { unsafeAnonymous } from './auth/unsafeAnonymous.ts';
import { unsafeDefaultUser } from './auth/unsafeDefaultUser.ts';
import { unusedCredentials } from './auth/unusedCredentials.ts';
import { unusedPassword } from './auth/unusedPassword.ts';
import { unusedPasswordKey } from './auth/unusedPasswordKey.ts';
import { unusedPasswordMaps } from './auth/unusedPasswordMaps.ts';
import { unusedSignIn } from './auth/unusedSignIn.ts';
import { mismatchedTableType } from './filter/mismatchedTableType.ts';
import { missingLoopGuard } from './filter/missingLoopGuard.ts';
import { missingOverrideOptions } from './filter/missingOverrideOptions.ts';
import { missingTimeLimit } from './filter/missingTimeLimit.ts';
import { unknownAction } from './filter/unknownAction.ts';
import { duplicateDomain } from './identity/duplicateDomain.ts';
import { duplicateOrigin } from './identity/duplicateOrigin.ts';
import { malformedHostName } from './identity/malformedHostName.ts';
import { malformedSender } from './identity/malformedSender.ts';
import { mismatchedHelo } from './identity/mismatchedHelo.ts';
import { mismatchedOwnName } from './identity/mismatchedOwnName.ts';
import { mismatchedProtocols } from './identity/mismatchedProtocols.ts';
import { mismatchedSender } from './identity/mismatchedSender.ts';
import { mismatchedSenderPart } from './identity/mismatchedSenderPart.ts';
import { missingHostDomain } from './identity/missingHostDomain.ts';
import { missingMailboxMaps } from './identity/missingMailboxMaps.ts';
import { missingMailboxOwner } from './identity/missingMailboxOwner.ts';
import { missingOriginDomain } from './identity/missingOriginDomain.ts';
import { missingOwnName } from './identity/missingOwnName.ts';
import { missingRecipientMaps } from './identity/missingRecipientMaps.ts';
import { missingSender } from './identity/missingSender.ts';
import { unsafeInterfaces } from './identity/unsafeInterfaces.ts';
import { unsupportedDelimiter } from './identity/unsupportedDelimiter.ts';
import { duplicateOption } from './master/duplicateOption.ts';
import { duplicateService } from './master/duplicateService.ts';
import { malformedBraces } from './master/malformedBraces.ts';
import { malformedByteOrderMark } from './master/malformedByteOrderMark.ts';
import { malformedColumnNumber } from './master/malformedColumnNumber.ts';
import { malformedComment } from './master/malformedComment.ts';
import { malformedFlag } from './master/malformedFlag.ts';
import { malformedList } from './master/malformedList.ts';
import { malformedOption } from './master/malformedOption.ts';
import { malformedPipe } from './master/malformedPipe.ts';
import { malformedQuotes } from './master/malformedQuotes.ts';
import { mismatchedChroot } from './master/mismatchedChroot.ts';
import { mismatchedPostscreen } from './master/mismatchedPostscreen.ts';
import { mismatchedPrivate } from './master/mismatchedPrivate.ts';
import { mismatchedPrivilege } from './master/mismatchedPrivilege.ts';
import { mismatchedProcessLimit } from './master/mismatchedProcessLimit.ts';
import { missingColumn } from './master/missingColumn.ts';
import { missingOptionValue } from './master/missingOptionValue.ts';
import { missingService } from './master/missingService.ts';
import { missingSyslogName } from './master/missingSyslogName.ts';
import { orphanedOptions } from './master/orphanedOptions.ts';
import { unknownCommand } from './master/unknownCommand.ts';
import { unknownOption } from './master/unknownOption.ts';
import { unknownPort } from './master/unknownPort.ts';
import { unknownType } from './master/unknownType.ts';
import { unsafeServiceName } from './master/unsafeServiceName.ts';
import { unsafeVerbose } from './master/unsafeVerbose.ts';
import { unusedIndentedLine } from './master/unusedIndentedLine.ts';
import { deprecatedProtocol } from './milter/deprecatedProtocol.ts';
import { malformedEndpoint } from './milter/malformedEndpoint.ts';
import { mismatchedSocketPath } from './milter/mismatchedSocketPath.ts';
import { missingLocalMilter } from './milter/missingLocalMilter.ts';
import { unknownDefaultAction } from './milter/unknownDefaultAction.ts';
import { deprecatedParameter } from './postfix/deprecatedParameter.ts';
import { deprecatedParentheses } from './postfix/deprecatedParentheses.ts';
import { duplicateDefault } from './postfix/duplicateDefault.ts';
import { duplicateParameter } from './postfix/duplicateParameter.ts';
import { malformedBoolean } from './postfix/malformedBoolean.ts';
import { malformedCompatibilityLevel } from './postfix/malformedCompatibilityLevel.ts';
import { malformedMacro } from './postfix/malformedMacro.ts';
import { malformedNetwork } from './postfix/malformedNetwork.ts';
import { malformedNumber } from './postfix/malformedNumber.ts';
import { malformedTime } from './postfix/malformedTime.ts';
import { mismatchedBranches } from './postfix/mismatchedBranches.ts';
import { mismatchedLogFile } from './postfix/mismatchedLogFile.ts';
import { missingAddressBrackets } from './postfix/missingAddressBrackets.ts';
import { missingCertificateFile } from './postfix/missingCertificateFile.ts';
import { missingCompatibilityLevel } from './postfix/missingCompatibilityLevel.ts';
import { missingRestrictionClass } from './postfix/missingRestrictionClass.ts';
import { missingTableFile } from './postfix/missingTableFile.ts';
import { missingTableType } from './postfix/missingTableType.ts';
import { missingTimeUnit } from './postfix/missingTimeUnit.ts';
import { missingValue } from './postfix/missingValue.ts';
import { readOnlyParameter } from './postfix/readOnlyParameter.ts';
import { removedParameter } from './postfix/removedParameter.ts';
import { staleTableIndex } from './postfix/staleTableIndex.ts';
import { undefinedMacro } from './postfix/undefinedMacro.ts';
import { unknownDatabaseKey } from './postfix/unknownDatabaseKey.ts';
import { unknownParameter } from './postfix/unknownParameter.ts';
import { unknownService } from './postfix/unknownService.ts';
import { unknownTableType } from './postfix/unknownTableType.ts';
import { unknownWord } from './postfix/unknownWord.ts';
import { unsafeDatabaseQuery } from './postfix/unsafeDatabaseQuery.ts';
import { unsafeFileMode } from './postfix/unsafeFileMode.ts';
import { unsafeUser } from './postfix/unsafeUser.ts';
import { unsupportedMacro } from './postfix/unsupportedMacro.ts';
import { unsupportedParameter } from './postfix/unsupportedParameter.ts';
import { mismatchedBackoff } from './queue/mismatchedBackoff.ts';
import { mismatchedConcurrency } from './queue/mismatchedConcurrency.ts';
import { mismatchedFreeSpace } from './queue/mismatchedFreeSpace.ts';
import { mismatchedLifetimes } from './queue/mismatchedLifetimes.ts';
import { mismatchedMailboxSize } from './queue/mismatchedMailboxSize.ts';
import { mismatchedMessageSize } from './queue/mismatchedMessageSize.ts';
import { mismatchedRateDelay } from './queue/mismatchedRateDelay.ts';
import { mismatchedRecipientLimit } from './queue/mismatchedRecipientLimit.ts';
import { missingBackPressure } from './queue/missingBackPressure.ts';
import { unsafeDebugging } from './queue/unsafeDebugging.ts';
import { unsafeLifetime } from './queue/unsafeLifetime.ts';
import { unsafeNotices } from './queue/unsafeNotices.ts';
import { unsafeSoftBounce } from './queue/unsafeSoftBounce.ts';
import { deprecatedHost } from './relay/deprecatedHost.ts';
import { deprecatedKey } from './relay/deprecatedKey.ts';
import { duplicateAssignment } from './relay/duplicateAssignment.ts';
import { duplicateFallback } from './relay/duplicateFallback.ts';
import { duplicatePort } from './relay/duplicatePort.ts';
import { duplicateServer } from './relay/duplicateServer.ts';
import { malformedDestination } from './relay/malformedDestination.ts';
import { malformedHost } from './relay/malformedHost.ts';
import { malformedPort } from './relay/malformedPort.ts';
import { malformedSenderKey } from './relay/malformedSenderKey.ts';
import { malformedTransport } from './relay/malformedTransport.ts';
import { mismatchedCatcher } from './relay/mismatchedCatcher.ts';
import { mismatchedDomainKey } from './relay/mismatchedDomainKey.ts';
import { mismatchedHost } from './relay/mismatchedHost.ts';
import { mismatchedKeyCase } from './relay/mismatchedKeyCase.ts';
import { mismatchedKeySeparator } from './relay/mismatchedKeySeparator.ts';
import { mismatchedRegion } from './relay/mismatchedRegion.ts';
import { mismatchedTestRelay } from './relay/mismatchedTestRelay.ts';
import { missingBrackets } from './relay/missingBrackets.ts';
import { missingPort } from './relay/missingPort.ts';
import { missingSwitch } from './relay/missingSwitch.ts';
import { missingTimeout } from './relay/missingTimeout.ts';
import { missingUrlPort } from './relay/missingUrlPort.ts';
import { selfRelayhost } from './relay/selfRelayhost.ts';
import { unknownKey } from './relay/unknownKey.ts';
import { unknownProviderHost } from './relay/unknownProviderHost.ts';
import { unknownTransport } from './relay/unknownTransport.ts';
import { unreachableLocalhost } from './relay/unreachableLocalhost.ts';
import { unreachableLocalName } from './relay/unreachableLocalName.ts';
import { unreachablePlatformPort } from './relay/unreachablePlatformPort.ts';
import { unreachablePort25 } from './relay/unreachablePort25.ts';
import { unreachableProviderPort } from './relay/unreachableProviderPort.ts';
import { unsupportedRelayhostList } from './relay/unsupportedRelayhostList.ts';
import { unusedKey } from './relay/unusedKey.ts';
import { unusedParameter } from './relay/unusedParameter.ts';
import { unusedPrefix } from './relay/unusedPrefix.ts';
import { unusedProductionRelay } from './relay/unusedProductionRelay.ts';
import { unusedRelayhost } from './relay/unusedRelayhost.ts';
import { inlineCredentials } from './secrets/inlineCredentials.ts';
import { maskedPassword } from './secrets/maskedPassword.ts';
import { placeholderCredentials } from './secrets/placeholderCredentials.ts';
import { unsafeConfigMap } from './secrets/unsafeConfigMap.ts';
import { unsafePermissions } from './secrets/unsafePermissions.ts';
import { unsafeTrackedFile } from './secrets/unsafeTrackedFile.ts';
import { mismatchedBanner } from './server/mismatchedBanner.ts';
import { mismatchedClientCertificates } from './server/mismatchedClientCertificates.ts';
import { mismatchedMandatoryTls } from './server/mismatchedMandatoryTls.ts';
import { mismatchedTlsLevel } from './server/mismatchedTlsLevel.ts';
import { mismatchedWrappermode } from './server/mismatchedWrappermode.ts';
import { missingCertificate } from './server/missingCertificate.ts';
import { missingSaslPath } from './server/missingSaslPath.ts';
import { missingSubmissionGuard } from './server/missingSubmissionGuard.ts';
import { missingWrappermode } from './server/missingWrappermode.ts';
import { unreachableSaslPath } from './server/unreachableSaslPath.ts';
import { unsafeAuthOn25 } from './server/unsafeAuthOn25.ts';
import { unsafePlaintextAuth } from './server/unsafePlaintextAuth.ts';
import { unusedCertificateFiles } from './server/unusedCertificateFiles.ts';
import { missingReason } from './suppression/missingReason.ts';
import { unknownRule } from './suppression/unknownRule.ts';
import { blankBeforeEquals } from './syntax/blankBeforeEquals.ts';
import { byteOrderMark } from './syntax/byteOrderMark.ts';
import { carriageReturn } from './syntax/carriageReturn.ts';
import { controlCharacter } from './syntax/controlCharacter.ts';
import { encodedNewline } from './syntax/encodedNewline.ts';
import { inlineComment } from './syntax/inlineComment.ts';
import { leadingContinuation } from './syntax/leadingContinuation.ts';
import { literalQuotes } from './syntax/literalQuotes.ts';
import { malformedDmaFlag } from './syntax/malformedDmaFlag.ts';
import { malformedDocument } from './syntax/malformedDocument.ts';
import { malformedSecretData } from './syntax/malformedSecretData.ts';
import { mismatchedJsonType } from './syntax/mismatchedJsonType.ts';
import { missingEquals } from './syntax/missingEquals.ts';
import { missingName } from './syntax/missingName.ts';
import { missingQuote } from './syntax/missingQuote.ts';
import { nonAsciiBlank } from './syntax/nonAsciiBlank.ts';
import { nulByte } from './syntax/nulByte.ts';
import { orphanedContinuation } from './syntax/orphanedContinuation.ts';
import { quotedValue } from './syntax/quotedValue.ts';
import { strayBlank } from './syntax/strayBlank.ts';
import { swallowedSetting } from './syntax/swallowedSetting.ts';
import { trailingBackslash } from './syntax/trailingBackslash.ts';
import { typographicQuotes } from './syntax/typographicQuotes.ts';
import { unencodedUrl } from './syntax/unencodedUrl.ts';
import { unescapedAmpersand } from './syntax/unescapedAmpersand.ts';
import { unescapedBackslash } from './syntax/unescapedBackslash.ts';
import { unescapedDollar } from './syntax/unescapedDollar.ts';
import { unescapedPercent } from './syntax/unescapedPercent.ts';
import { unknownSection } from './syntax/unknownSection.ts';
import { unquotedBoolean } from './syntax/unquotedBoolean.ts';
import { unquotedHash } from './syntax/unquotedHash.ts';
import { unquotedMark } from './syntax/unquotedMark.ts';
import { unquotedScalar } from './syntax/unquotedScalar.ts';
import { unquotedSpace } from './syntax/unquotedSpace.ts';
import { unreadFile } from './syntax/unreadFile.ts';
import { duplicateKey } from './table/duplicateKey.ts';
import { malformedAlias } from './table/malformedAlias.ts';
import { malformedEncoding } from './table/malformedEncoding.ts';
import { malformedEquals } from './table/malformedEquals.ts';
import { malformedExpression } from './table/malformedExpression.ts';
import { malformedFirstKey } from './table/malformedFirstKey.ts';
import { malformedKey } from './table/malformedKey.ts';
import { malformedPattern } from './table/malformedPattern.ts';
import { malformedQuotedKey } from './table/malformedQuotedKey.ts';
import { malformedRemark } from './table/malformedRemark.ts';
import { malformedReplacement } from './table/malformedReplacement.ts';
import { malformedRoute } from './table/malformedRoute.ts';
import { mismatchedCaseFlag } from './table/mismatchedCaseFlag.ts';
import { mismatchedEndif } from './table/mismatchedEndif.ts';
import { mismatchedKey } from './table/mismatchedKey.ts';
import { mismatchedPrefix } from './table/mismatchedPrefix.ts';
import { missingEntryValue } from './table/missingEntryValue.ts';
import { missingPostmaster } from './table/missingPostmaster.ts';
import { missingResult } from './table/missingResult.ts';
import { unknownAccessAction } from './table/unknownAccessAction.ts';
import { unknownNetwork } from './table/unknownNetwork.ts';
import { unreachableNetwork } from './table/unreachableNetwork.ts';
import { unreachablePattern } from './table/unreachablePattern.ts';
import { unusedIndentedEntry } from './table/unusedIndentedEntry.ts';
import { unusedRuleAfterIf } from './table/unusedRuleAfterIf.ts';
import { unusedWildcard } from './table/unusedWildcard.ts';
import { deprecatedCiphers } from './tls/deprecatedCiphers.ts';
import { deprecatedSocketFactory } from './tls/deprecatedSocketFactory.ts';
import { deprecatedUseTls } from './tls/deprecatedUseTls.ts';
import { duplicateSwitches } from './tls/duplicateSwitches.ts';
import { malformedPolicy } from './tls/malformedPolicy.ts';
import { mismatchedGlobalWrappermode } from './tls/mismatchedGlobalWrappermode.ts';
import { mismatchedPolicyKey } from './tls/mismatchedPolicyKey.ts';
import { mismatchedPort465 } from './tls/mismatchedPort465.ts';
import { mismatchedPort587 } from './tls/mismatchedPort587.ts';
import { mismatchedRoutePort } from './tls/mismatchedRoutePort.ts';
import { mismatchedSecureName } from './tls/mismatchedSecureName.ts';
import { mismatchedStringSwitch } from './tls/mismatchedStringSwitch.ts';
import { mismatchedSwitchName } from './tls/mismatchedSwitchName.ts';
import { mismatchedWrappermodeLevel } from './tls/mismatchedWrappermodeLevel.ts';
import { missingCa } from './tls/missingCa.ts';
import { missingDnssec } from './tls/missingDnssec.ts';
import { missingEncrypt } from './tls/missingEncrypt.ts';
import { missingFingerprint } from './tls/missingFingerprint.ts';
import { missingStarttlsOff } from './tls/missingStarttlsOff.ts';
import { missingTls } from './tls/missingTls.ts';
import { unknownCipherGrade } from './tls/unknownCipherGrade.ts';
import { unknownLevel } from './tls/unknownLevel.ts';
import { unknownMode } from './tls/unknownMode.ts';
import { unknownProtocol } from './tls/unknownProtocol.ts';
import { unsafeCiphers } from './tls/unsafeCiphers.ts';
import { unsafeLoglevel } from './tls/unsafeLoglevel.ts';
import { unsafeMinimumVersion } from './tls/unsafeMinimumVersion.ts';
import { unsafeOpportunistic } from './tls/unsafeOpportunistic.ts';
import { unsafeProtocols } from './tls/unsafeProtocols.ts';
import { unsafeServerIdentity } from './tls/unsafeServerIdentity.ts';
import { unsafeVerificationOff } from './tls/unsafeVerificationOff.ts';
import { unsupportedImplicitTls } from './tls/unsupportedImplicitTls.ts';
import { unusedAppendDefaultCa } from './tls/unusedAppendDefaultCa.ts';
import { unusedSwitch } from './tls/unusedSwitch.ts';
import type { Rule } from './types.ts';

/** Every rule, sorted by id. One import and one line each, so that two branches rarely collide. */
export const rules: readonly Rule[] = [
  deprecatedRestriction,
  malformedPolicyService,
  mismatchedBareTable,
  mismatchedDelayReject,
  mismatchedPermission,
  mismatchedPipeliningCheck,
  mismatchedVerification,
  missingArgument,
  missingLoginMaps,
  missingRelayGuard,
  missingRelayRestrictions,
  unknownRestriction,
  unreachableDnsbl,
  unreachableRestriction,
  unsafeBareNewline,
  unsafeDnsblReply,
  unsafeNetworksStyle,
  unsafeOpenNetworks,
  unsafePermitBeforeGuard,
  unsafeWarnIfReject,
  unsafeWideNetworks,
  unusedHeloRestrictions,
  unusedNetworksStyle,
  unusedSaslCheck,
  deprecatedPasswordSignIn,
  duplicatePassword,
  malformedPasswordEntry,
  mismatchedAppPassword,
  mismatchedCramSecret,
  mismatchedMechanismFilter,
  mismatchedPasswordKey,
  mismatchedProviderKey,
  mismatchedSecretKind,
  mismatchedSecurityOptions,
  mismatchedTokenPair,
  mismatchedUserName,
  missingAuthEntry,
  missingMapType,
  missingPassword,
  missingPasswordMaps,
  missingSasl,
  missingSenderAuthentication,
  missingUser,
  unknownSaslType,
  unknownSecurityOption,
  unsafeAnonymous,
  unsafeDefaultUser,
  unusedCredentials,
  unusedPassword,
  unusedPasswordKey,
  unusedPasswordMaps,
  unusedSignIn,
  mismatchedTableType,
  missingLoopGuard,
  missingOverrideOptions,
  missingTimeLimit,
  unknownAction,
  duplicateDomain,
  duplicateOrigin,
  malformedHostName,
  malformedSender,
  mismatchedHelo,
  mismatchedOwnName,
  mismatchedProtocols,
  mismatchedSender,
  mismatchedSenderPart,
  missingHostDomain,
  missingMailboxMaps,
  missingMailboxOwner,
  missingOriginDomain,
  missingOwnName,
  missingRecipientMaps,
  missingSender,
  unsafeInterfaces,
  unsupportedDelimiter,
  duplicateOption,
  duplicateService,
  malformedBraces,
  malformedByteOrderMark,
  malformedColumnNumber,
  malformedComment,
  malformedFlag,
  malformedList,
  malformedOption,
  malformedPipe,
  malformedQuotes,
  mismatchedChroot,
  mismatchedPostscreen,
  mismatchedPrivate,
  mismatchedPrivilege,
  mismatchedProcessLimit,
  missingColumn,
  missingOptionValue,
  missingService,
  missingSyslogName,
  orphanedOptions,
  unknownCommand,
  unknownOption,
  unknownPort,
  unknownType,
  unsafeServiceName,
  unsafeVerbose,
  unusedIndentedLine,
  deprecatedProtocol,
  malformedEndpoint,
  mismatchedSocketPath,
  missingLocalMilter,
  unknownDefaultAction,
  deprecatedParameter,
  deprecatedParentheses,
  duplicateDefault,
  duplicateParameter,
  malformedBoolean,
  malformedCompatibilityLevel,
  malformedMacro,
  malformedNetwork,
  malformedNumber,
  malformedTime,
  mismatchedBranches,
  mismatchedLogFile,
  missingAddressBrackets,
  missingCertificateFile,
  missingCompatibilityLevel,
  missingRestrictionClass,
  missingTableFile,
  missingTableType,
  missingTimeUnit,
  missingValue,
  readOnlyParameter,
  removedParameter,
  staleTableIndex,
  undefinedMacro,
  unknownDatabaseKey,
  unknownParameter,
  unknownService,
  unknownTableType,
  unknownWord,
  unsafeDatabaseQuery,
  unsafeFileMode,
  unsafeUser,
  unsupportedMacro,
  unsupportedParameter,
  mismatchedBackoff,
  mismatchedConcurrency,
  mismatchedFreeSpace,
  mismatchedLifetimes,
  mismatchedMailboxSize,
  mismatchedMessageSize,
  mismatchedRateDelay,
  mismatchedRecipientLimit,
  missingBackPressure,
  unsafeDebugging,
  unsafeLifetime,
  unsafeNotices,
  unsafeSoftBounce,
  deprecatedHost,
  deprecatedKey,
  duplicateAssignment,
  duplicateFallback,
  duplicatePort,
  duplicateServer,
  malformedDestination,
  malformedHost,
  malformedPort,
  malformedSenderKey,
  malformedTransport,
  mismatchedCatcher,
  mismatchedDomainKey,
  mismatchedHost,
  mismatchedKeyCase,
  mismatchedKeySeparator,
  mismatchedRegion,
  mismatchedTestRelay,
  missingBrackets,
  missingPort,
  missingSwitch,
  missingTimeout,
  missingUrlPort,
  selfRelayhost,
  unknownKey,
  unknownProviderHost,
  unknownTransport,
  unreachableLocalName,
  unreachableLocalhost,
  unreachablePlatformPort,
  unreachablePort25,
  unreachableProviderPort,
  unsupportedRelayhostList,
  unusedKey,
  unusedParameter,
  unusedPrefix,
  unusedProductionRelay,
  unusedRelayhost,
  inlineCredentials,
  maskedPassword,
  placeholderCredentials,
  unsafeConfigMap,
  unsafePermissions,
  unsafeTrackedFile,
  mismatchedBanner,
  mismatchedClientCertificates,
  mismatchedMandatoryTls,
  mismatchedTlsLevel,
  mismatchedWrappermode,
  missingCertificate,
  missingSaslPath,
  missingSubmissionGuard,
  missingWrappermode,
  unreachableSaslPath,
  unsafeAuthOn25,
  unsafePlaintextAuth,
  unusedCertificateFiles,
  missingReason,
  unknownRule,
  blankBeforeEquals,
  byteOrderMark,
  carriageReturn,
  controlCharacter,
  encodedNewline,
  inlineComment,
  leadingContinuation,
  literalQuotes,
  malformedDmaFlag,
  malformedDocument,
  malformedSecretData,
  mismatchedJsonType,
  missingEquals,
  missingName,
  missingQuote,
  nonAsciiBlank,
  nulByte,
  orphanedContinuation,
  quotedValue,
  strayBlank,
  swallowedSetting,
  trailingBackslash,
  typographicQuotes,
  unencodedUrl,
  unescapedAmpersand,
  unescapedBackslash,
  unescapedDollar,
  unescapedPercent,
  unknownSection,
  unquotedBoolean,
  unquotedHash,
  unquotedMark,
  unquotedScalar,
  unquotedSpace,
  unreadFile,
  duplicateKey,
  malformedAlias,
  malformedEncoding,
  malformedEquals,
  malformedExpression,
  malformedFirstKey,
  malformedKey,
  malformedPattern,
  malformedQuotedKey,
  malformedRemark,
  malformedReplacement,
  malformedRoute,
  mismatchedCaseFlag,
  mismatchedEndif,
  mismatchedKey,
  mismatchedPrefix,
  missingEntryValue,
  missingPostmaster,
  missingResult,
  unknownAccessAction,
  unknownNetwork,
  unreachableNetwork,
  unreachablePattern,
  unusedIndentedEntry,
  unusedRuleAfterIf,
  unusedWildcard,
  deprecatedCiphers,
  deprecatedSocketFactory,
  deprecatedUseTls,
  duplicateSwitches,
  malformedPolicy,
  mismatchedGlobalWrappermode,
  mismatchedPolicyKey,
  mismatchedPort465,
  mismatchedPort587,
  mismatchedRoutePort,
  mismatchedSecureName,
  mismatchedStringSwitch,
  mismatchedSwitchName,
  mismatchedWrappermodeLevel,
  missingCa,
  missingDnssec,
  missingEncrypt,
  missingFingerprint,
  missingStarttlsOff,
  missingTls,
  unknownCipherGrade,
  unknownLevel,
  unknownMode,
  unknownProtocol,
  unsafeCiphers,
  unsafeLoglevel,
  unsafeMinimumVersion,
  unsafeOpportunistic,
  unsafeProtocols,
  unsafeServerIdentity,
  unsafeVerificationOff,
  unsupportedImplicitTls,
  unusedAppendDefaultCa,
  unusedSwitch,
];
