import { attempt } from "../runtime/attempt.js";

export const onSubmit = handle => addEventListener("submit", event => attempt(handle, event.target), true);
