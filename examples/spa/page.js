// What the site itself does: a router of a few lines. Nothing here knows of a vendor.
window.tagc =
  window.tagc ||
  Object.assign(
    function () {
      tagc.q.push(arguments);
    },
    { q: [] }
  );

const find = selector => document.querySelector(selector);
const on = (selector, type, action) => find(selector).addEventListener(type, action);

// The banner. A real one remembers the answer, and tells it again on every page.
const decide = (analytics, marketing) => {
  tagc("consent", { analytics, marketing });
  find("#banner").hidden = true;
};
on("#nothing", "click", () => decide(false, false));
on("#statistics", "click", () => decide(true, false));
on("#everything", "click", () => decide(true, true));
on("#withdraw", "click", () => {
  tagc("consent", "revoke");
  find("#banner").hidden = false;
});

// First the address, then the page and its title: as most routers do.
const show = name => {
  find("#show h1").textContent = name;
  document.title = name + " | Northway Theatre";
};
document.querySelectorAll(".show-link").forEach(link =>
  link.addEventListener("click", event => {
    event.preventDefault();
    history.pushState(null, "", link.getAttribute("href"));
    show(link.textContent);
  })
);
