export default 1.05;
