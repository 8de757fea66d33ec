// Loads the islands after the first paint, at low priority: the page is readable and its forms work before any of this arrives.
const from = (name) => new URL(name, import.meta.url);

async function start() {
  const islands = await import(from("client.js"));
  await islands.default({ module_or_path: from("client_bg.wasm") });
  // What the server drew stays where an island fails; the others live.
  for (const { dataset, textContent } of document.querySelectorAll("script[data-island]")) {
    try {
      islands[dataset.island](JSON.parse(textContent));
    } catch (error) {
      reportError(error);
    }
  }
  document.documentElement.dataset.alive = "";
}

requestAnimationFrame(() => setTimeout(start));
