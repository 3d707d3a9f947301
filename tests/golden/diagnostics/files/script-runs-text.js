export default ({ total }) => eval("1.05 * " + total);
