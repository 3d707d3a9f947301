export default ({ total, rate }) => total * rate;
