import { READABLE } from "./config.js";
import { script } from "./script.js";

// SINK. The queue that a vendor's library takes over, made only where its global is absent: a library that is there is used,
// and never loaded again. With a `handover` the library installs a method of that name and takes Arguments objects from
// `queue`; without one it takes arrays. `version` is that of the snippet, where the vendor has one. Returns the stub if it was made.
export const stub = (name, address, handover, version) => {
  if (!window[name]) {
    const call = (window[name] = function () {
      call[handover] ? call[handover](...arguments) : call.queue.push(handover ? arguments : [...arguments]);
    });
    call.queue = [];
    call.version = version;
    script(address);
    return call;
  }
  READABLE && console.warn("tagc: window." + name + " was there already: is that platform on this page twice?");
};
