if (window.fbq) {
  window.fbq("track", "Lead");
}
