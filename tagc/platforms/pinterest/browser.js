import { stub } from "../../runtime/stub.js";

// The library reads arrays from the queue.
export const pinterestLoad = () => {
  stub("pintrk", "https://s.pinimg.com/ct/core.js", 0, "3.0");
};
