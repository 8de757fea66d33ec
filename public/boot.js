// Loads the islands after the first paint, at low priority: the page is readable and its forms work before any of this arrives.
const from = (name) => new URL(name, import.meta.url);

// Children of an island are themselves islands' hosts: walked in the order of the framework's own island script.
const parents = [];

async function attach(node, exports) {
  const tag = node.tagName;
  if (tag === "LEPTOS-ISLAND") {
    const enter = exports[node.dataset.component];
    parents.at(-1)?.();
    if (enter) await enter(node);
  }
  if (tag === "LEPTOS-CHILDREN") parents.push(node.$$on_hydrate);
  for (const child of node.children) await attach(child, exports);
  if (tag === "LEPTOS-CHILDREN") parents.pop();
}

async function start() {
  const exports = await import(from("client.js"));
  await exports.default({ module_or_path: from("client_bg.wasm") });
  exports.hydrate();
  await attach(document.body, exports);
  document.documentElement.dataset.alive = "";
}

requestAnimationFrame(() => setTimeout(start));
