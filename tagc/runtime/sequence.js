// What became of the calls that others wait for, by number: 2 made, 0 not made; nothing while they are not done.
const became = [];

// Whether there is news of them.
let news;

// Gates with events that may wait for calls, told only when nothing else is going on: who hears a decision hears it first.
export const followers = [];

// A call was made, or will not be. Once made, it stays made.
export const settle = (number, made) => {
  const now = made ? 2 : 0;
  if (number && !(became[number] >= now)) {
    became[number] = now;
    news = 1;
  }
};

// Lets go what waited for calls that are done by now.
export const follow = () => {
  while (news) {
    news = 0;
    followers.map(hook => hook(0));
  }
};

// The level of an event that waits for these calls, made or not.
export const done = (...numbers) => (numbers.every(number => number in became) ? 2 : 1);

// The level of one that is not told unless they were made.
export const succeeded = (...numbers) => Math.min(...numbers.map(number => (number in became ? became[number] : 1)));
