import assert from "node:assert/strict";
import test from "node:test";
import { keyed, uuid } from "../../tagc/runtime/ids.js";

test("a random id has the shape of a UUID v4 and is another one every time", () => {
  const made = Array.from({ length: 200 }, uuid);
  for (const id of made) {
    assert.match(id, /^[89]\d{7}-[89]\d{3}-4\d{3}-[89]\d{3}-[89]\d{11}$/);
  }
  assert.equal(new Set(made).size, made.length);
});

test("all digits that may be random are", () => {
  const made = Array.from({ length: 300 }, uuid);
  const fixed = [8, 13, 14, 18, 23];
  const first = [0, 9, 19, 24]; // of a number: 8 or 9
  for (let place = 0; place < 36; place++) {
    const seen = new Set(made.map(id => id[place]));
    assert.equal(seen.size, fixed.includes(place) ? 1 : first.includes(place) ? 2 : 10, `place ${place}`);
  }
});

// python: uuid.uuid5(uuid.UUID("6f1c3f0e-6a0b-5d7e-9c55-2b8f6f0c7a11"), f"{event}:{key}")
const VECTORS = [
  ["purchase", "1001", "44aceaa7-aab4-5030-9640-770a7ceb4e35"],
  ["donate", "a b", "2edb198c-ecf3-5a4a-9df5-fd8806b19510"],
  ["lead", "\u00e9\ud83d\ude00", "c166103c-7f15-5ac4-8060-0287b74c9b4b"],
  ["purchase", "\u2028</script>", "ab8a527e-517e-5d47-aba2-b054c2f1fc7b"],
  ["refund", "0", "8f9d1f77-c682-5a51-bb83-e76c873d893c"],
  ["purchase", "x".repeat(29), "5392dd71-2524-56b3-ab19-592d509678e7"],
  ["purchase", "x".repeat(30), "c98c646b-9537-5501-af94-b72470083286"],
  ["purchase", "x".repeat(31), "1e7972e7-d90e-508c-baa1-6c5ca3c38383"],
  ["purchase", "x".repeat(38), "29a76f11-04c8-54a2-831a-254fe1f3a4a3"],
  ["purchase", "x".repeat(39), "0042d38b-aec1-5097-8dbb-9a65202cef3f"],
  ["purchase", "x".repeat(40), "c63c58de-895b-50a4-b634-48f8cfc498a4"],
  ["purchase", "x".repeat(94), "01adc749-e786-5ecd-aafb-5ce5d714a486"],
  ["purchase", "x".repeat(1000), "5945e153-3fa0-5ff2-bd27-ecb12d831e18"],
  ["purchase", "a\ud800b", "bc84d9a6-1ab2-5cb0-acf6-f8bfbd7d2b70"],
];

for (const [event, key, expected] of VECTORS) {
  const shown = key.length > 20 ? `${key.length} characters` : JSON.stringify(key);
  test(`the id of ${event} ${shown} is the one that Python makes`, () => assert.equal(keyed(event, key), expected));
}

test("a number has the id of its text", () => {
  assert.equal(keyed("purchase", 1001), keyed("purchase", "1001"));
  assert.notEqual(keyed("purchase", 0), undefined);
});

test("events with the same key have different ids", () => {
  assert.notEqual(keyed("purchase", "1"), keyed("refund", "1"));
});

test("an empty key, or one without a text, has no id", () => {
  for (const key of [undefined, null, "", NaN, {}, []]) {
    assert.equal(keyed("purchase", key), undefined);
  }
});
