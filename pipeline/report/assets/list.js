// The list of articles: loads the index part by part, searches, sorts, shows a hundred at a time.
"use strict";
(() => {
  const ID = 0, TITLE = 1, OUTLET = 2, DAY = 3, STATEMENTS = 4, EVENTS = 5, SPEAKERS = 6, NAMES = 7;
  const PAGE = 100;
  const list = document.getElementById("list");
  const found = document.getElementById("found");
  const more = document.getElementById("more");
  const form = document.getElementById("find");
  const search = document.getElementById("search");
  const outlet = document.getElementById("outlet");
  const order = document.getElementById("order");
  const total = Number(list.dataset.total);
  const parts = Number(list.dataset.parts);
  const articles = [];
  let matching = [];
  let shown = 0;

  const fold = (value) => value.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();

  const ORDERS = {
    run: null,
    new: (a, b) => (a.row[DAY] < b.row[DAY] ? 1 : a.row[DAY] > b.row[DAY] ? -1 : 0),
    old: (a, b) => (!a.row[DAY] - !b.row[DAY]) || (a.row[DAY] < b.row[DAY] ? -1 : a.row[DAY] > b.row[DAY] ? 1 : 0),
    statements: (a, b) => b.row[STATEMENTS] - a.row[STATEMENTS],
  };

  const counted = (n, thing) => `${n.toLocaleString("en")} ${thing}${n === 1 ? "" : "s"}`;

  const item = (row) => {
    const line = document.createElement("li");
    const link = document.createElement("a");
    link.href = `articles/${row[ID].slice(0, 2)}/${row[ID]}.html`;
    link.textContent = row[TITLE];
    const facts = document.createElement("p");
    facts.className = "facts";
    facts.textContent = [row[OUTLET], row[DAY], counted(row[STATEMENTS], "statement"), counted(row[EVENTS], "event"), row[SPEAKERS]]
      .filter((fact) => fact)
      .join(" · ");
    line.append(link, facts);
    return line;
  };

  const showMore = () => {
    list.append(...matching.slice(shown, shown + PAGE).map((each) => item(each.row)));
    shown = Math.min(shown + PAGE, matching.length);
    more.hidden = shown >= matching.length;
  };

  const run = () => {
    const words = fold(search.value).split(/\s+/).filter((word) => word);
    const wanted = outlet ? outlet.value : "";
    matching = articles.filter(
      (each) => (!wanted || each.row[OUTLET] === wanted) && words.every((word) => each.text.includes(word)),
    );
    const compare = ORDERS[order.value];
    if (compare) matching.sort(compare);
    list.replaceChildren();
    shown = 0;
    showMore();
    const of = articles.length < total ? `${articles.length.toLocaleString("en")} loaded so far` : total.toLocaleString("en");
    found.textContent = `${matching.length.toLocaleString("en")} of ${of} articles`;
  };

  const readHash = () => {
    const wanted = new URLSearchParams(location.hash.slice(1));
    search.value = wanted.get("q") || "";
    if (outlet) outlet.value = wanted.get("outlet") || "";
    if (wanted.get("order") in ORDERS) order.value = wanted.get("order");
  };
  const writeHash = () => {
    const now = new URLSearchParams();
    if (search.value) now.set("q", search.value);
    if (outlet && outlet.value) now.set("outlet", outlet.value);
    if (order.value !== "run") now.set("order", order.value);
    history.replaceState(null, "", now.size ? `#${now}` : location.pathname);
  };

  let waiting = 0;
  const changed = () => {
    clearTimeout(waiting);
    waiting = setTimeout(() => {
      writeHash();
      run();
    }, 80);
  };

  window.onrecordIndex = (rows) => {
    for (const row of rows) articles.push({ row, text: fold([row[TITLE], row[OUTLET], row[DAY], row[NAMES]].join(" ")) });
    run();
  };
  const load = (part) => {
    if (part >= parts) return;
    const script = document.createElement("script");
    script.src = `data/articles-${String(part).padStart(4, "0")}.js`;
    script.onload = () => load(part + 1);
    document.head.append(script);
  };

  form.hidden = false;
  form.addEventListener("submit", (event) => event.preventDefault());
  search.addEventListener("input", changed);
  if (outlet) outlet.addEventListener("change", changed);
  order.addEventListener("change", changed);
  more.addEventListener("click", showMore);
  window.addEventListener("hashchange", () => {
    readHash();
    run();
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "/" && !event.target.matches("input, select, textarea")) {
      event.preventDefault();
      search.focus();
    }
  });
  readHash();
  load(0);
})();
