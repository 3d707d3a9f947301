export default ({ total }) => {
  const fee = 1.05;
  return total * ;
};
