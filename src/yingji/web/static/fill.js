/* 填写页：边填边存。没有脚本也能填，每个按钮都是真的提交。 */
(function () {
  "use strict";
  var QUIET = 1200, LATEST = 4500, AGAIN = 6000;
  var alarm = document.getElementById("alarm");
  var timer = 0, dirtySince = 0, busy = false, failing = false, touched = {}, version = 0, pressed = null, leaving = "";

  function form() { return document.getElementById("fill"); }
  function slot() { return "yingji:" + form().getAttribute("data-who") + ":" + form().getAttribute("action"); }
  function body() { return new URLSearchParams(new FormData(form())).toString(); }

  if (!form() || !window.fetch || !window.URLSearchParams) { return; }
  if (window.htmx) {
    window.htmx.config.includeIndicatorStyles = false;
    window.htmx.config.allowEval = false;
    window.htmx.config.historyCacheSize = 0;
    window.htmx.config.attributesToSettle = [];
  }

  /* 浏览器里只留没存上的内容，存上就删 */
  function remember() {
    try { localStorage.setItem(slot(), JSON.stringify({ at: Date.now(), body: body() })); } catch (e) { /* 存满或被禁用 */ }
  }
  function forget() { try { localStorage.removeItem(slot()); } catch (e) { /* 同上 */ } }
  function remembered() {
    try { return JSON.parse(localStorage.getItem(slot())); } catch (e) { return null; }
  }

  function say(text, isFailing) {
    var places = document.querySelectorAll("[data-kept]");
    for (var i = 0; i < places.length; i++) {
      places[i].textContent = text;
      places[i].classList.toggle("failing", !!isFailing);
    }
  }
  function button(text, act) {
    var made = document.createElement("button");
    made.type = "button";
    made.textContent = text;
    made.addEventListener("click", act);
    return made;
  }
  function ring(text, extra, isWaiting) {
    alarm.className = isWaiting ? "waiting" : "";
    alarm.textContent = text + " ";
    for (var i = 0; i < extra.length; i++) { alarm.appendChild(extra[i]); }
    alarm.hidden = false;
  }
  function hush() { alarm.hidden = true; failing = false; }

  function collides() { return !!form().querySelector("[data-collides]"); }

  function plan(soon) {
    window.clearTimeout(timer);
    if (!dirtySince || collides()) { return; }
    var left = LATEST - (Date.now() - dirtySince);
    timer = window.setTimeout(save, soon || Math.max(0, Math.min(QUIET, left)));
  }

  function save() {
    if (busy || !dirtySince || collides()) { return; }
    busy = true;
    var sent = version;
    say("正在存…");
    fetch(form().getAttribute("data-keep"), {
      method: "POST",
      credentials: "same-origin",
      headers: { "Content-Type": "application/x-www-form-urlencoded", "Accept": "application/json" },
      body: body()
    }).then(function (answer) {
      if (answer.ok) { return answer.json().then(function (saved) { kept(saved, sent); }); }
      if (answer.status === 401) { return signedOut(); }
      if (answer.status === 403) { return fresh().then(function (ok) { if (ok) { plan(50); } else { refused(""); } }); }
      return answer.json().then(function (fault) { refused(fault.detail || ""); }, function () { refused(""); });
    }).catch(offline).then(function () { busy = false; if (dirtySince && !failing) { plan(); } });
  }

  function kept(saved, sent) {
    if (saved.collides) { busy = false; dirtySince = 0; swap("stay"); return; }
    form().elements.was.value = saved.was;
    if (sent === version) { dirtySince = 0; forget(); }
    if (leaving && !dirtySince) { leave(); return; }
    say("已存 " + saved.at);
    hush();
    tellWrong(saved.wrong);
    document.getElementById("tidied").textContent = saved.notes.length ? "已替您整理：" + saved.notes.join(" ") : "";
  }

  /* 只说碰过的格子 */
  function tellWrong(wrong) {
    Object.keys(touched).forEach(function (name) {
      var field = form().elements[name];
      if (!field || !field.setAttribute) { return; }
      var id = field.id + "-wrong", place = document.getElementById(id);
      if (place) { place.parentNode.removeChild(place); }
      field.removeAttribute("aria-invalid");
      if (!wrong[name]) { return; }
      place = document.createElement("span");
      place.id = id;
      place.className = "wrong";
      place.appendChild(document.createElement("span")).textContent = wrong[name];
      field.parentNode.appendChild(place);
      field.setAttribute("aria-invalid", "true");
      field.setAttribute("aria-describedby", document.getElementById(field.id + "-hint") ? field.id + "-hint " + id : id);
    });
  }

  function signedOut() {
    failing = true;
    remember();
    say("没有存上", true);
    var link = document.createElement("a");
    link.href = "/";
    link.target = "_blank";
    link.rel = "noopener";
    link.textContent = "在新窗口登录";
    ring("登录已过期，刚填的内容还没有存到系统里，已留在这台电脑的浏览器里，没有丢。请在新窗口登录，再回到这里，会自动存上。", [link, button("我已登录，现在存", again)]);
  }
  function offline() {
    failing = true;
    remember();
    say("网络不通，没有存上", true);
    ring("网络不通。刚填的内容已留在浏览器里，没有丢，连上后会自动存。可以接着填。", [button("再试一次", again)], true);
    window.clearTimeout(timer);
    timer = window.setTimeout(again, AGAIN);
  }
  function refused(detail) {
    failing = true;
    remember();
    say("没有存上", true);
    ring("没有存上。" + detail + "内容已留在浏览器里，没有丢。", [button("再试一次", again)]);
  }
  function again() {
    if (!dirtySince || busy) { return; }
    fresh().then(function (ok) { if (ok) { failing = false; plan(50); } else { signedOut(); } }, offline);
  }

  /* 重新登录后换上新的页面令牌；换了人登录就不替他存 */
  function fresh() {
    return fetch(form().getAttribute("action"), { credentials: "same-origin", headers: { "Accept": "text/html" } }).then(function (answer) {
      if (!answer.ok) { return false; }
      return answer.text().then(function (text) {
        var page = new DOMParser().parseFromString(text, "text/html").getElementById("fill");
        if (!page || page.getAttribute("data-who") !== form().getAttribute("data-who")) { return false; }
        form().elements.csrf.value = page.elements.csrf.value;
        return true;
      });
    });
  }

  function changed(event) {
    if (!form().contains(event.target) || !event.target.name) { return; }
    if (event.target.name.indexOf("paste ") === 0) { return; }
    version += 1;
    if (!dirtySince) { dirtySince = Date.now(); }
    if (failing) { remember(); } else { plan(); }
  }
  document.addEventListener("input", changed);
  document.addEventListener("change", function (event) {
    if (event.target.name) { touched[event.target.name] = true; }
    changed(event);
  });

  /* 多行的格子跟着内容长高，不藏字 */
  function grow(areas) {
    var i, heights = [];
    for (i = 0; i < areas.length; i++) { areas[i].style.height = "auto"; }
    for (i = 0; i < areas.length; i++) { heights.push(areas[i].scrollHeight); }
    for (i = 0; i < areas.length; i++) { areas[i].style.height = heights[i] ? heights[i] + 2 + "px" : ""; }
  }
  function growAll() { grow(form().querySelectorAll("textarea")); }
  document.addEventListener("input", function (event) { if (event.target.tagName === "TEXTAREA") { grow([event.target]); } });
  window.addEventListener("resize", growAll);
  growAll();

  /* 加行、删行、粘贴：换掉表单，不动页面 */
  function swap(value, from) {
    window.clearTimeout(timer);
    window.htmx.ajax("POST", form().getAttribute("action"), {
      source: from || form(),
      target: "#fill",
      select: "#fill",
      swap: "outerHTML",
      values: { "do": value }
    });
  }
  document.addEventListener("click", function (event) {
    var pressed = event.target.closest ? event.target.closest("button[data-swap]") : null;
    if (!pressed || !window.htmx || collides()) { return; }
    event.preventDefault();
    swap(pressed.value, form());
  });
  document.addEventListener("htmx:afterSwap", function () {
    dirtySince = 0;
    hush();
    forget();
    growAll();
    var fresh = form().querySelector(".row.fresh");
    var first = fresh && fresh.querySelector("input:not([type=hidden]), select, textarea");
    if (first) { first.focus({ preventScroll: true }); fresh.scrollIntoView({ block: "center" }); }
    var met = form().querySelector("[data-collides]");
    if (met) { met.scrollIntoView(); }
  });
  function troubled(status) {
    if (!dirtySince) { dirtySince = Date.now(); version += 1; }
    if (status === 401) { signedOut(); } else if (status === 403) { again(); } else if (status) { refused(""); } else { offline(); }
  }
  document.addEventListener("htmx:responseError", function (event) { troubled(event.detail.xhr.status); });
  document.addEventListener("htmx:sendError", function () { troubled(0); });

  /* 关掉页面之前还没存上的 */
  window.addEventListener("pagehide", function () {
    if (!dirtySince) { return; }
    remember();
    if (!failing && navigator.sendBeacon) {
      navigator.sendBeacon(form().getAttribute("data-keep"), new URLSearchParams(new FormData(form())));
    }
  });

  /* 换到别处之前先存上；存不上就留在这一页 */
  document.addEventListener("click", function (event) {
    pressed = event.target.closest ? event.target.closest("button[name=do]") : null;
  });
  document.addEventListener("submit", function (event) {
    if (event.target !== form() || !dirtySince) { return; }
    if (collides()) { dirtySince = 0; return; }
    event.preventDefault();
    leaving = pressed ? pressed.value : "stay";
    failing = false;
    window.clearTimeout(timer);
    save();
  });
  function leave() {
    var field = document.createElement("input");
    field.type = "hidden";
    field.name = "do";
    field.value = leaving;
    form().appendChild(field);
    form().submit();
  }
  window.addEventListener("online", again);
  window.addEventListener("focus", function () { if (failing) { again(); } });

  /* 上次没存上的，问一句再放回来 */
  var left = remembered();
  if (left && left.body) {
    if (new URLSearchParams(left.body).get("was") !== form().elements.was.value || left.body !== body()) {
      ring("这台电脑上有一份没有存上的内容（" + new Date(left.at).toLocaleString("zh-CN") + "）。", [
        button("放回来", function () { replay(left.body); }),
        button("不要了", function () { forget(); hush(); })
      ], true);
    } else { forget(); }
  }
  function replay(text) {
    var made = document.createElement("form");
    made.method = "post";
    made.action = form().getAttribute("action");
    new URLSearchParams(text).forEach(function (value, name) {
      var field = document.createElement("input");
      field.type = "hidden";
      field.name = name;
      field.value = name === "csrf" ? form().elements.csrf.value : value;
      if (name !== "do") { made.appendChild(field); }
    });
    document.body.appendChild(made);
    forget();
    made.submit();
  }
}());
