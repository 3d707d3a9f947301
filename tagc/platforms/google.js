import { script } from "../runtime/script.js";

// Google's library takes a command only if it is an Arguments object: never an arrow function with rest parameters here.
export const googleGtag = function () {
  (window.dataLayer = window.dataLayer || []).push(arguments);
};

// Brings the library, which then knows every id that is configured.
export const googleLoad = id => {
  script("https://www.googletagmanager.com/gtag/js?id=" + id);
};
