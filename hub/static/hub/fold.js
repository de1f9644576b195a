// Cards that fold: headings only on a phone, everything at a desk, on paper and without this file.
"use strict";

const folds = [...document.querySelectorAll("details.fold")];

function unfold(address) {
  const place = document.getElementById(address.slice(1));
  const card = place && (place.matches("details.fold") ? place : place.querySelector(":scope > details.fold"));
  if (card) card.open = true;
}

if (window.matchMedia("screen and (max-width: 48rem)").matches) {
  folds.forEach((card) => { card.open = false; });
  unfold(window.location.hash);
}

// The index opens what it leads to, also a second time.
document.addEventListener("click", (event) => {
  const link = event.target.closest('.jump a[href^="#"]');
  if (link) unfold(link.hash);
});

let shut = [];
window.addEventListener("beforeprint", () => {
  shut = folds.filter((card) => !card.open);
  shut.forEach((card) => { card.open = true; });
});
window.addEventListener("afterprint", () => {
  shut.forEach((card) => { card.open = false; });
});
