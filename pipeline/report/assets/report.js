// An article's page: ties marks to their entries, shows details, hides layers, moves by keyboard.
// Works on what the page holds; builds nothing from strings.
"use strict";
(() => {
  const text = document.getElementById("text");
  const panel = document.getElementById("panel");
  const card = document.getElementById("card");
  const toolbar = document.querySelector(".toolbar");
  const LAYER_OF = { s: ["st", "sp", "cu"], e: ["ev"], d: ["da"], n: ["na"] };
  const MOST_SHOWN = 4;
  let pinned = null;
  let lit = [];

  // Which rows an element belongs to; those of hidden layers are left out.
  const keysOf = (element) => {
    const holder = element.closest("[data-k]");
    if (!holder) return [];
    const isEntry = panel.contains(holder);
    return holder.dataset.k.split(" ").filter((key) => isEntry || holder.classList.contains("ref") || isVisible(holder, key));
  };
  const isVisible = (holder, key) =>
    LAYER_OF[key[0]].some((layer) => holder.classList.contains(layer) && !text.classList.contains("hide-" + layer));

  const find = (key) => document.querySelectorAll(`[data-k~="${key}"], [data-p~="${key}"]`);

  const light = (keys) => {
    lit.forEach((element) => element.classList.remove("on", "on-s", "on-e", "on-d", "on-n"));
    lit = [];
    for (const key of keys) {
      for (const element of find(key)) {
        element.classList.add("on", "on-" + key[0]);
        lit.push(element);
      }
    }
  };

  const entryOf = (key) => document.getElementById(key);

  const showCard = (keys, beside) => {
    card.replaceChildren();
    for (const key of keys.slice(0, MOST_SHOWN)) {
      const entry = entryOf(key);
      if (!entry) continue;
      const copy = document.createElement("div");
      copy.className = "entry entry-" + key[0];
      for (const child of entry.children) copy.append(child.cloneNode(true));
      copy.querySelectorAll("a").forEach((link) => {
        const label = document.createElement("span");
        label.className = link.className;
        label.append(...link.childNodes);
        link.replaceWith(label);
      });
      card.append(copy);
    }
    if (!card.childElementCount) return hideCard();
    card.hidden = false;
    place(beside);
  };

  const place = (beside) => {
    if (window.innerWidth < 700) {
      card.style.removeProperty("left");
      card.style.removeProperty("top");
      return; // a sheet at the bottom, by the stylesheet
    }
    const box = beside.getClientRects()[0] || beside.getBoundingClientRect();
    const width = card.offsetWidth;
    const height = card.offsetHeight;
    const left = Math.max(8, Math.min(box.left, window.innerWidth - width - 16));
    const fitsBelow = box.bottom + height + 12 < window.innerHeight;
    const top = fitsBelow ? box.bottom + 8 : Math.max(8, box.top - height - 8);
    card.style.left = `${left}px`;
    card.style.top = `${top}px`;
  };

  const hideCard = () => {
    card.hidden = true;
  };

  const release = () => {
    pinned = null;
    light([]);
    hideCard();
  };

  const point = (target) => {
    if (pinned) return;
    const keys = keysOf(target);
    light(keys);
    if (keys.length && text.contains(target)) showCard(keys, target.closest("[data-k]"));
    else hideCard();
  };

  const pin = (key, target) => {
    pinned = null;
    light([key]);
    pinned = key;
    if (target && text.contains(target)) showCard([key], target);
    else hideCard();
  };

  document.addEventListener("mouseover", (event) => {
    if (event.target instanceof Element) point(event.target);
  });
  document.addEventListener("focusin", (event) => {
    if (event.target instanceof Element && event.target.closest("[data-k]")) {
      pinned = null;
      point(event.target);
    }
  });
  text.addEventListener("click", (event) => {
    if (event.target.closest("a")) return;
    const keys = keysOf(event.target);
    if (!keys.length) return release();
    pinned = null;
    light(keys);
    showCard(keys, event.target.closest("[data-k]"));
    pinned = keys[0];
  });

  // Links between text and entries.
  const follow = () => {
    const id = decodeURIComponent(location.hash.slice(1));
    const target = /^(t-)?[sedn]\d+$/.test(id) ? document.getElementById(id) : null;
    if (!target) return;
    const details = target.closest("details");
    if (details) details.open = true;
    target.scrollIntoView({ block: "center" });
    pin(id.replace("t-", ""), target);
  };
  window.addEventListener("hashchange", follow);
  document.addEventListener("click", (event) => {
    const link = event.target instanceof Element && event.target.closest('a[href^="#"]');
    if (link && link.getAttribute("href") === location.hash) follow(); // the same link again changes no hash
  });

  // Layers.
  const setLayer = (button, isOn) => {
    button.setAttribute("aria-pressed", String(isOn));
    text.classList.toggle("hide-" + button.dataset.layer, !isOn);
  };
  const buttons = [...toolbar.querySelectorAll("[data-layer]")];
  let stored = {};
  try {
    stored = JSON.parse(localStorage.getItem("onrecord-layers") || "{}") || {};
  } catch {
    stored = {};
  }
  for (const button of buttons) {
    const layer = button.dataset.layer;
    setLayer(button, typeof stored[layer] === "boolean" ? stored[layer] : button.getAttribute("aria-pressed") === "true");
    button.addEventListener("click", () => {
      setLayer(button, button.getAttribute("aria-pressed") !== "true");
      release();
      try {
        const now = Object.fromEntries(buttons.map((each) => [each.dataset.layer, each.getAttribute("aria-pressed") === "true"]));
        localStorage.setItem("onrecord-layers", JSON.stringify(now));
      } catch {
        // then it lasts as long as the page
      }
    });
  }
  toolbar.hidden = false;

  // Keyboard.
  const help = document.getElementById("keys-help");
  const helpButton = document.getElementById("keys");
  const toggleHelp = (isOpen) => {
    help.hidden = !isOpen;
    helpButton.setAttribute("aria-expanded", String(isOpen));
  };
  helpButton.addEventListener("click", () => toggleHelp(help.hidden));

  const step = (kind, by) => {
    const n = panel.querySelectorAll(`li[id^="${kind}"]`).length;
    if (!n) return;
    const at = pinned && pinned[0] === kind ? Number(pinned.slice(1)) + by : by > 0 ? 0 : n - 1;
    const key = kind + ((at + n) % n);
    const target = document.getElementById("t-" + key) || entryOf(key);
    target.scrollIntoView({ block: "center" });
    if (target.matches("a")) target.focus({ preventScroll: true });
    pin(key, target);
  };
  const go = (rel) => {
    const link = document.querySelector(`.neighbours a[rel="${rel}"]`);
    if (link) link.click();
  };
  const ACTIONS = {
    j: () => step("s", 1),
    k: () => step("s", -1),
    e: () => step("e", 1),
    d: () => step("d", 1),
    n: () => go("next"),
    p: () => go("prev"),
    "?": () => toggleHelp(help.hidden),
    Escape: () => {
      toggleHelp(false);
      release();
    },
  };
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.target.matches("input, select, textarea")) return;
    const button = /^[1-6]$/.test(event.key) ? buttons[Number(event.key) - 1] : null;
    if (button) button.click();
    else if (Object.hasOwn(ACTIONS, event.key)) ACTIONS[event.key]();
  });

  follow();
})();
