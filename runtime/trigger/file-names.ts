/** Characters of a file's name that a log shows. */
const SHOWN_CHARACTERS = 200;
/** Files that one line of the log names. */
const SHOWN_FILES = 10;

/** Names of uploaded files as a log may show them: users choose them, in any length and with any characters. */
export function shownNames(names: readonly string[]): readonly string[] {
  return names.slice(0, SHOWN_FILES).map((name) => name.replace(/\p{C}/gu, "").slice(0, SHOWN_CHARACTERS));
}
