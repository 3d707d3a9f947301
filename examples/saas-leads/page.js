// What the site itself does. Nothing here knows of a vendor.
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
const decide = marketing => {
  tagc("consent", { marketing });
  find("#banner").hidden = true;
};
on("#nothing", "click", () => decide(false));
on("#everything", "click", () => decide(true));
on("#withdraw", "click", () => {
  tagc("consent", "revoke");
  find("#banner").hidden = false;
});

// The form in two steps. This page has no server to send it to.
on("#company", "submit", event => {
  event.preventDefault();
  find("#contact [name=email]").focus();
});
on("#contact", "submit", event => {
  event.preventDefault();
  find("#thanks").hidden = false;
});

// Nor has it a white paper to give, or reviews to show.
document.querySelectorAll("main a").forEach(link => link.addEventListener("click", event => event.preventDefault()));
