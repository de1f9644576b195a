// The frame's own conveniences: "/" goes to the search box, Escape and a click outside close menus.
"use strict";

document.addEventListener("keydown", (event) => {
  const typing = event.target.closest("input, textarea, select, [contenteditable]");
  if (event.key === "/" && !typing && !event.ctrlKey && !event.metaKey && !event.altKey) {
    const box = document.querySelector("[data-focus-key='/']");
    if (box) {
      event.preventDefault();
      box.focus();
      box.select();
    }
  }
  if (event.key === "Escape") {
    document.querySelectorAll("details[data-closes][open]").forEach((menu) => {
      menu.open = false;
      menu.querySelector("summary").focus();
    });
  }
});

// On a narrow screen the menu scrolls sideways: the page one is on stays in sight.
document.querySelectorAll(".menu [aria-current], .jump [aria-current]").forEach((here) => {
  const row = here.closest("ul, nav");
  row.scrollLeft = here.offsetLeft - row.offsetLeft - (row.clientWidth - here.offsetWidth) / 2;
});

document.addEventListener("click", (event) => {
  document.querySelectorAll("details[data-closes][open]").forEach((menu) => {
    if (!menu.contains(event.target)) menu.open = false;
  });
  const printer = event.target.closest("[data-print]");
  if (printer) window.print();
  const copier = event.target.closest("[data-copy]");
  if (copier) copy(copier, document.querySelector(copier.dataset.copy));
});

// Without TLS a browser gives no clipboard: the text is marked, for the person to copy.
function copy(copier, shown) {
  window.getSelection().selectAllChildren(shown);
  navigator.clipboard?.writeText(shown.textContent.trim()).then(() => {
    copier.textContent = copier.dataset.copied;
  }, () => {});
}

document.addEventListener("submit", (event) => {
  const question = event.target.dataset.confirm;
  if (question && !window.confirm(question)) event.preventDefault();
});

// One click, one submission: the button rests until the page has answered.
document.addEventListener("submit", (event) => {
  const button = event.submitter;
  if (event.defaultPrevented || !button || event.target.hasAttribute("hx-post")) return;
  window.setTimeout(() => { button.disabled = true; }, 0);
  window.setTimeout(() => { button.disabled = false; }, 8000);
});

// A touch that reached nobody is said, until one has been answered again.
function sayNetworkAway(away) {
  document.querySelector(".no-network").hidden = !away;
}
document.addEventListener("htmx:sendError", () => sayNetworkAway(true));
document.addEventListener("htmx:timeout", () => sayNetworkAway(true));
document.addEventListener("htmx:afterOnLoad", () => sayNetworkAway(false));
