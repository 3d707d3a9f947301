import { attempt } from "./attempt.js";
import { TRUSTED, admitted } from "./config.js";

// Under `require-trusted-types-for 'script'` an address has to come from a policy: this one knows the container's own only.
const policy = attempt(() =>
  trustedTypes.createPolicy("tagc", {
    createScriptURL: address => (admitted.test(address.split("?")[0]) ? address : ""),
  })
);

// SINK. The only place that inserts a script.
export const script = (address, arrived) => {
  const element = document.createElement("script");
  element.src = TRUSTED && policy ? policy.createScriptURL(address) : address;
  if (arrived) {
    element.onload = arrived;
  }
  document.head.append(element);
};
