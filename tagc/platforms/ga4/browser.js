import { script } from "../../runtime/script.js";

// Google's library takes a command only if it is an Arguments object: never an arrow function with rest parameters here.
export const ga4Gtag = function () {
  (window.dataLayer = window.dataLayer || []).push(arguments);
};

// Brings the library.
export const ga4Load = measurement_id => {
  script("https://www.googletagmanager.com/gtag/js?id=" + measurement_id);
};
