import { live } from "./live.js";

// Loads the islands after the first paint, at low priority: the page is readable and its forms work before any of this arrives.
// The page preloads the one set of islands that it has.
const { href } = document.querySelector("link[rel=modulepreload]");

async function start() {
  const islands = await import(href);
  await islands.default({ module_or_path: href.replace(/\.js$/, "_bg.wasm") });
  // What the server drew stays where an island fails; the others live.
  for (const { dataset, textContent } of document.querySelectorAll("script[data-island]")) {
    try {
      islands[dataset.island](JSON.parse(textContent));
    } catch (error) {
      reportError(error);
    }
  }
  document.documentElement.dataset.alive = "";
  live();
}

requestAnimationFrame(() => setTimeout(start));
