// Shows the page anew when the tracker says that something changed. Without scripts the page refreshes itself.
"use strict";
(function () {
  var state = document.querySelector(".state");
  var busy = false, again = false;
  function say(text) { if (state) state.textContent = text; }
  function renew() {
    if (busy) { again = true; return; }
    busy = true;
    fetch(location.href, { cache: "no-store" }).then(function (answer) {
      if (!answer.ok) throw new Error(answer.status);
      return answer.text();
    }).then(function (text) {
      var fresh = new DOMParser().parseFromString(text, "text/html").querySelector("main");
      if (fresh) document.querySelector("main").replaceWith(fresh);
      say("live");
    }).catch(function () { say("the tracker does not answer"); }).finally(function () {
      busy = false;
      if (again) { again = false; renew(); }
    });
  }
  var events = new EventSource("/events");
  events.addEventListener("changed", renew);
  events.onopen = function () { say("live"); };
  events.onerror = function () { say("the tracker does not answer"); };
})();
