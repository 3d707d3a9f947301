// SINK. The only place that asks for an image.
export const image = address => {
  new Image().src = address;
};
