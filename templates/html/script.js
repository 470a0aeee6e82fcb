// What the page does beyond showing itself: it brings abstracts and BibTeX, copies that, and filters a long list.
function copiable(place) {
  for (const button of navigator.clipboard ? place.querySelectorAll("button.copy") : []) {
    button.hidden = false;
    const words = button.textContent;
    button.addEventListener("click", async () => {
      const code = button.parentElement.querySelector("code");
      await navigator.clipboard.writeText(code.textContent);
      button.textContent = button.dataset.copied;
      setTimeout(() => { button.textContent = words; }, 2000);
    });
  }
}
copiable(document);

// The part of a paper's page that the link leads to; where none can be had, as from a file, the link stays.
async function bring(fold, link) {
  const [page, part] = link.href.split("#");
  const answer = await fetch(page).catch(() => null);
  if (!answer || !answer.ok) return;
  const found = new DOMParser().parseFromString(await answer.text(), "text/html").getElementById(part);
  if (!found) return;
  found.querySelector("h2").remove();
  link.parentElement.replaceWith(...found.children);
  copiable(fold);
}
for (const link of document.querySelectorAll("details > p > a.there")) {
  const fold = link.closest("details");
  fold.addEventListener("toggle", () => { bring(fold, link); }, { once: true });
}

// The letters and signs that a keyboard has, for what others write: Rolínek, Łukasz, Weiß, O’Brien, 2–3.
const letters = { ß: "ss", æ: "ae", œ: "oe", ø: "o", ł: "l", đ: "d", ð: "d", þ: "th", ı: "i", ħ: "h" };
for (const sign of "‘’ʼʹ′") letters[sign] = "'";
for (const sign of "“”„″") letters[sign] = '"';
for (const sign of "‐–—−") letters[sign] = "-";
function plain(text) {
  const base = text.toLowerCase().normalize("NFKD").replace(/\p{Mark}/gu, "");
  return base.replace(/[^\0-\x7f]/g, (letter) => letters[letter] ?? letter);
}

const box = document.querySelector(".filter");
if (box) {
  for (const list of document.querySelectorAll("ol.papers")) {
    [...list.children].forEach((paper, index) => { paper.value = list.start + index; }); // also where others are hidden
  }
  const papers = [...document.querySelectorAll(".paper")];
  const texts = papers.map((paper) => plain(paper.textContent));
  const parts = [...document.querySelectorAll(".section.publications, details.rest")];
  const status = box.querySelector("output");
  const input = box.querySelector("input");
  const filter = () => {
    const words = plain(input.value).split(/\s+/).filter(Boolean);
    papers.forEach((paper, index) => {
      paper.hidden = !words.every((word) => texts[index].includes(word));
    });
    for (const part of parts) {
      const isFound = part.querySelector(".paper:not([hidden])") !== null;
      part.hidden = !part.contains(box) && !isFound;
      if (part.matches("details")) part.open = isFound && words.length > 0;
    }
    const shown = papers.filter((paper) => !paper.hidden).length;
    status.value = words.length ? `${shown} / ${papers.length}` : "";
  };
  box.hidden = false;
  input.addEventListener("input", () => {
    const asked = input.value.trim();
    history.replaceState(null, "", asked ? `#q=${encodeURIComponent(asked)}` : location.pathname + location.search);
    filter();
  });

  // An address that ends in #q=words shows what has them.
  const ask = () => {
    const asked = new URLSearchParams(location.hash.slice(1)).get("q");
    if (asked === null) return;
    input.value = asked;
    filter();
    box.scrollIntoView();
  };
  addEventListener("hashchange", ask);
  ask();
}

// The bar of pages is pushed so far that the one that is read is seen.
const here = document.querySelector(".pages [aria-current]");
function push() {
  const bar = here.closest(".pages");
  const [place, frame] = [here.getBoundingClientRect(), bar.getBoundingClientRect()];
  const room = 56;
  bar.scrollLeft += Math.max(place.right + room - frame.right, 0) - Math.max(frame.left + room - place.left, 0);
}
if (here) {
  push();
  document.fonts.ready.then(push);
}

// Light or dark: what the system wants, until the reader asks for the other.
const toggle = document.querySelector("button.scheme");
if (toggle) {
  const root = document.documentElement;
  const system = matchMedia("(prefers-color-scheme: dark)");
  const isDark = () => (root.dataset.scheme === "system" ? system.matches : root.dataset.scheme === "dark");
  const show = () => toggle.setAttribute("aria-pressed", String(isDark()));
  toggle.addEventListener("click", () => {
    const wanted = isDark() ? "light" : "dark";
    const isUsual = (wanted === "dark") === system.matches;
    root.dataset.scheme = isUsual ? "system" : wanted;
    try {
      if (isUsual) localStorage.removeItem("scheme"); else localStorage.setItem("scheme", wanted);
    } catch { /* who stores nothing chooses again on each page */ }
    show();
  });
  system.addEventListener("change", show);
  show();
}
