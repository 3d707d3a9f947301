import { stub } from "../../runtime/stub.js";

// Brings the library.
export const xLoad = () => {
  stub("twq", "https://static.ads-twitter.com/uwt.js", "exe", "1.1");
};
