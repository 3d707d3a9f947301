import assert from "node:assert/strict";
import test from "node:test";
import { image } from "../../tagc/runtime/image.js";
import { page } from "./page.js";

test("an image is asked for at this address", () => {
  const made = [];
  page({
    Image: function () {
      made.push(this);
    },
  });
  image("https://pixel.example/p?id=1");
  assert.deepEqual(made.map(each => ({ ...each })), [{ src: "https://pixel.example/p?id=1" }]);
});
