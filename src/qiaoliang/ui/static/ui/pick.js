/* A text field that becomes a list to pick from (ARIA combobox). Without this file it stays a text field, and the
   server understands the same names. data-pick: where suggestions come from; data-pick-many: the sign between names. */
(function () {
  "use strict";
  var count = 0;
  var make = function (name, attributes, parent) {
    var one = document.createElement(name);
    Object.keys(attributes).forEach(function (key) { one.setAttribute(key, attributes[key]); });
    return parent ? parent.appendChild(one) : one;
  };

  function combobox(field) {
    var words = field.dataset, many = words.pickMany, key = "pick" + count++;
    var box = make("div", { "class": "pick-box" }), input = field, chosen = [], active = -1, timer, asked = 0;
    field.parentNode.insertBefore(box, field);
    if (many) {
      var chips = make("ul", { "class": "picked" }, box);
      input = field.cloneNode();
      input.value = "";
      ["name", "required", "aria-required"].forEach(function (name) { input.removeAttribute(name); });
      field.type = "hidden";
      field.removeAttribute("id");
      chosen = field.value.split(/[、，,；;]/).map(function (name) { return name.trim(); }).filter(Boolean);
    }
    box.appendChild(input);
    if (many) box.appendChild(field);
    var label = document.querySelector("label[for='" + input.id + "']");
    if (label && !label.id) label.id = key + "-label";
    var list = make("ul", { "class": "pick-list", id: key, role: "listbox", hidden: "" }, box);
    if (label) list.setAttribute("aria-labelledby", label.id);
    var status = make("div", { "class": "sr", role: "status" }, box);
    var set = { role: "combobox", "aria-autocomplete": "list", "aria-controls": key, "aria-expanded": "false", autocomplete: "off", spellcheck: "false" };
    Object.keys(set).forEach(function (name) { input.setAttribute(name, set[name]); });

    function keep() {
      if (many) field.value = chosen.concat(input.value.trim() || []).join(many);
    }
    function draw() {
      chips.textContent = "";
      chips.hidden = !chosen.length;
      chosen.forEach(function (name, at) {
        var chip = make("li", { "class": "picked-one" }, chips), text = make("span", {}, chip);
        text.textContent = name;
        var away = make("button", { type: "button", "class": "picked-away", "aria-label": words.pickRemove.replace("{name}", name) }, chip);
        away.textContent = "×";
        away.addEventListener("click", function () { chosen.splice(at, 1); draw(); keep(); input.focus(); });
      });
    }
    function close() {
      asked++;
      list.hidden = true;
      active = -1;
      input.setAttribute("aria-expanded", "false");
      input.removeAttribute("aria-activedescendant");
    }
    function highlight(at) {
      var options = list.children;
      if (!options.length) return;
      active = (at + options.length) % options.length;
      Array.prototype.forEach.call(options, function (option, n) { option.setAttribute("aria-selected", String(n === active)); });
      input.setAttribute("aria-activedescendant", options[active].id);
      options[active].scrollIntoView({ block: "nearest" });
    }
    function take(option) {
      var value = option.dataset.value;
      if (many && chosen.indexOf(value) < 0) chosen.push(value);
      input.value = many ? "" : value;
      if (many) draw();
      keep();
      close();
      status.textContent = words.pickChosen.replace("{name}", value);
      input.focus();
    }
    function show(units) {
      units = units.filter(function (unit) { return chosen.indexOf(unit.value) < 0; });
      list.textContent = "";
      units.forEach(function (unit, n) {
        var option = make("li", { role: "option", id: key + "-" + n, "aria-selected": "false" }, list);
        option.dataset.value = unit.value;
        make("span", {}, option).textContent = unit.label === unit.value ? unit.label : unit.label + " " + unit.value;
        make("small", {}, option).textContent = [unit.above, unit.kind].filter(Boolean).join(" · ");
        option.addEventListener("click", function () { take(option); });
      });
      if (!units.length) {
        close();
        status.textContent = words.pickNone;
        var none = make("li", { "class": "pick-none", "aria-hidden": "true" }, list);
        none.textContent = words.pickNone;
        list.hidden = false;
        return;
      }
      list.hidden = false;
      input.setAttribute("aria-expanded", "true");
      status.textContent = words.pickFound.replace("{n}", units.length);
      highlight(0);
    }
    function ask() {
      var typed = input.value.trim(), mine = ++asked;
      if (!typed) return close();
      fetch(words.pick + "?as=json&q=" + encodeURIComponent(typed), { headers: { Accept: "application/json" } })
        .then(function (answer) { return answer.ok ? answer.json() : Promise.reject(answer.status); })
        .then(function (found) { if (mine === asked) show(found.units); })
        .catch(function () { if (mine === asked) close(); });
    }
    function soon(event) {
      keep();
      clearTimeout(timer);
      asked++;
      if (!(event && event.isComposing)) timer = setTimeout(ask, 150);
    }

    input.addEventListener("input", soon);
    input.addEventListener("compositionend", function () { soon(); });
    input.addEventListener("blur", function () { clearTimeout(timer); close(); });
    list.addEventListener("mousedown", function (event) { event.preventDefault(); });
    input.addEventListener("keydown", function (event) {
      if (event.isComposing || event.keyCode === 229) return;
      var open = input.getAttribute("aria-expanded") === "true";
      if (event.key === "ArrowDown" || event.key === "ArrowUp") {
        event.preventDefault();
        if (!open) return ask();
        highlight(active + (event.key === "ArrowDown" ? 1 : -1));
      } else if (event.key === "Enter" && open && active >= 0) {
        event.preventDefault();
        take(list.children[active]);
      } else if (event.key === "Escape" && !list.hidden) {
        event.stopPropagation();
        close();
      } else if (event.key === "Backspace" && many && !input.value && chosen.length) {
        chosen.pop();
        draw();
        keep();
      }
    });
    if (many) { draw(); keep(); }
  }
  Array.prototype.forEach.call(document.querySelectorAll("input[data-pick]"), combobox);
})();
