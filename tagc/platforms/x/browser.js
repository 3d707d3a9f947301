import { stub } from "../../runtime/stub.js";

// Brings the library.
export const xLoad = () => {
  const twq = stub("twq", "https://static.ads-twitter.com/uwt.js", "exe");
  if (twq) {
    twq.version = "1.1";
  }
};
