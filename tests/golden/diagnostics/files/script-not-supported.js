export default ({ total }) => {
  debugger;
  return total * 2;
};
