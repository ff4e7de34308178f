/* The desk's keys, drafts and honest answers when the line is cut. Everything also works with mouse and full pages. */
(function () {
  "use strict";
  var $ = function (selector, root) { return (root || document).querySelector(selector); };
  var $$ = function (selector, root) { return Array.from((root || document).querySelectorAll(selector)); };
  var writing = function (target) { return target.closest("input:not([type=checkbox]):not([type=radio]), textarea, select, [contenteditable]"); };

  /* ---- rows: j and k, Enter, x; the row stays chosen when one comes back ---- */
  var place = "row:" + location.pathname + location.search;
  var here = function () { return $("[data-row].here"); };
  function go(row) {
    if (!row) return;
    $$("[data-row].here").forEach(function (other) { other.classList.remove("here"); });
    row.classList.add("here");
    var link = $("[data-open]", row);
    if (link) link.focus({ preventScroll: true });
    row.scrollIntoView({ block: "nearest" });
    sessionStorage.setItem(place, String($$("[data-row]").indexOf(row)));
  }
  function step(by) {
    var rows = $$("[data-row]"), at = rows.indexOf(here());
    go(rows[at < 0 ? (by > 0 ? 0 : rows.length - 1) : Math.min(rows.length - 1, Math.max(0, at + by))]);
  }
  var was = sessionStorage.getItem(place), back = (performance.getEntriesByType("navigation")[0] || {}).type === "back_forward";
  if (was && back) go($$("[data-row]")[Number(was)]);

  /* ---- keys ---- */
  var keys = $("#keys");
  var help = function () { if (keys && !keys.open) keys.showModal(); };
  $$("[data-help]").forEach(function (button) { button.hidden = false; button.addEventListener("click", help); });
  document.addEventListener("keydown", function (event) {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || event.keyCode === 229) return;
    if (event.key === "Escape") {
      $$("details.drop-menu[open], details.more-menu[open]").forEach(close);
      if (writing(event.target)) event.target.blur();
      return;
    }
    if (writing(event.target) || (keys && keys.open)) return;
    var key = event.key.length === 1 ? event.key.toLowerCase() : event.key, find = $("[data-search]");
    var act = { j: function () { step(1); }, k: function () { step(-1); }, "?": help, "/": find && function () { find.focus(); find.select(); },
      x: here() && function () { var box = $("[data-choose]", here()); if (box) box.click(); } }[key];
    if (!act && key === "Enter" && here() && event.target === document.body) act = function () { $("[data-open]", here()).click(); };
    var button = !act && $$("[data-key]").find(function (one) { return one.dataset.key === key && one.offsetParent; });
    if (!act && button) act = function () { button.focus(); button.click(); };
    if (act) { event.preventDefault(); act(); }
  });

  /* ---- menus that close by a click elsewhere ---- */
  var close = function (menu) { menu.open = false; var s = $("summary", menu); if (menu.contains(document.activeElement)) s.focus(); };
  document.addEventListener("click", function (event) {
    $$("details.drop-menu[open], details.more-menu[open]").forEach(function (menu) { if (!menu.contains(event.target)) menu.open = false; });
  });

  /* ---- several rows at once: the bar shows how many ---- */
  function chosen() {
    var bar = $("[data-bulk]"), count = $$("[data-choose]:checked").length;
    if (!bar) return;
    bar.hidden = !count;
    $("[data-bulk-count]", bar).textContent = bar.dataset.bulk.replace("{n}", count);
  }
  document.addEventListener("change", function (event) { if (event.target.matches("[data-choose]")) chosen(); });
  chosen();

  /* ---- drafts: kept in this tab only, never contact data. A sent one is kept until the answer is here: the page after it
     either has no such form any more or says what was done; after a cut line it comes back. ---- */
  var SECRET = "[type=hidden], [type=password], [type=file], [type=tel], [type=email], [data-private], [autocomplete=name], [autocomplete=tel]";
  var answered = function (key) { return $("#flashes .note") || !$$("form[data-draft]").some(function (f) { return f.dataset.draft === key; }); };
  Object.keys(sessionStorage).forEach(function (name) {
    if (name.indexOf("sent:") !== 0) return;
    var key = name.slice(5);
    if (answered(key)) sessionStorage.removeItem("draft:" + key);
    sessionStorage.removeItem(name);
  });
  $$("form[data-draft]").forEach(function (form) {
    var name = "draft:" + form.dataset.draft, kept = {};
    var fields = function () { return Array.from(form.elements).filter(function (f) { return f.name && !f.matches(SECRET) && "value" in f && f.type !== "submit"; }); };
    try { kept = JSON.parse(sessionStorage.getItem(name)) || {}; } catch (broken) { /* nothing to bring back */ }
    var clean = fields().every(function (f) { return /radio|checkbox/.test(f.type) || f.value === f.defaultValue || f.type === "select-one"; });
    if (clean && Object.keys(kept).length) {
      fields().forEach(function (f) {
        if (!(f.name in kept)) return;
        if (/radio|checkbox/.test(f.type)) f.checked = kept[f.name].indexOf(f.value) >= 0; else f.value = kept[f.name];
      });
      var note = $("[data-draft-note]", form);
      if (note) note.hidden = false;
    }
    form.addEventListener("input", function () {
      var now = {};
      fields().forEach(function (f) {
        if (/radio|checkbox/.test(f.type)) { now[f.name] = now[f.name] || []; if (f.checked) now[f.name].push(f.value); } else now[f.name] = f.value;
      });
      sessionStorage.setItem(name, JSON.stringify(now));
    });
    form.addEventListener("submit", function () { sessionStorage.setItem("sent:" + form.dataset.draft, "1"); });
    form.addEventListener("reset", function () { sessionStorage.removeItem(name); });
  });

  /* ---- what was shown once is gone when one leaves, also from the browser's memory of pages ---- */
  window.addEventListener("pagehide", function () { $$("[data-gone]").forEach(function (one) { one.remove(); }); });

  /* ---- htmx: an answer that did not come is said, and focus is never lost ---- */
  function say(text) {
    var place = $("#flashes"), note = document.createElement("div");
    note.className = "note t-act";
    note.setAttribute("role", "alert");
    note.textContent = text;
    place.textContent = "";
    place.appendChild(note);
    note.scrollIntoView({ block: "nearest" });
  }
  document.addEventListener("htmx:sendError", function () { say(document.body.dataset.failed); });
  document.addEventListener("htmx:timeout", function () { say(document.body.dataset.failed); });
  document.addEventListener("htmx:responseError", function () { say(document.body.dataset.error); });
  document.addEventListener("htmx:afterSwap", function (event) {
    if (document.activeElement !== document.body) return;
    var target = $("[data-focus], [autofocus], h1, h2", event.detail.elt) || event.detail.elt;
    if (!target.hasAttribute("tabindex") && !target.matches("a, button, input, select, textarea")) target.setAttribute("tabindex", "-1");
    target.focus({ preventScroll: true });
  });
})();
