// A function that is made when it is first called: what a script file declares beside it is made then, and once.
export const kept = make => {
  let made;
  return value => (made = made || make())(value);
};
