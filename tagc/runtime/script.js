// SINK. The only place that inserts a script.
export const script = address => {
  const element = document.createElement("script");
  element.src = address;
  document.head.append(element);
};
