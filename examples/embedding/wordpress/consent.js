// Tells tagc what the visitor decided, as the WP Consent API knows it. That tells of each category by itself, the others
// following at once: waiting a moment makes one decision of them.
let waiting;
const tell = () =>
  tagc("consent", { analytics: wp_has_consent("statistics"), marketing: wp_has_consent("marketing") });

document.addEventListener("wp_listen_for_consent_change", () => {
  clearTimeout(waiting);
  waiting = setTimeout(tell, 50);
});
// Without a cookie the API says what it presumes, which is nobody's decision.
if (/(^|; )wp_consent_/.test(document.cookie)) tell();
