// Nothing that a page, a selector or a vendor throws reaches the page, or stops another platform.
export const attempt = (action, ...args) => {
  try {
    return action(...args);
  } catch (error) {}
};
