import { stub } from "../../runtime/stub.js";

// The library reads its queue under the name `callQueue`.
export const redditLoad = () => {
  const rdt = stub("rdt", "https://www.redditstatic.com/ads/pixel.js", "sendEvent");
  if (rdt) {
    rdt.callQueue = rdt.queue;
  }
};
