// What the site itself does. Nothing here knows of a vendor: it tells the data layer what happened.
window.dataLayer = window.dataLayer || [];

const find = selector => document.querySelector(selector);
const on = (selector, type, action) => find(selector).addEventListener(type, action);

// A real site's server writes this into the page of a visitor who is signed in.
dataLayer.push({ user: { email: "Visitor@Example.org " } });

// The banner. A real one remembers the answer, and pushes it again on every page.
const decide = (statistics, marketing) => {
  dataLayer.push({ event: "consent_saved", consent: { statistics, marketing } });
  find("#banner").hidden = true;
};
on("#nothing", "click", () => decide(false, false));
on("#statistics", "click", () => decide(true, false));
on("#everything", "click", () => decide(true, true));
on("#choices", "click", () => {
  find("#banner").hidden = false;
});
on("#withdraw", "click", () => {
  tagc("consent", "revoke");
  find("#banner").hidden = false;
});

// The box office.
on(".book-now", "click", event => {
  event.preventDefault();
  find("#order").hidden = false;
});
on("#pay", "click", () => {
  find("#paid").hidden = false;
  dataLayer.push({
    event: "order_complete",
    order_id: "NW-2041",
    total: "25,50",
    lines: [{ performance_id: "hamlet-sat", show: "Hamlet", price: 12.75, seats: 2 }],
  });
});
on("#donate", "click", () => {
  find("#donated").hidden = false;
  dataLayer.push({ event: "donation_complete", donation_id: "D-77", amount: 10 });
});

// This page has no server to send the form to, and no brochure to give.
on("#newsletter", "submit", event => {
  event.preventDefault();
  find("#subscribed").hidden = false;
});
on('a[href$=".pdf"]', "click", event => event.preventDefault());
