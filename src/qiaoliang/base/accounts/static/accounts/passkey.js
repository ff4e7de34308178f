/* Passkeys: shows what needs them where the browser can, asks it for one, and sends what it gives. Where it cannot, the page
   says so and the other ways stay. Needs webauthn-json.js, which turns the server's words into the browser's. */
(function () {
  "use strict";
  var able = Boolean(window.PublicKeyCredential && window.webauthnJSON && window.fetch);
  var each = function (selector, act) { Array.prototype.forEach.call(document.querySelectorAll(selector), act); };
  each("[data-passkey-able]", function (part) { part.hidden = !able; });
  each("[data-passkey-unable]", function (part) { part.hidden = able; });
  if (!able) return;

  each("form[data-passkey]", function (form) {
    var says = form.querySelector("[data-says]"), words = form.dataset, busy = false;
    var options = function () {
      if (words.options) return Promise.resolve(JSON.parse(words.options));
      return fetch(form.action, { headers: { Accept: "application/json" }, credentials: "same-origin" })
        .then(function (answer) {
          if (!answer.ok) throw new Error("no options");
          return answer.json();
        })
        .then(function (found) { return found.request_options; });
    };
    form.addEventListener("submit", function (event) {
      event.preventDefault();
      event.stopPropagation();
      if (busy) return;
      busy = true;
      says.hidden = true;
      options()
        .then(function (asked) { return window.webauthnJSON[words.passkey](asked); })
        .then(function (given) {
          form.elements.credential.value = JSON.stringify(given);
          form.submit();
        })
        .catch(function (error) {
          busy = false;
          says.textContent = { NotAllowedError: words.stopped, InvalidStateError: words.twice }[error.name] || words.failed;
          says.hidden = false;
        });
    });
  });
})();
