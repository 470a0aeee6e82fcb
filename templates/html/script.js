// What the page does beyond showing itself: it filters a long list, and copies BibTeX.
for (const button of document.querySelectorAll("button.copy")) {
  if (!navigator.clipboard) break;
  button.hidden = false;
  const words = button.textContent;
  button.addEventListener("click", async () => {
    const code = button.parentElement.querySelector("code");
    await navigator.clipboard.writeText(code.textContent);
    button.textContent = button.dataset.copied;
    setTimeout(() => { button.textContent = words; }, 2000);
  });
}

const box = document.querySelector(".filter");
if (box) {
  const papers = [...document.querySelectorAll(".paper")];
  const texts = papers.map((paper) => paper.textContent.toLowerCase());
  const sections = [...document.querySelectorAll(".section.publications")];
  const status = box.querySelector("output");
  box.hidden = false;
  box.querySelector("input").addEventListener("input", (event) => {
    const words = event.target.value.toLowerCase().split(/\s+/).filter(Boolean);
    papers.forEach((paper, index) => {
      paper.hidden = !words.every((word) => texts[index].includes(word));
    });
    for (const section of sections) {
      section.hidden = !section.contains(box) && !section.querySelector(".paper:not([hidden])");
    }
    const shown = papers.filter((paper) => !paper.hidden).length;
    status.value = words.length ? `${shown} / ${papers.length}` : "";
  });
}
