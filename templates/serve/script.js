// The page around the preview: it loads anew what changed, and shows the lines of the terminal.
if (self !== top) location.replace("/site/"); // a link of the site led here, in the frame of the site

const byId = (id) => document.getElementById(id);
const site = byId("site"), paper = byId("paper"), overlay = byId("overlay"), edition = byId("edition");
const FIRST = "site/";
const shown = { site: "", pdf: "", lines: "[]", menu: "" };
let state = null, kept = null, isOnItsWay = false, notice = "";

// The edition: the address of this page has the root of its files, so that a reload keeps it.
let root = new URLSearchParams(location.search).get("edition") ?? FIRST;
let events = null;
const names = new Map();

function follow() {
  events?.close();
  events = new EventSource(`events?edition=${encodeURIComponent(root)}`);
  events.addEventListener("message", (event) => {
    state = JSON.parse(event.data);
    showMenu();
    if (state.gone) {
      notice = `There is no ${nameOf(root)} any more: here is the CV itself`;
      choose(FIRST);
      return;
    }
    showLines();
    showSite();
    showPaper();
  });
  events.addEventListener("error", () => {
    byId("status").textContent = "Not connected: is cvtool still running?";
    document.body.className = "lost";
  });
}

// Shows another one; where the frame has it already, as a link led there, its place on it stays. It may have it from before
// a save, so it loads anew in any case.
function choose(other, isThere = false) {
  root = other;
  state = null;
  shown.site = isThere ? "from a link" : "";
  shown.pdf = "";
  paper.replaceChildren();
  if (!isThere) sessionStorage.removeItem("page");
  history.replaceState(null, "", root === FIRST ? "/" : `/?edition=${encodeURIComponent(root)}`);
  showMenu();
  follow();
}

function showMenu() {
  const menu = JSON.stringify(state?.menu ?? []);
  if (state && menu !== shown.menu) {
    const groups = ["For everybody", "Private: for those whom you hand it"].map((label, index) => {
      const group = document.createElement("optgroup");
      group.label = label;
      const rows = state.menu.filter(([, , isPrivate]) => isPrivate === Boolean(index));
      group.append(...rows.map(([value, name, isPrivate]) => {
        const said = name || "The CV";
        return new Option(isPrivate ? `Private: ${said}` : said, value);
      }));
      return group;
    });
    edition.replaceChildren(...groups.filter((group) => group.children.length));
    edition.hidden = state.menu.length < 2;
    for (const each of edition.options) names.set(each.value, each.text);
    shown.menu = menu;
  }
  edition.value = root;
  byId("alone").href = root;
}

function nameOf(value) {
  return names.get(value) ?? value.replace(/^(site|private)\/|\/$/g, "");
}

function rootOf(path) {
  const roots = [...edition.options].map((each) => each.value).filter((each) => path.startsWith(`/${each}`));
  return roots.sort((one, other) => other.length - one.length)[0] ?? root;
}

edition.addEventListener("change", () => {
  notice = "";
  choose(edition.value);
});

// The site: the page that is read, the place on it and what was unfolded stay.
function showSite() {
  if (!state?.site || state.site === shown.site || isOnItsWay) return; // to reload now would stop it where it is
  if (shown.site) {
    kept = place(site.contentWindow);
    site.contentWindow.location.reload();
  } else {
    const page = sessionStorage.getItem("page");
    site.contentWindow.location.replace(page && rootOf(page) === root ? page : `/${root}`);
  }
  shown.site = state.site;
  isOnItsWay = true;
}

function place(view) {
  const open = [...view.document.querySelectorAll("details")].map((each) => each.open);
  return { page: view.location.pathname, left: view.scrollX, top: view.scrollY, open };
}

site.addEventListener("load", () => {
  isOnItsWay = false;
  const view = site.contentWindow, page = view.location.pathname;
  if (kept?.page === page) {
    const details = [...view.document.querySelectorAll("details")];
    if (details.length === kept.open.length) details.forEach((each, index) => { each.open = kept.open[index]; });
    view.scrollTo({ left: kept.left, top: kept.top, behavior: "instant" });
  }
  kept = null;
  sessionStorage.setItem("page", page);
  if (shown.site && rootOf(page) !== root) choose(rootOf(page), true); // a link led to another language
  view.addEventListener("click", leaveFrame);
  view.addEventListener("keydown", closeOnEscape);
  nameTab();
  showSite(); // what was saved meanwhile
});

// The frame is for pages of the site: other hosts refuse to be in one, and files have no place in it.
function leaveFrame(event) {
  const link = event.target.closest("a[href]");
  const isPage = link?.origin === location.origin && /(\/|\.html)$/.test(link.pathname);
  if (/^https?:$/.test(link?.protocol) && !isPage) {
    link.target = "_blank";
    link.rel = "noopener";
  }
}

// The PDF beside it, as pictures of its pages: so the place in it stays when it is made anew, which no viewer tells. Each
// leads to the page in the browser's own viewer.
function showPaper() {
  const isWanted = localStorage.getItem("beside") === "yes";
  byId("beside").setAttribute("aria-pressed", isWanted);
  paper.hidden = !isWanted;
  if (isWanted && state?.pdf && state.pdf !== shown.pdf) {
    shown.pdf = state.pdf;
    while (paper.children.length > state.sheets.length) paper.lastChild.remove();
    state.sheets.forEach(showSheet);
  }
}

function showSheet([width, height], index) {
  const address = `/${root}${encodeURIComponent(state.paper)}`, number = index + 1;
  const link = paper.children[index] ?? paper.appendChild(document.createElement("a"));
  const picture = link.firstChild ?? link.appendChild(new Image());
  link.href = `${address}?${state.pdf}#page=${number}`;
  link.target = "_blank";
  picture.alt = `${state.paper}, page ${number}`;
  picture.loading = "lazy";
  [picture.width, picture.height] = [width, height];
  picture.src = `${address}?page=${number}&${state.pdf}`;
}

byId("beside").addEventListener("click", () => {
  localStorage.setItem("beside", paper.hidden ? "yes" : "no");
  showPaper();
});

// The lines of the terminal.
function showLines() {
  const errors = state.lines.filter(([level]) => level === "error");
  const warnings = state.lines.filter(([level]) => level !== "error");
  const summary = [count(errors, "error"), count(warnings, "warning")].filter(Boolean).join(", ");
  document.body.className = errors.length ? "wrong" : warnings.length ? "doubtful" : "right";
  byId("status").textContent = notice || (state.making ? "Rendering the PDF …" : summary ? "" : "Up to date");
  byId("status").className = notice ? "notice" : "";
  byId("lines").textContent = byId("summary").textContent = summary;
  byId("lines").hidden = !summary;
  byId("stale").hidden = !errors.length;
  const lines = JSON.stringify(state.lines);
  if (lines !== shown.lines) {
    byId("errors").replaceChildren(...errors.map(item));
    byId("warnings").replaceChildren(...warnings.map(item));
    open(errors.length > 0 || state.lost);
    shown.lines = lines;
  }
  nameTab();
}

function count(lines, what) {
  return lines.length ? `${lines.length} ${what}${lines.length === 1 ? "" : "s"}` : "";
}

function item([level, place, what]) {
  const line = document.createElement("li");
  line.className = level;
  line.append(part("place", place), ": ", part("level", level), ": ", what);
  return line;
}

function part(name, text) {
  const span = document.createElement("span");
  span.className = name;
  span.textContent = text;
  return span;
}

function open(isOpen) {
  overlay.hidden = !isOpen;
  site.inert = paper.inert = isOpen;
  byId("lines").setAttribute("aria-expanded", isOpen);
}

function closeOnEscape(event) {
  if (event.key === "Escape") open(false);
}

byId("lines").addEventListener("click", () => open(overlay.hidden));
byId("close").addEventListener("click", () => open(false));
addEventListener("keydown", closeOnEscape);

function nameTab() {
  const mark = document.body.className === "wrong" ? "✗ " : "";
  document.title = `${mark}${site.contentDocument?.title || "Preview"}`;
}

follow();
