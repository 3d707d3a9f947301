import { text } from "./values.js";

// A random id in the shape of a UUID v4, of decimal digits. 93 random bits are enough and need no secure context.
export const uuid = () =>
  [8e7, 8e3, 4e3, 8e3, 8e11].map(least => Math.floor(least + (least * Math.random()) / 4)).join("-");

// SHA-1 of bytes, as 20 bytes (RFC 3174). Web Crypto has it, but only later, and an id is needed now.
const sha1 = bytes => {
  const words = [];
  const state = [0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476, 0xc3d2e1f0];
  const length = bytes.length;
  const turn = (value, by) => (value << by) | (value >>> (32 - by));
  [...bytes, 128].map((byte, i) => (words[i >> 2] |= byte << (24 - 8 * (i & 3))));
  const end = ((length + 8) >> 6) * 16 + 15;
  words[end] = length * 8;
  for (let start = 0; start < end; start += 16) {
    let [a, b, c, d, e] = state;
    const w = [];
    for (let i = 0; i < 80; i++) {
      w[i] = i < 16 ? words[start + i] | 0 : turn(w[i - 3] ^ w[i - 8] ^ w[i - 14] ^ w[i - 16], 1);
      const [mixed, constant] =
        i < 20
          ? [(b & c) | (~b & d), 0x5a827999]
          : i < 40
            ? [b ^ c ^ d, 0x6ed9eba1]
            : i < 60
              ? [(b & c) | (b & d) | (c & d), 0x8f1bbcdc]
              : [b ^ c ^ d, 0xca62c1d6];
      [a, b, c, d, e] = [(turn(a, 5) + mixed + e + w[i] + constant) | 0, a, turn(b, 30), c, d];
    }
    [a, b, c, d, e].map((value, i) => (state[i] = (state[i] + value) | 0));
  }
  return state;
};

const hex = word => (word >>> 0).toString(16).padStart(8, "0");

// UUID v5 (RFC 9562) of a key in tagc's namespace, so that a reload, or a record made elsewhere, has the same id.
// Nothing when the key is empty.
export const keyed = (event, key) => {
  key = text(key);
  if (key) {
    const space = [111, 28, 63, 14, 106, 11, 93, 126, 156, 85, 43, 143, 111, 12, 122, 17];
    const state = sha1([...space, ...new TextEncoder().encode(event + ":" + key)]);
    state[1] = (state[1] & ~61440) | 20480;
    state[2] = (state[2] & 1073741823) | -2147483648;
    return state.slice(0, 4).map(hex).join("").replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
  }
};
