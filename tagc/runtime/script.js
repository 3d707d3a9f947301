import { attempt } from "./attempt.js";
import { TRUSTED, admitted } from "./config.js";

let policy;

// Under `require-trusted-types-for 'script'` an address has to come from a policy: this one knows the container's own only.
const admit = address => {
  policy =
    policy ||
    attempt(() =>
      trustedTypes.createPolicy("tagc", {
        createScriptURL: wanted => (admitted.test(wanted.split("?")[0]) ? wanted : ""),
      })
    );
  return policy ? policy.createScriptURL(address) : address;
};

// SINK. The only place that inserts a script.
export const script = (address, arrived) => {
  const element = document.createElement("script");
  element.src = TRUSTED ? admit(address) : address;
  if (arrived) {
    element.onload = arrived;
  }
  document.head.append(element);
};
