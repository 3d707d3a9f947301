import { AFTER } from "./config.js";
import { follow } from "./sequence.js";

// Records of events that happened and may not go out yet. They are in the gates, where a refusal drops them.
export const delayed = [];

// After that many milliseconds the gates are told to look again.
export const postpone = (record, hooks, milliseconds) => {
  delayed.push(record);
  setTimeout(() => {
    delayed.splice(delayed.indexOf(record), 1);
    hooks.map(hook => hook(0));
    AFTER && follow();
  }, milliseconds);
};
