import { stub } from "../../runtime/stub.js";

// A library that is there already keeps its own queue and settings.
export const metaLoad = () => {
  const fbq = stub("fbq", "https://connect.facebook.net/en_US/fbevents.js", "callMethod", "2.0");
  if (fbq) {
    window._fbq = window._fbq || fbq;
    fbq.push = fbq;
    fbq.loaded = true;
    fbq.disablePushState = true; // page views of single-page sites are the rules' matter
  }
};
