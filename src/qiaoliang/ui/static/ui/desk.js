/* The desk's menus, drafts and honest answers when the line is cut. Everything also works with mouse and full pages. */
(function () {
  "use strict";
  var $ = function (selector, root) { return (root || document).querySelector(selector); };
  var $$ = function (selector, root) { return Array.from((root || document).querySelectorAll(selector)); };

  /* ---- menus that close by Escape or a click elsewhere ---- */
  document.addEventListener("keydown", function (event) {
    if (event.key === "Escape") $$("details.drop-menu[open], details.more-menu[open]").forEach(close);
  });
  var close = function (menu) { menu.open = false; var s = $("summary", menu); if (menu.contains(document.activeElement)) s.focus(); };
  document.addEventListener("click", function (event) {
    $$("details.drop-menu[open], details.more-menu[open]").forEach(function (menu) { if (!menu.contains(event.target)) menu.open = false; });
  });

  /* ---- several rows at once: the bar shows how many ---- */
  function chosen() {
    var bar = $("[data-bulk]"), count = $$("[data-choose]:checked").length;
    if (!bar) return;
    var all = $("[name=all]:checked", bar);
    bar.hidden = !count && !all;
    $("[data-bulk-count]", bar).textContent = all ? bar.dataset.bulkAll : bar.dataset.bulk.replace("{n}", count);
  }
  document.addEventListener("change", function (event) { if (event.target.matches("[data-choose], [data-bulk] [name=all]")) chosen(); });
  chosen();

  /* ---- a table wider than its place scrolls in it: the keyboard comes to it, and one hears which table it is ---- */
  var width = new ResizeObserver(function (seen) {
    seen.forEach(function (one) {
      var place = one.target, scrolls = place.scrollWidth > place.clientWidth;
      if (scrolls === place.hasAttribute("tabindex")) return;
      if (!scrolls) return ["tabindex", "role", "aria-label"].forEach(function (name) { place.removeAttribute(name); });
      place.tabIndex = 0;
      place.setAttribute("role", "region");
      place.setAttribute("aria-label", $("caption", place).textContent);
    });
  });
  var measure = function () { $$(".table-wrap").forEach(function (place) { width.observe(place); }); };
  document.addEventListener("htmx:afterSwap", measure);
  measure();

  /* ---- the list one came from, with its filters and order, stays the way back through all the steps of a case ---- */
  var way = $("[data-way]");
  if (way && way.dataset.way === "known") {
    sessionStorage.setItem("way", JSON.stringify([way.getAttribute("href"), way.textContent.trim()]));
  } else if (way && sessionStorage.getItem("way")) {
    var before = JSON.parse(sessionStorage.getItem("way"));
    way.setAttribute("href", before[0]);
    $("span", way).textContent = before[1];
  }

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

  /* ---- drafts on the server: a form with data-keep is kept a moment after the last letter and when the page goes away,
     sealed and for its writer alone; contact data is not even sent. What is being sent is no draft any more. ---- */
  $$("form[data-keep]").forEach(function (form) {
    var note = $("[data-keep-note]", form), timer, sent = false, under_way;
    var typed = function () {
      var data = new FormData(form);
      $$("[type=file], [data-private]", form).forEach(function (f) { data.delete(f.name); });
      data.append("keep", "1");
      data.append("quiet", "1");
      return data;
    };
    var all = function () { return new URLSearchParams(typed()).toString(); }, last = all();
    var tell = function (text, bad) { note.textContent = text; note.classList.toggle("bad", bad); };
    function keep(leaving) {
      clearTimeout(timer);
      var now = all();
      if (sent || now === last) return;
      under_way = new AbortController();
      fetch(location.pathname, { method: "POST", body: typed(), keepalive: leaving === true, redirect: "error", signal: under_way.signal }).then(function (answer) {
        if (answer.status === 204) {
          last = now;
          tell(note.dataset.kept.replace("{time}", new Date().toTimeString().slice(0, 5)), false);
        } else if (answer.status === 409 && /^text\/plain/.test(answer.headers.get("Content-Type"))) answer.text().then(function (why) { tell(why, true); });
        else tell(note.dataset.lost, true);
      }).catch(function (trouble) { if (trouble.name !== "AbortError") tell(note.dataset.lost, true); });
    }
    form.addEventListener("input", function () { clearTimeout(timer); timer = setTimeout(keep, 1500); });
    form.addEventListener("submit", function (event) {
      if (event.defaultPrevented) return;
      sent = true;
      clearTimeout(timer);
      if (under_way) under_way.abort();
    });
    document.addEventListener("visibilitychange", function () { if (document.hidden) keep(true); });
    window.addEventListener("pagehide", function () { keep(true); });
    window.addEventListener("pageshow", function () { sent = false; });
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
