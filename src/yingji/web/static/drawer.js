/* 覆盖情况：电脑上点一格，在旁边打开“为什么”，不离开对照表。没有脚本就是普通链接。 */
(function () {
  "use strict";
  var drawer = document.getElementById("drawer");
  if (!drawer || !drawer.showModal || !window.fetch || !window.DOMParser) { return; }
  var inside = drawer.querySelector("[data-inside]"), whole = drawer.querySelector("[data-whole]"), from = null;

  function isPlain(event) { return event.button === 0 && !event.ctrlKey && !event.metaKey && !event.shiftKey && !event.altKey; }

  document.addEventListener("click", function (event) {
    var link = event.target.closest ? event.target.closest("a[data-why]") : null;
    if (!link || !isPlain(event) || window.innerWidth < 1020) { return; }
    event.preventDefault();
    from = link;
    fetch(link.href, { credentials: "same-origin", headers: { "Accept": "text/html" } }).then(function (answer) {
      return answer.ok ? answer.text() : Promise.reject();
    }).then(function (text) {
      var why = new DOMParser().parseFromString(text, "text/html").getElementById("why");
      if (!why) { return Promise.reject(); }
      inside.textContent = "";
      inside.appendChild(document.importNode(why, true));
      whole.href = link.href;
      drawer.showModal();
      drawer.scrollTop = 0;
    }).catch(function () { window.location.href = link.href; });
  });

  drawer.addEventListener("click", function (event) {
    if (event.target === drawer || event.target.closest("[data-close]")) { drawer.close(); }
  });
  drawer.addEventListener("close", function () { if (from) { from.focus(); } });
}());
