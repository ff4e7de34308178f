/* Small comforts for residents; every page works without this file. */
(function () {
  "use strict";
  var each = function (selector, act) { Array.prototype.forEach.call(document.querySelectorAll(selector), act); };

  /* The error summary speaks first. */
  var problems = document.querySelector("[data-focus]");
  if (problems) problems.focus();

  /* Buttons that need a script are shown by it. */
  each("[data-does=print]", function (button) {
    button.hidden = false;
    button.addEventListener("click", function () { window.print(); });
  });

  /* Copying, also where a page without https has no clipboard of its own: by choosing the text. */
  each("[data-does=copy]", function (button) {
    button.hidden = false;
    button.addEventListener("click", function () {
      var words = button.dataset.copy, done = function () { button.querySelector("[role=status]").textContent = button.dataset.done; };
      if (navigator.clipboard) return navigator.clipboard.writeText(words).then(done, function () { if (choose(words)) done(); });
      if (choose(words)) done();
    });
  });
  function choose(words) {
    var area = document.body.appendChild(document.createElement("textarea"));
    area.className = "sr";
    area.value = words;
    area.select();
    var copied = document.execCommand("copy");
    document.body.removeChild(area);
    return copied;
  }

  /* How many characters may still be written; said aloud only when the writer pauses. */
  each("[data-limit]", function (area) {
    var count = document.getElementById(area.id + "_count"), limit = Number(area.getAttribute("data-limit")), wait;
    if (!count) return;
    var tell = function () {
      var left = limit - Array.from(area.value).length;
      count.textContent = (left < 0 ? count.dataset.over : count.dataset.left).replace("{n}", Math.abs(left));
      count.classList.toggle("over", left < 0);
      clearTimeout(wait);
      count.removeAttribute("role");
      wait = setTimeout(function () { if (left < limit / 10) count.setAttribute("role", "status"); }, 900);
    };
    area.addEventListener("input", tell);
    if (area.value) tell();
  });

  /* A form is sent once; coming back with the back button frees it. */
  var pressed;
  document.addEventListener("click", function (event) { pressed = event.target.closest("button"); }, true);
  document.addEventListener("submit", function (event) {
    var form = event.target;
    if (form.dataset.sent) return event.preventDefault();
    if (form.method.toLowerCase() !== "post") return;
    form.dataset.sent = "1";
    var button = event.submitter || (pressed && pressed.form === form ? pressed : null);
    if (button && button.dataset.busy) {
      button.dataset.calm = button.textContent;
      setTimeout(function () { button.textContent = button.dataset.busy; button.setAttribute("aria-disabled", "true"); }, 0);
    }
    setTimeout(function () { free(form); }, 20000);
  });
  var free = function (form) {
    delete form.dataset.sent;
    Array.prototype.forEach.call(form.querySelectorAll("[data-calm]"), function (button) {
      button.textContent = button.dataset.calm;
      button.removeAttribute("aria-disabled");
      delete button.dataset.calm;
    });
  };
  window.addEventListener("pageshow", function (event) { if (event.persisted) each("form[data-sent]", free); });

  /* Photos: shown small, and made smaller before they are sent, so that an old phone on a slow line manages. */
  var LONGEST = 2000;
  each("[data-drop]", function (box) {
    var input = box.querySelector("input[type=file]"), list = box.querySelector("[data-thumbs]");
    if (!input || !window.FileReader) return;
    var pick = box.querySelector("[data-pick]"), more = box.querySelector("[data-stay]");
    if (pick) { pick.hidden = false; input.classList.add("sr"); }
    if (more) more.hidden = true;
    ["dragover", "dragleave", "drop"].forEach(function (name) {
      box.addEventListener(name, function (event) {
        event.preventDefault();
        box.classList.toggle("over", name === "dragover");
        if (name === "drop" && event.dataTransfer.files.length) { input.files = event.dataTransfer.files; show(); }
      });
    });
    var show = function () {
      list.textContent = "";
      list.hidden = !input.files.length;
      if (more) more.hidden = !input.files.length;
      Promise.all(Array.prototype.map.call(input.files, function (file) { return one(file, list); })).then(function (files) {
        try {
          var bag = new DataTransfer();
          files.forEach(function (file) { bag.items.add(file); });
          input.files = bag.files;
        } catch (old) { /* this browser sends the originals */ }
      });
    };
    input.addEventListener("change", show);
  });
  function one(file, list) {
    var item = list.appendChild(document.createElement("li"));
    item.textContent = file.name;
    if (!/^image\/(jpeg|png|webp)$/.test(file.type)) return Promise.resolve(file);
    return new Promise(function (done) {
      var reader = new FileReader(), image = new Image();
      image.onerror = reader.onerror = function () { done(file); };
      reader.onload = function () { image.src = reader.result; };
      image.onload = function () {
        var small = draw(image, 176);
        item.insertBefore(small, item.firstChild);
        if (Math.max(image.width, image.height) <= LONGEST || !HTMLCanvasElement.prototype.toBlob) return done(file);
        draw(image, LONGEST).toBlob(function (blob) {
          done(blob && blob.size < file.size ? new File([blob], file.name.replace(/\.\w+$/, ".jpg"), { type: "image/jpeg" }) : file);
        }, "image/jpeg", 0.86);
      };
      reader.readAsDataURL(file);
    });
  }
  function draw(image, longest) {
    var canvas = document.createElement("canvas"), scale = Math.min(1, longest / Math.max(image.width, image.height));
    canvas.width = Math.round(image.width * scale);
    canvas.height = Math.round(image.height * scale);
    canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
    return canvas;
  }
})();
