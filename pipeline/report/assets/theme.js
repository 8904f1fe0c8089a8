// Sets the theme before anything is painted. "auto" follows the system.
"use strict";
(() => {
  let stored = null;
  try {
    stored = localStorage.getItem("onrecord-theme");
  } catch {
    // a browser may refuse storage to pages from a disk
  }
  if (stored === "light" || stored === "dark") document.documentElement.dataset.theme = stored;
  document.addEventListener("DOMContentLoaded", () => {
    const button = document.getElementById("theme");
    const themes = ["auto", "light", "dark"];
    const show = () => {
      const now = document.documentElement.dataset.theme || "auto";
      button.textContent = "Theme: " + now;
    };
    button.hidden = false;
    show();
    button.addEventListener("click", () => {
      const next = themes[(themes.indexOf(document.documentElement.dataset.theme || "auto") + 1) % 3];
      if (next === "auto") delete document.documentElement.dataset.theme;
      else document.documentElement.dataset.theme = next;
      try {
        localStorage.setItem("onrecord-theme", next);
      } catch {
        // then it lasts as long as the page
      }
      show();
    });
  });
})();
