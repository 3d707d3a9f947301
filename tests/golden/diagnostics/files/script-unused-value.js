export default ({ total }) => total * 1.05;
