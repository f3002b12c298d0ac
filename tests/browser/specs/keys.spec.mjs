// A German or French keyboard types its brackets in the code editor.
import { closeBracketsKeymap } from "@codemirror/autocomplete";
import { defaultKeymap } from "@codemirror/commands";
import { foldKeymap } from "@codemirror/language";
import { searchKeymap } from "@codemirror/search";
import { typesCharacter, withoutCharacters } from "../../../web/editor/keys.mjs";
import { expect, test } from "./page.mjs";

test("keys that type a character somewhere are told from the others", () => {
  // AltGr is Ctrl and Alt together on many systems: `[` and `\` on a German keyboard, `#` on a French one.
  for (const key of ["Ctrl-Alt-[", "Ctrl-Alt-\\", "Mod-Alt-]", "Shift-Ctrl-Alt-\\", "a", "Shift-a", "]", "-"]) {
    expect(typesCharacter(key), key).toBe(true);
  }
  for (const key of ["Mod-[", "Ctrl-Shift-[", "Alt-ArrowUp", "Enter", "Shift-Enter", "Ctrl-Alt-Enter", "F8", "Mod-Alt-ArrowDown", "Shift-Alt-f", "Mod--"]) {
    expect(typesCharacter(key), key).toBe(false);
  }
});

test("the editor takes none of them, whatever the system", () => {
  const all = [...closeBracketsKeymap, ...defaultKeymap, ...searchKeymap, ...foldKeymap];
  const taken = withoutCharacters(all);
  for (const { key, linux, win } of taken) {
    for (const name of [key, linux, win].filter(Boolean)) expect(typesCharacter(name), name).toBe(false);
  }
  const left = all.length - taken.length;
  expect(left, "folding all has such a key").toBeGreaterThan(0);
  expect(taken.length, "most keys stay").toBeGreaterThan(left * 5);
});
