export default ({ total }) => total?.amount;
