// A button that opens a hint. It runs when the visitor has allowed it, and not before.
export default ({ title }) => {
  const button = document.createElement("button");
  button.id = "help";
  button.className = "plain";
  button.textContent = "Which seats are good?";
  button.addEventListener("click", () => {
    button.textContent = "Row C of the stalls";
    window.dataLayer.push({ event: "help_asked", topic: title });
  });
  document.querySelector("#show").append(button);
};
