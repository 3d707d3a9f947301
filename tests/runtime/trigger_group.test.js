import assert from "node:assert/strict";
import test from "node:test";
import { page, part } from "./page.js";

const setUp = async () => {
  const world = page({ history: { pushState: url => void (location.href = url), replaceState: () => {} } });
  const { groupListen, groupMember } = await part("triggers/group.js");
  const told = [];
  const handle = () => void told.push("group");
  groupListen();
  return { world, told, handle, groupMember };
};

test("a group is told when its last member has fired, in any order, once", async () => {
  const { told, handle, groupMember } = await setUp();
  [2, 0, 2, 0].map(member => groupMember(handle, member, 3));
  assert.deepEqual(told, []);
  groupMember(handle, 1, 3);
  assert.deepEqual(told, ["group"]);
  [0, 1, 2].map(member => groupMember(handle, member, 3));
  assert.deepEqual(told, ["group"]);
});

test("groups do not share their members", async () => {
  const { told, handle, groupMember } = await setUp();
  const other = () => void told.push("other");
  groupMember(handle, 0, 2);
  groupMember(other, 1, 2);
  assert.deepEqual(told, []);
  groupMember(other, 0, 2);
  assert.deepEqual(told, ["other"]);
});

test("a new address begins anew", async () => {
  const { world, told, handle, groupMember } = await setUp();
  groupMember(handle, 0, 2);
  history.pushState("https://shop.example.co.uk/c");
  await world.wait(0);
  groupMember(handle, 1, 2);
  assert.deepEqual(told, []);
  groupMember(handle, 0, 2);
  assert.deepEqual(told, ["group"]);
});

test("what a group's rules throw stays here", async () => {
  const { groupMember } = await setUp();
  const broken = () => {
    throw new Error("broken");
  };
  groupMember(broken, 0, 1);
});
