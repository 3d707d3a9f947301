import { attempt } from "../runtime/attempt.js";
import { onRoute } from "../runtime/route.js";

// The members that have fired since the address last changed, by the handler of their group.
const fired = new Map();

// The handler is called when all of its group's members have fired, once.
export const groupMember = (handle, member, members) => {
  const before = fired.get(handle) || [];
  if (!before.includes(member)) {
    fired.set(handle, before.concat(member));
    before.length + 1 == members && attempt(handle);
  }
};

// A new address begins anew.
export const groupListen = handle => onRoute(() => fired.delete(handle));
