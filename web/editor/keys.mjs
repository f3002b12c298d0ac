// Which keys an editor takes.

/** The key that checks a lesson's answer, in fields too. */
const PAGE = "Mod-Enter";

/**
 * The bindings but for that of the page, and for those that type a character on some keyboard: with AltGr, which many systems report as Ctrl and
 * Alt together, a German or French keyboard writes brackets, braces and the backslash.
 */
export function withoutCharacters(bindings) {
  return bindings.filter(({ key, linux, win }) => key !== PAGE && ![key, linux, win].some((one) => one && typesCharacter(one)));
}

/** Whether a key's name may stand for a character that somebody types. */
export function typesCharacter(name) {
  const parts = name.split(/-(?!$)/);
  const last = parts.pop();
  const held = new Set(parts);
  const isCharacter = [...last].length === 1;
  const isAltGr = held.has("Alt") && (held.has("Ctrl") || held.has("Mod"));
  return isCharacter && (isAltGr || held.size === 0 || (held.size === 1 && held.has("Shift")));
}
