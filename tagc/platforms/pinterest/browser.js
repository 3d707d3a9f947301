import { stub } from "../../runtime/stub.js";

// The library reads arrays from the queue.
export const pinterestLoad = () => {
  const pintrk = stub("pintrk", "https://s.pinimg.com/ct/core.js");
  if (pintrk) {
    pintrk.version = "3.0";
  }
};
