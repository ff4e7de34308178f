/* A field that becomes a list to pick from (ARIA combobox): a text field whose suggestions the server gives, or a long select
   in which one types instead of scrolling. Without this file both stay what they are, and the server understands the same.
   data-pick: where suggestions come from (empty on a select); data-pick-many: the sign between names. */
(function () {
  "use strict";
  var count = 0, SHORT = 12;
  var make = function (name, attributes, parent) {
    var one = document.createElement(name);
    Object.keys(attributes).forEach(function (key) { one.setAttribute(key, attributes[key]); });
    return parent ? parent.appendChild(one) : one;
  };
  /* data-initials: the letters each sign may begin with, "cz q" for 重庆 */
  function begins(initials, typed) {
    var read = (initials || "").split(" ");
    return read.some(function (_, start) {
      return start + typed.length <= read.length && typed.split("").every(function (letter, at) { return read[start + at].indexOf(letter) >= 0; });
    });
  }

  function combobox(field) {
    var words = field.dataset, many = words.pickMany, all = field.options, key = "pick" + count++;
    if (all && all.length <= SHORT) return;
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
    } else if (all) {
      input = make("input", { type: "text", id: field.id });
      ["aria-describedby", "aria-invalid", "aria-required"].forEach(function (name) {
        if (field.hasAttribute(name)) input.setAttribute(name, field.getAttribute(name));
      });
      field.id += "-all";
      field.hidden = true;
    }
    box.appendChild(input);
    if (input !== field) box.appendChild(field);
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
    /* a select: the text says what is chosen; the choice that means nothing stands there as a hint */
    function say() {
      var now = field.options[field.selectedIndex];
      input.value = now && now.value ? now.text : "";
      input.placeholder = field.options[0].value ? "" : field.options[0].text;
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
    function choose(value) {
      field.value = value;
      field.dispatchEvent(new Event("input", { bubbles: true }));
      field.dispatchEvent(new Event("change", { bubbles: true }));
      say();
    }
    function take(option) {
      var value = option.dataset.value;
      if (many && chosen.indexOf(value) < 0) chosen.push(value);
      if (all) choose(value); else input.value = many ? "" : value;
      if (many) draw();
      keep();
      close();
      status.textContent = words.pickChosen.replace("{name}", all ? field.options[field.selectedIndex].text : value);
      input.focus();
    }
    function show(units) {
      units = units.filter(function (unit) { return chosen.indexOf(unit.value) < 0; });
      list.textContent = "";
      units.forEach(function (unit, n) {
        var option = make("li", { role: "option", id: key + "-" + n, "aria-selected": "false" }, list);
        option.dataset.value = unit.value;
        make("span", {}, option).textContent = all || unit.label === unit.value ? unit.label : unit.label + " " + unit.value;
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
    function fitting(typed) {
      return Array.prototype.filter.call(all, function (one) {
        return one.text.toLowerCase().indexOf(typed) >= 0 || (typed && begins(one.dataset.initials, typed));
      }).map(function (one) {
        return { value: one.value, label: one.text.trim(), above: one.parentNode.label };
      });
    }
    function ask(everything) {
      var typed = input.value.trim(), mine = ++asked;
      if (all) return show(fitting(everything === true ? "" : typed.toLowerCase()));
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
      if (!(event && event.isComposing)) timer = setTimeout(ask, all ? 0 : 150);
    }
    /* what was typed and is no choice is not left standing as if it were one; an emptied field chooses nothing */
    function settle() {
      if (!input.value.trim() && field.selectedIndex > 0 && !field.options[0].value) choose("");
      say();
    }

    input.addEventListener("input", soon);
    input.addEventListener("compositionend", function () { soon(); });
    input.addEventListener("blur", function () { clearTimeout(timer); close(); if (all) settle(); });
    list.addEventListener("mousedown", function (event) { event.preventDefault(); });
    input.addEventListener("keydown", function (event) {
      if (event.isComposing || event.keyCode === 229) return;
      var open = input.getAttribute("aria-expanded") === "true";
      if (event.key === "ArrowDown" || event.key === "ArrowUp") {
        event.preventDefault();
        if (!open) return ask(true);
        highlight(active + (event.key === "ArrowDown" ? 1 : -1));
      } else if (event.key === "Enter" && open && active >= 0) {
        event.preventDefault();
        take(list.children[active]);
      } else if (event.key === "Escape" && !list.hidden) {
        event.stopPropagation();
        close();
        if (all) say();
      } else if (event.key === "Backspace" && many && !input.value && chosen.length) {
        chosen.pop();
        draw();
        keep();
      }
    });
    if (many) { draw(); keep(); }
    if (all) {
      input.addEventListener("click", function () { if (list.hidden) { input.select(); ask(true); } });
      window.addEventListener("pageshow", say);
      say();
    }
  }
  Array.prototype.forEach.call(document.querySelectorAll("input[data-pick], select[data-pick]"), combobox);
})();
