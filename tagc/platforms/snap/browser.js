import { stub } from "../../runtime/stub.js";

// Brings the library.
export const snapLoad = () => {
  stub("snaptr", "https://sc-static.net/scevent.min.js", "handleRequest");
};
