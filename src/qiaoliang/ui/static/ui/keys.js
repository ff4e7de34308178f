/* The desk by keyboard: rows, open, assign, answer, search, go. Single letters only; they may be switched off (the cookie "keys"),
   are silent while somebody types or holds Ctrl, Alt or Meta, and move the real focus, so that a screen reader follows. */
(function () {
  "use strict";
  var $ = function (selector, root) { return (root || document).querySelector(selector); };
  var $$ = function (selector, root) { return Array.from((root || document).querySelectorAll(selector)); };
  var writing = function (target) { return target.closest("input:not([type=checkbox]):not([type=radio]), textarea, select, [contenteditable]"); };
  var shown = function (one) { return one.offsetParent !== null; };

  /* ---- rows: the chosen one is known by its address, so it is found again when the list has changed meanwhile ---- */
  var PLACE = "row:" + location.pathname;
  var rows = function () { return $$("[data-row]").filter(shown); };
  var here = function () { return $("[data-row].here"); };
  var address = function (row) { var link = $("[data-open]", row); return link ? link.getAttribute("href") : ""; };
  function choose(row) {
    if (!row) return;
    $$("[data-row].here").forEach(function (other) { other.classList.remove("here"); });
    row.classList.add("here");
    var link = $("[data-open]", row) || $("a, button, input", row);
    if (link) link.focus({ preventScroll: true });
    row.scrollIntoView({ block: "nearest" });
    sessionStorage.setItem(PLACE, JSON.stringify([rows().indexOf(row), address(row)]));
  }
  function step(by) {
    var all = rows(), at = all.indexOf(here());
    choose(all[at < 0 ? (by > 0 ? 0 : all.length - 1) : Math.min(all.length - 1, Math.max(0, at + by))]);
  }
  function come_back() {
    var kept = JSON.parse(sessionStorage.getItem(PLACE) || "null"), all = rows();
    if (!kept || !all.length) return;
    var back = (performance.getEntriesByType("navigation")[0] || {}).type === "back_forward";
    if (!back && document.referrer.indexOf(location.origin + kept[1]) !== 0) return;
    choose(all.find(function (row) { return address(row) === kept[1]; }) || all[Math.min(kept[0], all.length - 1)]);
  }
  document.addEventListener("focusin", function (event) {
    var row = event.target.closest("[data-row]");
    if (row && row !== here() && event.target.matches("[data-open]")) {
      $$("[data-row].here").forEach(function (other) { other.classList.remove("here"); });
      row.classList.add("here");
      sessionStorage.setItem(PLACE, JSON.stringify([rows().indexOf(row), address(row)]));
    }
  });

  /* ---- the help, which also says what is switched off ---- */
  var keys = $("#keys"), off = document.body.hasAttribute("data-keys-off");
  var help = function () { if (keys && !keys.open) keys.showModal(); };
  $$("[data-help]").forEach(function (button) { button.hidden = false; button.addEventListener("click", help); });
  if (off) return;
  come_back();

  /* ---- who came by a letter goes on typing: the first field of the page's form has the focus ---- */
  var lead = function (go) { return function () { sessionStorage.setItem("keyed", "1"); go(); }; };
  if (sessionStorage.getItem("keyed")) {
    sessionStorage.removeItem("keyed");
    document.addEventListener("DOMContentLoaded", function () {  // the fields have become what their scripts make of them
      var first = $$("#main form[method=post] input, #main form[method=post] textarea, #main form[method=post] select").find(shown);
      if (first && document.activeElement === document.body) first.focus();
    });
  }

  /* ---- g, then a letter of the menu ---- */
  var going = 0;
  function go() { stay(); document.body.classList.add("going"); going = setTimeout(stay, 3000); }
  function stay() { clearTimeout(going); going = 0; document.body.classList.remove("going"); }
  function gone(key) {
    var link = $$("[data-go]").find(function (one) { return one.dataset.go === key; });
    stay();
    if (link) location.href = link.href;
    return link;
  }

  /* ---- what a key does here: of the chosen row first, then of the page ---- */
  function of_row(key) {
    var row = here(), link = row && $("[data-open]", row), led = row && row.dataset.keys && JSON.parse(row.dataset.keys)[key];
    if (!row) return null;
    if (key === "o" || (key === "Enter" && document.activeElement === document.body)) return link && function () { link.click(); };
    if (key === "x") { var box = $("[data-choose]", row); return box && function () { box.click(); }; }
    return led && lead(function () { location.href = led; });
  }
  function of_page(key) {
    var find = $("[data-search]"), back = $("#main > .back, #main > .back a, .crumbs li:last-child a");
    if (key === "/") return find && function () { find.focus(); find.select(); };
    if (key === "u") return back && function () { (back.matches("a") ? back : $("a", back)).click(); };
    var button = $$("[data-key]").find(function (one) { return one.dataset.key === key && shown(one); });
    return button && lead(function () { button.focus(); button.click(); });
  }
  var ALWAYS = { j: function () { step(1); }, k: function () { step(-1); }, g: go, "?": help };
  function tell(key) {
    var say = $("#key-said"), why = say && say.getAttribute("data-" + key);
    if (!why || !rows().length) return;
    say.textContent = here() ? why : say.dataset.none;
    clearTimeout(tell.wait);
    tell.wait = setTimeout(function () { say.textContent = ""; }, 5000);
  }
  document.addEventListener("keydown", function (event) {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || event.keyCode === 229) return;
    if (event.key === "Escape") {
      stay();
      if (!writing(event.target)) return;
      event.target.blur();
      var row = here(), back = (row && $("[data-open]", row)) || $("#main");
      if (back) back.focus({ preventScroll: true });
      return;
    }
    if (writing(event.target) || (keys && keys.open)) return;
    var key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
    if (going && gone(key)) return event.preventDefault();
    var act = ALWAYS[key] || of_row(key) || of_page(key);
    if (act) { event.preventDefault(); act(); } else tell(key);
  });
})();
