// What the sites themselves do. Nothing here knows of a vendor: it tells the data layer what happened.
window.dataLayer = window.dataLayer || [];

const on = (selector, type, action) => {
  for (const element of document.querySelectorAll(selector)) element.addEventListener(type, action);
};
const banner = document.querySelector("#banner");

// The banner. A real one remembers the answer, and pushes it again on every page.
const decide = (statistics, marketing) => {
  dataLayer.push({ event: "consent_saved", consent: { statistics, marketing } });
  banner.hidden = true;
};
on("#nothing", "click", () => decide(false, false));
on("#statistics", "click", () => decide(true, false));
on("#everything", "click", () => decide(true, true));
on("#choices", "click", () => {
  banner.hidden = false;
});
on("#withdraw", "click", () => {
  tagc("consent", "revoke");
  banner.hidden = false;
});

// The cinema's box office: Google's own events, as many shops push them.
const items = [{ item_id: "corridor-fri", item_name: "The Long Corridor", price: 9, quantity: 2 }];
on("#add", "click", () => dataLayer.push({ event: "add_to_cart", ecommerce: { currency: "GBP", value: 18, items } }));
on("#pay", "click", () =>
  dataLayer.push({ event: "purchase", ecommerce: { transaction_id: "NC-7", currency: "GBP", value: 18, items } }));

// These pages have no server to send forms to, and no files to give.
on("form", "submit", event => event.preventDefault());
on("a", "click", event => event.preventDefault());
