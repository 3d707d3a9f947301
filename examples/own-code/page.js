// What the site itself does: a banner that stays, and buttons that say what was chosen. Nothing here knows of a vendor.
window.tagc = window.tagc || Object.assign(function () { tagc.q.push(arguments); }, { q: [] });
window.dataLayer = window.dataLayer || [];

const on = (selector, action) => document.querySelector(selector).addEventListener("click", action);

on("#nothing", () => tagc("consent", {}));
on("#statistics", () => tagc("consent", { analytics: true }));
on("#both", () => tagc("consent", { analytics: true, comfort: true }));
on("#withdraw", () => tagc("consent", "revoke"));

const choose = (floor, price, rows) => () =>
  dataLayer.push({ event: "seats", floor, price, seats: rows.map(row => ({ row })) });
on("#stalls", choose("stalls", 61.5, ["C", "D", "D"]));
on("#circle", choose("circle", 20.5, []));
on("#roof", choose("roof", 1, []));
