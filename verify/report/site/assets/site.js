// What the pages can do where scripts run: filter the index, copy a line. They are complete without.
"use strict";

const filter = document.getElementById("filter");
if (filter !== null) {
  const text = document.getElementById("filter-text");
  const paper = document.getElementById("filter-paper");
  const sections = [...document.querySelectorAll("section[data-paper]")];
  const counts = [...filter.querySelectorAll("[data-count]")];
  const boxes = [...filter.querySelectorAll("input[name=verdict]")];

  const update = () => {
    const words = text.value.toLowerCase().split(/\s+/).filter((word) => word !== "");
    const verdicts = new Set(boxes.filter((box) => box.checked).map((box) => box.value));
    // What the other controls let through, by verdict: the counts say what each box would show.
    const found = new Map();
    let shown = 0;
    for (const section of sections) {
      let any = false;
      for (const row of section.querySelectorAll("tbody tr")) {
        const { text: searched, verdict } = row.dataset;
        const matches = (paper.value === "" || paper.value === section.dataset.paper) &&
          words.every((word) => searched.includes(word));
        if (matches) found.set(verdict, (found.get(verdict) ?? 0) + 1);
        row.hidden = !(matches && verdicts.has(verdict));
        if (!row.hidden) {
          any = true;
          shown++;
        }
      }
      section.hidden = !any;
    }
    for (const count of counts) count.textContent = String(found.get(count.dataset.count) ?? 0);
    document.getElementById("shown").textContent = String(shown);
    document.getElementById("no-claim").hidden = shown > 0;
  };

  filter.hidden = false;
  filter.addEventListener("input", update);
  filter.addEventListener("submit", (event) => event.preventDefault());
  document.addEventListener("keydown", (event) => {
    const typing = event.target.matches?.("input[type=search], select, textarea");
    if (event.key === "/" && !typing && !event.ctrlKey && !event.metaKey && !event.altKey) {
      event.preventDefault();
      text.focus();
      text.select();
    } else if (event.key === "Escape" && event.target === text) {
      text.value = "";
      update();
    }
  });
  // A browser that comes back to the page restores what was entered, without an event.
  addEventListener("pageshow", update);
  update();
}

for (const block of document.querySelectorAll(".copyable")) {
  const source = block.querySelector("code");
  const button = document.createElement("button");
  button.type = "button";
  button.textContent = "Copy";
  button.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(source.textContent);
      button.textContent = "Copied";
    } catch {
      // Where the clipboard is closed to pages, the text is left selected.
      getSelection().selectAllChildren(source);
      button.textContent = "Selected";
    }
    setTimeout(() => button.textContent = "Copy", 2000);
  });
  block.append(button);
}
