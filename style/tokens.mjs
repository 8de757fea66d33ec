// Writes tokens.css: the Fluent 2 tokens that the style sheets beside this file use, light and dark in one list.
// Run after a sheet starts or stops using a token:
//   npm install --prefix FOLDER @fluentui/tokens && node style/tokens.mjs FOLDER
import { createRequire } from "node:module";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";

const here = import.meta.dirname;
const packages = process.argv[2];
if (!packages) {
  console.error("usage: node style/tokens.mjs <folder with node_modules/@fluentui/tokens>");
  process.exit(2);
}
const { createLightTheme, createDarkTheme } =
  createRequire(resolve(packages, "package.json"))("@fluentui/tokens");

const HUE = 200;
const CHROMA = 0.085;

// The accent keeps the OKLCH lightness of steps 10 to 160 of Fluent's own ramp, so Fluent's contrast pairs hold.
const STEPS = [0.197, 0.248, 0.292, 0.341, 0.388, 0.436, 0.476, 0.526, 0.611, 0.686, 0.725, 0.762, 0.812, 0.863, 0.91, 0.961];
const brand = Object.fromEntries(STEPS.map((lightness, at) => [10 * (at + 1), colour(lightness)]));
const light = createLightTheme(brand);
const dark = createDarkTheme(brand);

const used = new Set();
for (const file of readdirSync(here, { recursive: true })) {
  if (!file.endsWith(".css") || file === "tokens.css") continue;
  for (const [, name] of readFileSync(join(here, file), "utf8").matchAll(/var\(--([a-zA-Z0-9]+)\s*[,)]/g)) {
    used.add(name);
  }
}
const unknown = [...used].filter((name) => !(name in light));
if (unknown.length > 0) {
  console.error(`not Fluent tokens: ${unknown.join(", ")} (own properties are written with a hyphen)`);
  process.exit(1);
}

const lines = [...used].sort().map((name) => {
  const value = light[name] === dark[name] ? light[name] : `light-dark(${light[name]}, ${dark[name]})`;
  return `  --${name}: ${value};`;
});
writeFileSync(
  join(here, "tokens.css"),
  `/* Written by tokens.mjs from @fluentui/tokens (MIT, Microsoft). Do not edit. */\n:root {\n${lines.join("\n")}\n}\n`,
);

// OKLCH to sRGB. Less chroma towards black and white, as in Fluent's ramp; then less until a screen can show it.
function colour(lightness) {
  for (let chroma = Math.min(CHROMA, 0.4 * (1 - lightness), 0.17 * lightness); chroma >= 0; chroma -= 0.001) {
    const a = chroma * Math.cos((HUE * Math.PI) / 180);
    const b = chroma * Math.sin((HUE * Math.PI) / 180);
    const l = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3;
    const m = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3;
    const s = (lightness - 0.0894841775 * a - 1.291485548 * b) ** 3;
    const rgb = [
      4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s,
      -1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s,
      -0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s,
    ];
    if (rgb.every((part) => part >= 0 && part <= 1)) {
      return `#${rgb.map((part) => Math.round(gamma(part) * 255).toString(16).padStart(2, "0")).join("")}`;
    }
  }
  return lightness > 0.5 ? "#ffffff" : "#000000";
}

function gamma(part) {
  return part <= 0.0031308 ? part * 12.92 : 1.055 * part ** (1 / 2.4) - 0.055;
}
