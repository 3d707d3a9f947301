// What the shop itself does. Nothing here knows of a vendor: it pushes Google's e-commerce events, as shop systems do.
window.dataLayer = window.dataLayer || [];
window.tagc =
  window.tagc ||
  Object.assign(
    function () {
      tagc.q.push(arguments);
    },
    { q: [] }
  );

const find = selector => document.querySelector(selector);
const on = (selector, action) => find(selector).addEventListener("click", action);
const print = quantity => [
  { item_id: "P-107", item_name: "The Great Wave", item_category: "prints", price: 24.5, quantity },
];
const goods = { currency: "EUR", value: 49, items: print(2) };

// A real shop's server writes these into the page.
dataLayer.push({ customer: { email: "Visitor@Example.org " } });
dataLayer.push({ ecommerce: null });
dataLayer.push({ event: "view_item", ecommerce: { currency: "EUR", value: 24.5, items: print(1) } });

// The banner. A real one remembers the answer, and tells it again on every page.
const decide = (analytics, marketing) => {
  tagc("consent", { analytics, marketing });
  find("#banner").hidden = true;
};
on("#nothing", () => decide(false, false));
on("#statistics", () => decide(true, false));
on("#everything", () => decide(true, true));
on("#withdraw", () => {
  tagc("consent", "revoke");
  find("#banner").hidden = false;
});

// The shop.
on("#add", () => {
  find("#cart").hidden = false;
  dataLayer.push({ event: "add_to_cart", ecommerce: goods });
});
on("#checkout", () => {
  find("#order").hidden = false;
  dataLayer.push({ event: "begin_checkout", ecommerce: { ...goods, coupon: "FRIENDS" } });
});
on("#pay", () => {
  find("#paid").hidden = false;
  dataLayer.push({
    event: "purchase",
    ecommerce: { transaction_id: "M-5501", currency: "EUR", coupon: "FRIENDS", tax: 3.2, shipping: 4.9, items: print(2) },
  });
});
on("#refund", () => {
  dataLayer.push({
    event: "refund",
    ecommerce: { transaction_id: "M-5501", currency: "EUR", value: 24.5, items: print(1) },
  });
});
