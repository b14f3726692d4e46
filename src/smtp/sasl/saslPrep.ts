/** Blanks of other scripts, which become an ordinary one (RFC 3454 table C.1.2). */
const OTHER_BLANKS = /[\u00a0\u1680\u2000-\u200b\u202f\u205f\u3000]/gu;
/** Characters that leave no trace (RFC 3454 table B.1). */
const MAPPED_TO_NOTHING = /\u00ad|\u034f|\u1806|[\u180b-\u180d]|[\u200c\u200d]|\u2060|[\ufe00-\ufe0f]|\ufeff/gu;
/**
 * Control characters, private use, surrogates, non-characters, tags and characters that change how text is shown: RFC 3454
 * tables C.2.1, C.2.2 and C.3 to C.9.
 */
const PROHIBITED =
  /\p{Cc}|\p{Co}|\p{Cs}|\p{Noncharacter_Code_Point}|[\u06dd\u070f\u180e\u2028\u2029\u2061-\u2063\u206a-\u206f\ufff9-\uffff\u200e\u200f\u202a-\u202e\u2ff0-\u2ffb]|[\u{1d173}-\u{1d17a}]|\u{e0001}|[\u{e0020}-\u{e007f}]/u;

/** Letters of scripts that run from right to left (RFC 3454 table D.1), by their scripts. */
const RIGHT_TO_LEFT = /[\p{Script=Hebrew}\p{Script=Arabic}\p{Script=Syriac}\p{Script=Thaana}]/u;

/**
 * SASLprep (RFC 4013), the profile of stringprep by which SCRAM compares passwords: blanks and marks mapped, Unicode's
 * compatibility form, nothing prohibited, one direction of writing. Returns undefined for text that the profile refuses.
 * JavaScript brings the normal form with it, so no table is needed but the small ones above. It knows newer characters than
 * the Unicode 3.2 of the profile: they are let through, as RFC 5802 §5.1 asks it for stored strings' counterpart, queries.
 */
export function saslPrep(text: string): string | undefined {
  const mapped = text.replace(OTHER_BLANKS, ' ').replace(MAPPED_TO_NOTHING, '').normalize('NFKC');
  if (PROHIBITED.test(mapped)) return undefined;
  if (!RIGHT_TO_LEFT.test(mapped)) return mapped;
  // RFC 3454 §6: such text begins and ends with one of these letters and holds none of the other direction.
  const letters = [...mapped];
  const isOneWay =
    RIGHT_TO_LEFT.test(letters[0]!) && RIGHT_TO_LEFT.test(letters.at(-1)!) && !/[\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}]/u.test(mapped);
  return isOneWay ? mapped : undefined;
}
