// Tells tagc what Shopify's Customer Privacy API allows: the shop's settings, the visitor's region and choice in one.
window.Shopify.loadFeatures([{ name: "consent-tracking-api", version: "0.1" }], error => {
  if (error) return;
  const privacy = window.Shopify.customerPrivacy;
  const tell = () =>
    tagc("consent", { analytics: privacy.analyticsProcessingAllowed(), marketing: privacy.marketingAllowed() });
  document.addEventListener("visitorConsentCollected", tell);
  // "" is no answer yet: what is not allowed without one is not refused either, it waits.
  const { analytics, marketing } = privacy.currentVisitorConsent();
  if (analytics || marketing || privacy.analyticsProcessingAllowed() || privacy.marketingAllowed()) tell();
});
