// Comfort only: every page works without this.
"use strict";

// After a refused form the eye and the screen reader begin at what is wrong.
document.querySelector("[data-focus]")?.focus();

// Reports: what is typed is kept while one types, and once more when the page is left.
const REPORT = "form[data-report]";
let keeping;

function keep(form, last = false) {
  clearTimeout(keeping);
  const typed = [...new FormData(form)].filter(([name, value]) => typeof value === "string" && !["sure", "drop"].includes(name));
  const body = new URLSearchParams(typed), words = form.querySelector("[data-saved]").dataset;
  // A browser takes no more than 64 KB along when it leaves a page.
  fetch(form.dataset.report, { method: "POST", body, keepalive: last && body.toString().length < 60000 })
    .then((answer) => {
      if (answer.status === 401 || answer.redirected) return leadIn(form, true), kept(form, words.signedOut, true);
      if (!answer.ok) return kept(form, words.unsaved, true);
      return answer.json().then(({ saved, failed }) => kept(form, saved, failed));
    })
    .catch(() => kept(form, words.unsaved, true)); // the line is down: the page still holds everything
}

// What is not kept is said, in place of when it was kept last; and it is not left without a word.
function kept(form, words, failed) {
  const place = form.querySelector("[data-saved]");
  if (words) place.textContent = words;
  place.classList.toggle("error", failed);
  if (failed) form.dataset.unsaved = "yes"; else delete form.dataset.unsaved;
  if (!failed) leadIn(form, false);
}

// A session that ended is said once, with the door beside it, in a window of its own.
function leadIn(form, needed) {
  const door = form.querySelector("[data-sign-in]");
  if (door) door.hidden = !needed;
  if (needed) form.querySelector("[data-saved]").textContent = "";
}
window.addEventListener("beforeunload", (event) => {
  const form = document.querySelector(REPORT);
  if (form?.dataset.unsaved && !form.dataset.busy) event.preventDefault();
});

document.addEventListener("input", (event) => {
  const form = event.target.closest(REPORT);
  if (!form) return;
  clearTimeout(keeping);
  form.dataset.typed = "yes";
  keeping = setTimeout(() => keep(form), 1200);
});
document.addEventListener("visibilitychange", () => {
  const form = document.querySelector(REPORT);
  if (document.visibilityState === "hidden" && form?.dataset.typed && !form.dataset.busy) keep(form, true);
});

// Reports: files are sent with a bar; when the line drops the page stays as it is.
function trouble(form, words) {
  delete form.dataset.busy;
  form.querySelector("[data-progress]").hidden = true;
  const place = form.querySelector("[data-trouble]");
  place.textContent = words;
  place.hidden = false;
}

function tooHeavy(form) {
  const sizes = [...form.querySelectorAll("input[type=file]")].flatMap((input) => [...input.files].map((file) => file.size / 2 ** 20));
  return sizes.some((size) => size > form.dataset.mostEach) || sizes.reduce((sum, size) => sum + size, 0) > form.dataset.mostTogether;
}

function answered(form, request) {
  const words = form.querySelector("[data-trouble]").dataset;
  const arrived = new URL(request.responseURL || location.href);
  if (request.status === 401 || arrived.pathname === "/sign-in") return leadIn(form, true), trouble(form, words.signedOut);
  if (request.status === 413) return trouble(form, words.heavy);
  if (request.status === 200) return location.assign(arrived);
  const main = new DOMParser().parseFromString(request.responseText, "text/html").querySelector("main");
  if (!main?.querySelector(`${REPORT}, [data-closed]`)) return trouble(form, main?.querySelector("p")?.textContent.trim() || words.lost);
  document.querySelector("main").replaceWith(main);
  const first = document.querySelector("[data-focus]");
  first?.focus();
  first?.scrollIntoView();
}

document.addEventListener("submit", (event) => {
  const form = event.target, button = event.submitter;
  if (!form.matches(REPORT) || !["report", "update", "draft"].includes(button?.value)) return;
  event.preventDefault();
  if (form.dataset.busy) return;
  if (tooHeavy(form)) return trouble(form, form.querySelector("[data-trouble]").dataset.heavy);
  clearTimeout(keeping);
  form.dataset.busy = "yes";
  form.querySelector("[data-trouble]").hidden = true;
  const bar = form.querySelector("[data-progress]"), request = new XMLHttpRequest(), sent = new FormData(form);
  sent.set("act", button.value);
  bar.hidden = false;
  request.upload.onprogress = (at) => { bar.querySelector("progress").value = at.lengthComputable ? (at.loaded / at.total) * 100 : 0; };
  request.onload = () => answered(form, request);
  request.onerror = () => trouble(form, form.querySelector("[data-trouble]").dataset.lost);
  request.open("POST", form.action);
  request.send(sent);
});

// What was sent is seen to move: looked at until nothing is pending, ever more seldom.
function watch(box, tries = 0) {
  if (box.querySelector(".moved") || tries > 60) return;
  setTimeout(async () => {
    const answer = await fetch(box.dataset.watch).then((found) => (found.ok ? found.json() : null)).catch(() => null);
    if (!answer || answer.pending.length) return watch(box, tries + 1);
    box.innerHTML = answer.html; // once: a screen reader reads it out
    document.querySelector("[data-watch-link]")?.remove();
  }, tries < 12 ? 300 : tries < 30 ? 1000 : 3000);
}
document.querySelectorAll("[data-watch]").forEach((box) => watch(box));

// What was typed is asked about before the page is left otherwise, such as to the next page.
document.addEventListener("input", ({ target }) => {
  const form = target.closest("form[data-unsaved-asked]");
  if (form) form.dataset.typed = "yes";
});
document.addEventListener("submit", ({ target }) => {
  if (target.matches("form[data-unsaved-asked]")) target.dataset.busy = "yes";
});
window.addEventListener("beforeunload", (event) => {
  if (document.querySelector("form[data-typed]:not([data-busy])")) event.preventDefault();
});

// A session: what is counted of the grades follows while they are chosen. The last choice holds.
let counting = 0;
function count(form) {
  const chosen = [...new FormData(form)].filter(([name]) => name.startsWith("grade-")), mine = ++counting;
  fetch(`${form.dataset.counted}?${new URLSearchParams(chosen)}`)
    .then((answer) => (answer.ok && !answer.redirected ? answer.text() : ""))
    .then((text) => {
      if (mine !== counting) return;
      for (const part of new DOMParser().parseFromString(text, "text/html").querySelectorAll("[data-live]")) {
        document.getElementById(part.id)?.replaceWith(part);
      }
    })
    .catch(() => {}); // the line is down: what is saved is counted again
}
document.addEventListener("change", (event) => {
  const form = event.target.closest("form[data-counted]");
  if (form && event.target.matches("select")) count(form);
});
// A browser that comes back to a page keeps what was chosen in it.
const counted = document.querySelector("form[data-counted]");
if (counted && [...counted.querySelectorAll("select")].some((box) => !box.selectedOptions[0]?.defaultSelected && box.value)) count(counted);

// Keys of the verification desk: a link is followed, a fold opened, a button only brought into
// focus, so that Enter confirms. Never while something is typed, and they can be switched off.
function keys(box) {
  const NAME = "dondoc.keys";
  try { box.checked = localStorage.getItem(NAME) !== "off"; } catch { /* the browser keeps nothing */ }
  box.addEventListener("change", () => {
    try { localStorage.setItem(NAME, box.checked ? "on" : "off"); } catch { /* for this page only */ }
  });
  document.addEventListener("keydown", (event) => {
    const busy = event.ctrlKey || event.metaKey || event.altKey || event.isComposing;
    if (!box.checked || busy || event.target.closest?.("input, textarea, select, [contenteditable]")) return;
    const found = document.querySelector(`[data-key="${CSS.escape(event.key.toLowerCase())}"]`);
    if (!found) return;
    event.preventDefault();
    if (found.matches("a")) return found.click();
    if (!found.matches("summary")) return found.focus();
    found.parentElement.open = true;
    found.parentElement.querySelector("input:not([type=hidden]), textarea")?.focus();
    found.parentElement.scrollIntoView({ block: "nearest" });
  });
}
document.querySelectorAll("[data-keys]").forEach(keys);

// Where the menu is wider than a phone it begins with where one is; the page itself is not moved.
const current = document.querySelector(".top nav [aria-current=page]");
if (current) current.closest("ul").scrollLeft = current.offsetLeft - 24;

// A page that is meant for paper has a button for it, where the browser can print.
for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => print());
}
