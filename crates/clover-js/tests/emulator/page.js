// The page around the emulator's SDK, and what the runner tells of it.

// The task runner writes the emulator's origin into this file; the test server serves the crate's folder.
export async function emulatorOrigin() {
  const answer = await fetch("/target/emulator-origin", { cache: "no-store" });
  if (!answer.ok) throw "crates/clover-js/target/emulator-origin is missing: start the emulator and write its origin there";
  return (await answer.text()).trim();
}

// Empty containers with these ids, and nothing of an earlier test.
export function clear(ids) {
  document.getElementById("stage")?.remove();
  const stage = document.createElement("main");
  stage.id = "stage";
  for (const id of ids.split(" ")) {
    const container = document.createElement("div");
    container.id = id;
    container.style.cssText = "width: 320px; height: 48px";
    stage.append(container);
  }
  document.body.append(stage);
}

export function count(selector) {
  return document.querySelectorAll(selector).length;
}

export function attribute(selector, name) {
  return document.querySelector(selector)?.getAttribute(name) ?? "";
}
