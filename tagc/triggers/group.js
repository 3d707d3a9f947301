import { attempt } from "../runtime/attempt.js";
import { onRoute } from "../runtime/route.js";

// The members that have fired since the address last changed: [handler of the group, number].
let groupFired = [];

// The handler is called when all of its group's members have fired, once.
export const groupMember = (handle, member, members) => {
  const before = groupFired.filter(each => each[0] == handle);
  if (!before.some(each => each[1] == member)) {
    groupFired.push([handle, member]);
    before.length + 1 == members && attempt(handle);
  }
};

// A new address begins anew, for all groups.
export const groupListen = () =>
  onRoute(() => {
    groupFired = [];
  });
