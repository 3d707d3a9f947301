// The rows of a text, each a list of its cells.
export const table = (text, end, between) => text.split(end).map(row => row.split(between));

// add_to_cart as AddToCart.
export const pascal = name => name.replace(/(^|_)./g, part => part.slice(-1).toUpperCase());
