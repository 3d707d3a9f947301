import { fee } from "./fees.js";

export default ({ total }) => total * fee;
