// Writes public/icons.svg: one sprite of the Fluent system icons (regular, 20) in use, and the own mark.
//   npm install --prefix FOLDER @fluentui/svg-icons && node style/icons.mjs FOLDER
import { readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";

const packages = process.argv[2];
if (!packages) {
  console.error("usage: node style/icons.mjs <folder with node_modules/@fluentui/svg-icons>");
  process.exit(2);
}
const source = resolve(packages, "node_modules/@fluentui/svg-icons/icons");
const room = resolve(import.meta.dirname, "../public");

// Name in the sprite, and Fluent's name where it differs.
const icons = {
  "arrow-left": "arrow_left", "arrow-undo": "arrow_undo", briefcase: "briefcase", checkmark: "checkmark",
  "checkmark-circle": "checkmark_circle", "chevron-down": "chevron_down", "chevron-right": "chevron_right",
  circle: "circle", clipboard: "clipboard_task", clock: "clock", copy: "copy", dismiss: "dismiss",
  document: "document", door: "door_arrow_right", "error-circle": "error_circle", folder: "folder", globe: "globe",
  info: "info", language: "local_language", link: "link", lock: "lock_closed", mail: "mail",
  open: "open", person: "person", "person-add": "person_add", refresh: "arrow_clockwise", search: "search", send: "send",
  share: "share", "sign-out": "sign_out", spinner: "spinner_ios", warning: "warning",
};

const symbols = Object.entries(icons).map(([name, fluent]) => {
  const svg = readFileSync(join(source, `${fluent}_20_regular.svg`), "utf8");
  const inner = svg.replace(/^[^<]*<svg[^>]*>/, "").replace(/<\/svg>\s*$/, "").replace(/ fill="[^"]*"/g, "");
  return `<symbol id="${name}" viewBox="0 0 20 20">${inner.trim()}</symbol>`;
});

// The mark follows the text colour; the favicon carries its own.
const favicon = readFileSync(join(room, "favicon.svg"), "utf8");
const mark = favicon
  .replace(/^[\s\S]*?<svg[^>]*>/, "")
  .replace(/<\/svg>\s*$/, "")
  .replace(/<title>.*?<\/title>/, "")
  .replace(/#[0-9a-f]{6}/gi, "currentColor");
symbols.push(`<symbol id="mark" viewBox="0 0 32 32">${mark.replace(/\s*\n\s*/g, "")}</symbol>`);

writeFileSync(
  join(room, "icons.svg"),
  `<svg xmlns="http://www.w3.org/2000/svg">\n<!-- Fluent System Icons, MIT, Microsoft; written by style/icons.mjs -->\n${symbols.join("\n")}\n</svg>\n`,
);
