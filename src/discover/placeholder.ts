/** Words that people write where a secret belongs, letters that are held down folded to one. */
const STAND_IN =
  /^(change[_. -]?(me|this|it).*|your[_. -].*|my[_. -]?(secret|pas(word)?|user(name)?|login|mail)?|<.*>|\[.*\]|\{.*\}|x{2,}|\*+|\.{2,}|todo|fixme.*|replace.*|insert.*|enter.*|put.*here|secret|(smtp[_. -]?)?(pas(word|wd|w0rd)?|user(name)?|login)|pw|test|example.*|nul|none|undefined|dumy|fo|bar|abc|abcdef|123+|12345\d*)$/;

/**
 * Says whether a literal user name or password is a stand-in that a person is meant to replace, such as `changeme`,
 * `<password>` or `your-app-password`. Real words that providers ask for (`apikey`, `resend`, `SMTP_Injection`) are none.
 */
export function isPlaceholder(text: string): boolean {
  const word = text.trim().toLowerCase();
  if (word === '' || word.length > 200) return false;
  return STAND_IN.test(word) || STAND_IN.test(word.replace(/([a-z])\1+/g, '$1'));
}
